/* What honest work can reach: formulas over boxes, every elementary operation rounded.

  walked(reader, tree, values)   the tree of a formula, read: ["rounded", ["times", 0, 1]]; a number is the
                                 place of its value, a text a literal, a list an operation of the reader
  new ByHand({decimals})         over boxes [low, high]: every result of working by hand to four decimals,
  new ByHand({figures})          or to so many significant figures; without either, unrounded
  EXACTLY                        over numbers: the formula as it is written

The trees are those of handnet/living/answers.py, the operations those of handnet/reach/interval.py, where
the reasons stand. A rounded result may be off by half a unit to each side.
*/

import {ELEMENTARY} from "./elementary.js";

const RISING = new Set(
  "sigma tanh relu leaky_relu step leaky_step arctan softplus bipolar exp ln sqrt".split(" "));
const UNROUNDED = new Set(["relu", "step", "leaky_step"]); // they choose and do not calculate
const TINY = 1e-12;
const [OF_ZERO, OF_INFINITY, FARTHEST] = [-300, 300, 350]; // powers of ten

export function walked(reader, tree, values) {
  if (typeof tree === "number") return values[tree];
  if (typeof tree === "string") return tree;
  const [operation, ...parts] = tree;
  return reader[operation](...parts.map((part) => walked(reader, part, values)));
}

/* NaN is passed over. */
const lowest = (...values) => values.reduce((low, each) => (each < low || low !== low ? each : low));
const highest = (...values) => values.reduce((high, each) => (each > high || high !== high ? each : high));

const numberOr0 = (value) => (value === value ? value : 0);

/* The power of ten of a number's first digit: of 0.0822 it is -2. */
function exponentOf(value) {
  const size = Math.abs(value);
  if (!(size > 0 && size < Infinity)) return value === 0 ? OF_ZERO : OF_INFINITY;
  return Math.floor(Math.log10(size) + TINY);
}

const tens = Array.from({length: 2 * FARTHEST + 1}, (_, at) => Number(`1e${at - FARTHEST}`)); // 10 ** -4 may miss the nearest float
const tenTo = (power) => tens[power + FARTHEST];

export class ByHand {
  constructor({decimals = null, figures = null}) {
    this.unitHalf = decimals === null ? null : 0.5 * tenTo(-decimals);
    this.figures = figures;
  }

  /* Half a unit of the last digit that a number of this size is rounded to. */
  half(value) {
    if (this.unitHalf !== null) return this.unitHalf;
    return this.figures === null ? 0 : 0.5 * tenTo(exponentOf(value) - this.figures + 1);
  }

  given(number) {
    return [Number(number), Number(number)];
  }

  rounded(box) {
    if (this.#isExact(box)) return box;
    return [box[0] - this.half(box[0]), box[1] + this.half(box[1])];
  }

  /* A single number that has no more digits than it is rounded to. */
  #isExact([low, high]) {
    const unit = 2 * this.half(low);
    const steps = low / unit;
    return low === high && (unit === 0 || Math.abs(steps - Math.floor(steps + 0.5)) <= 1e-9);
  }

  either(one, other) {
    return [lowest(one[0], other[0]), highest(one[1], other[1])];
  }

  negative([low, high]) {
    return [0 - high, 0 - low];
  }

  multiplied(first, ...others) {
    return others.reduce((found, part) => this.rounded(this.times(found, part)), first);
  }

