/* The loss over one or two parameters, all else as it is now, and gradient descent on it.

  new Landscape(calculation, parameters)   parameters: quantity numbers
    .start                                 where they stand now
    .loss(point)  .lossAndGradient(point)  at any point, a list of numbers
    .slope(point)                          how steep J is there, along each parameter
  descentPath(landscape, start, pace, updates)   pace: {rate, momentum}
  rangeAround(values)                      a range of round ends around each number, all equally long
  parametersOf(data)                       the parameters that J can be differentiated by

A path is {points, losses, slopes, steps, left}. The update is V := mu V - rate dJ/dw, w := w + V, and V is 0
at the start; only the parameters of the landscape move. It ends before its numbers leave the floats,
which `left` tells.
*/

import {roundStep} from "./axes.js";

const HALF_RANGE = 3;

export function parametersOf(data) {
  return data.loss === null ? [] : data.gradients.map(([parameter]) => parameter);
}

export class Landscape {
  #values;
  #loss;
  #gradient;

  constructor(calculation, parameters) {
    const {data} = calculation;
    this.calculation = calculation;
    this.parameters = parameters;
    this.factor = data.factor ?? 1; // a convention may multiply every gradient
    this.#values = Float64Array.from(data.quantities, (_, quantity) => calculation.value(quantity) ?? 0);
    this.start = parameters.map((each) => this.#values[each]);
    this.#loss = calculation.program([data.loss]);
    const gradients = new Map(data.gradients);
    const derivatives = parameters.map((each) => gradients.get(each));
    this.#gradient = calculation.program([data.loss, ...derivatives]);
  }

  #moved(point) {
    for (let place = 0; place < point.length; place++) this.#values[this.parameters[place]] = point[place];
    return this.#values;
  }

  loss(point) {
    return this.#loss(this.#moved(point))[0];
  }

  /* J, and its derivatives as the updates use them. */
  lossAndGradient(point) {
    return [...this.#gradient(this.#moved(point))];
  }

  slope(point) {
    return this.lossAndGradient(point)
      .slice(1)
      .map((each) => each / this.factor);
  }
}

export function descentPath(landscape, start, {rate, momentum}, updates) {
  let point = start;
  let velocity = start.map(() => 0);
  let [loss, ...gradient] = landscape.lossAndGradient(point);
  const path = {points: [point], losses: [loss], slopes: [gradient], steps: [], left: false};
  if (![loss, ...gradient].every(Number.isFinite)) return {...path, left: updates > 0};
  for (let update = 1; update <= updates; update++) {
    velocity = velocity.map((each, place) => momentum * each - rate * gradient[place]);
    point = point.map((each, place) => each + velocity[place]);
    [loss, ...gradient] = landscape.lossAndGradient(point);
    if (![...point, loss, ...gradient].every(Number.isFinite)) return {...path, left: true};
    path.points.push(point);
    path.losses.push(loss);
    path.slopes.push(gradient);
    path.steps.push(velocity);
  }
  return path;
}

/* Equally long, so that in a square picture both have the same scale. */
export function rangeAround(values) {
  const half = Math.max(HALF_RANGE, ...values.map((each) => Math.abs(each) / 2)); // 0 need not be in it
  const step = roundStep(half / 6);
  const count = Math.ceil(half / step);
  return values.map((value) => {
    const middle = Math.round(value / step);
    return [middle - count, middle + count].map((each) => Number((each * step).toPrecision(12)));
  });
}

/* How many updates jumped across a bottom of the curve: the slope behind them has the other sign. */
export function jumpsOf({points, slopes, steps}) {
  if (points[0].length > 1) return 0; // there is no "across"
  return steps.filter((step, place) => {
    const isMove = Math.abs(step[0]) > roundingOf(points[place][0]);
    return isMove && slopes[place][0] * slopes[place + 1][0] < 0;
  }).length;
}

export function growthsOf({losses}) {
  return losses.slice(1).filter((loss, place) => loss - losses[place] > roundingOf(losses[place])).length;
}

/* What is no more than this, beside a number, may be rounding alone. */
function roundingOf(value) {
  return 4 * Number.EPSILON * Math.abs(value);
}
