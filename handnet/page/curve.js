/* The loss over the steps of descent that were taken: a line through what calculation.history keeps.

  curveView(panel)             {element, update}
  lossRange(losses)            {low, high, logarithmic}: what the axis of J shows
  curveWords(points, write)    what is seen, in words
*/

import {Frame, Labels, nextFrame, polyline, spoken, svgElement} from "./axes.js";
import {make, setText} from "./dom.js";

const CURVE_BOX = {left: 76, right: 536, top: 14, bottom: 176};
const CURVE_SIZE = [560, 214];
const TWO_DECADES = 100;

/* Logarithmic where J falls over decades; a little room above and below. */
export function lossRange(losses) {
  const finite = losses.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const logarithmic = low > 0 && high / low >= TWO_DECADES && Number.isFinite(high / low);
  if (logarithmic) return {low: low / 1.3, high: high * 1.3, logarithmic};
  const room = high > low ? 0.06 * (high - low) : 0.05 * Math.abs(high) || 1;
  return {low: low - room, high: high + room, logarithmic};
}

export function curveWords(points, write) {
  const last = points.findLast(({loss}) => Number.isFinite(loss));
  const updates = points.at(-1).updates;
  const steps = `${updates} ${updates === 1 ? "update" : "updates"}`;
  if (!last) return `The loss over ${steps} is no finite number.`;
  const first = points.find(({loss}) => Number.isFinite(loss));
  const lowest = points.reduce((best, each) => (each.loss < best.loss ? each : best), first);
  const words = [`The loss over ${steps}: from ${write(first.loss)} to ${write(last.loss)}.`];
  if (lowest.loss < last.loss && lowest !== first) {
    words.push(`It was lowest after update ${lowest.updates}: ${write(lowest.loss)}.`);
  }
  if (last !== points.at(-1)) words.push(`After update ${last.updates} it is no finite number.`);
  return words.join(" ");
}

function drawLossCurve(svg, points, write) {
  const finite = points.filter(({loss}) => Number.isFinite(loss));
  svg.replaceChildren();
  if (!finite.length) return;
  const {low, high, logarithmic} = lossRange(finite.map(({loss}) => loss));
  const updates = points.at(-1).updates;
  const frame = new Frame(CURVE_BOX, [0, updates], [low, high], {logarithmic, whole: true});
  frame.draw(svg);
  const places = finite.map((each) => frame.at(each.updates, each.loss));
  svg.append(polyline(places, "handnet-plot-loss"));
  if (finite.length <= 40) {
    for (const [cx, cy] of places) svg.append(svgElement("circle", {class: "handnet-plot-dot", cx, cy, r: 2.5}));
  }
  const [cx, cy] = places.at(-1);
  svg.append(svgElement("circle", {class: "handnet-plot-dot", cx, cy, r: 4.5}));
  const labels = new Labels(svg, CURVE_BOX);
  labels.keepLineFree(places);
  labels.put(write(finite.at(-1).loss), places.at(-1), "handnet-plot-value", {must: true});
}

export function curveView(panel) {
  const {calculation, data} = panel;
  const caption = make("figcaption");
  const svg = svgElement("svg", {viewBox: `0 0 ${CURVE_SIZE.join(" ")}`, role: "img"});
  const element = make("figure", {class: "handnet-plot"}, caption, svg);
  element.hidden = !data.updates || data.loss === null;

  const draw = nextFrame(() => {
    const points = calculation.history;
    const isTaken = points.length > 1;
    svg.toggleAttribute("hidden", !isTaken);
    if (!isTaken) {
      setText(caption, "No step of gradient descent was taken yet; the loss will be drawn here.");
      return;
    }
    const write = (loss) => spoken(loss, calculation.digits);
    const words = curveWords(points, write);
    const scale = lossRange(points.map(({loss}) => loss)).logarithmic ? " The scale is logarithmic." : "";
    setText(caption, words + scale);
    svg.setAttribute("aria-label", words);
    drawLossCurve(svg, points, write);
  });
  const update = (what) => {
    if (!element.hidden && what !== "selection") draw();
  };
  update("choices");
  return {element, update};
}