  /* In whatever order: to decimals only single numbers need rounding, to figures every sum on the way. */
  added(...parts) {
    const [low, high] = parts.reduce((sum, part) => [sum[0] + part[0], sum[1] + part[1]]);
    if (this.unitHalf === null) {
      const between = parts.length > 2 ? (parts.length - 2) * this.half(largestPartialSum(parts)) : 0;
      return this.rounded([low - between, high + between]);
    }
    const off = parts.filter((part) => part[0] === part[1] && !this.#isExact(part)).length * this.unitHalf;
    return [low - off, high + off];
  }

  /* 0 times infinity is 0, as it is where the infinite end is only a bound. */
  times([a, b], [c, d]) {
    const [one, two, three, four] = [numberOr0(a * c), numberOr0(a * d), numberOr0(b * c), numberOr0(b * d)];
    return [Math.min(one, two, three, four), Math.max(one, two, three, four)];
  }

  /* Everything, if 0 is in the box. */
  inverse([low, high]) {
    return low <= 0 && high >= 0 ? [-Infinity, Infinity] : [1 / high, 1 / low];
  }

  weighted(weight, box) {
    return weight[0] === 0 && weight[1] === 0 ? [0, 0] : this.rounded(this.times(weight, box));
  }

  largest(...boxes) {
    return [highest(...boxes.map(([low]) => low)), highest(...boxes.map(([, high]) => high))];
  }

  power(base, exponent) {
    if (exponent === undefined) return [-Infinity, Infinity];
    const number = Number(exponent);
    if (number < 0) return this.inverse(this.power(base, -number));
    const [low, high] = base;
    const ends = base.map((each) => ELEMENTARY.power(each, number));
    const least = number % 2 === 0 && low < 0 && high > 0 ? 0 : lowest(...ends);
    return [least, highest(...ends)];
  }

  /* What a logarithm has not is infinitely far. */
  rising(name, box) {
    const [low, high] = box.map(ELEMENTARY[name]);
    return [low === low ? low : -Infinity, high === high ? high : Infinity];
  }

  /* From a calculator, or operation by operation. */
  function(name, box) {
    if (!RISING.has(name)) {
      // sine and cosine: never steeper than 1
      const [middle, reach] = [ELEMENTARY[name]((box[0] + box[1]) / 2), (box[1] - box[0]) / 2];
      return this.rounded([middle - reach, middle + reach]);
    }
    const found = this.rising(name, box);
    if (UNROUNDED.has(name)) return found;
    const rounded = this.rounded(found);
    if (name === "leaky_relu") return box.map((end, at) => (end > 0 ? found[at] : rounded[at]));
    const worked = this.#worked(name, box, found);
    return worked ? this.either(rounded, worked) : rounded;
  }

  #worked(name, box, found) {
    if (name === "sigma") return this.#sigmoid(box);
    if (name === "bipolar") return this.rounded(this.#sigmoid(box).map((end) => 2 * end - 1));
    if (name === "tanh") return this.#tanh(box, found);
    if (name !== "softplus") return null;
    const grown = this.rounded(this.rising("exp", box));
    return this.rounded(this.rising("ln", this.rounded(grown.map((end) => 1 + end))));
  }

  #sigmoid(box) {
    const [low, high] = this.rounded(this.rising("exp", this.negative(box)));
    const below = [Math.max(low, 0), high].map((end) => 1 + end); // a power of e is not negative
    return this.rounded(this.inverse(this.rounded(below)));
  }

  /* (e^z - e^-z) / (e^z + e^-z): the same e^z stands in both, so its error is bounded, not its box. */
  #tanh([low, high], found) {
    const nearest = low <= 0 && high >= 0 ? 0 : lowest(Math.abs(low), Math.abs(high));
    const bottom = Math.exp(nearest) + Math.exp(-nearest);
    const most = highest(Math.abs(found[0]), Math.abs(found[1]));
    const figures = this.figures === null ? 0 : 0.5 * tenTo(1 - this.figures) * (1 + 4 * most);
    const off = 1.02 * (this.unitHalf === null ? figures : (3 * this.unitHalf * (1 + most)) / bottom);
    return this.rounded([found[0] - off, found[1] + off]);
  }
}

/* No sum of some of the parts is larger. */
function largestPartialSum(parts) {
  const up = parts.reduce((sum, [, high]) => sum + highest(high, 0), 0);
  const down = parts.reduce((sum, [low]) => sum - lowest(low, 0), 0);
  return highest(up, down);
}

export const EXACTLY = {
  given: Number,
  rounded: (value) => value,
  either: (first) => first,
  negative: (value) => 0 - value,
  multiplied: (...parts) => parts.reduce((found, part) => found * part),
  added: (...parts) => parts.reduce((sum, part) => sum + part),
  times: (one, other) => one * other,
  inverse: (value) => ELEMENTARY.divide(1, value),
  weighted: (weight, value) => (weight === 0 ? 0 : weight * value),
  largest: (...values) => ELEMENTARY.max(...values),
  power: (base, exponent) => ELEMENTARY.power(base, Number(exponent)),
  rising: (name, value) => ELEMENTARY[name](value),
  function: (name, value) => ELEMENTARY[name](value),
};
