/* The pictures of a landscape: a curve with its tangent, or lines of equal loss, and a path of descent.

  drawAlongOne(svg, landscape, ranges, path, write)    {lowest, isEqual}
  drawOverTwo(svg, landscape, ranges, path)            {lowest, isEqual}
  landscapeWords(landscape, ranges, drawn, name, write)   what is seen; `drawn` is what a drawing gave
  pathWords(landscape, path, ranges, name, write)         what became of the path

`ranges` has [low, high] for each parameter. `lowest` is the point and the loss of what is lowest in
the picture; null if no loss there is finite.
*/

import {Frame, Labels, clippedSegment, isInside, polyline, signed, svgElement} from "./axes.js";
import {contourLevels, contourLines, evenly, lossGrid} from "./contours.js";
import {growthsOf, jumpsOf} from "./descent.js";
import {lossRange} from "./curve.js";

const ONE_BOX = {left: 76, right: 536, top: 14, bottom: 306};
const ONE_SIZE = [560, 340];
const TWO_BOX = {left: 76, right: 476, top: 14, bottom: 414};
const TWO_SIZE = [500, 448];
const CURVE_POINTS = 201;
const GRID_POINTS = 41;
const MOST_LEVELS = 12;
const CLEAR = 14; // dots nearer to a numbered one have no number of their own
const TANGENT = 150; // its length on either side of the point
const LABELLED = [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9]; // where along a line its number may stand

export function drawAlongOne(svg, landscape, [range], path, write) {
  const places = evenly(...range, CURVE_POINTS);
  const losses = places.map((place) => landscape.loss([place]));
  resize(svg, ONE_SIZE);
  const finite = losses.filter(Number.isFinite);
  if (!finite.length) return {lowest: null, isEqual: false};
  const {low, high} = {...lossRange(finite), ...evenRange(finite)};
  const frame = new Frame(ONE_BOX, range, [low, high]);
  frame.draw(svg);
  const runs = finiteRuns(places.map((place, at) => frame.at(place, losses[at])));
  svg.append(...runs.map((run) => polyline(run, "handnet-plot-loss")));
  const now = frame.at(landscape.start[0], landscape.loss(landscape.start));
  const labels = new Labels(svg, ONE_BOX);
  for (const run of runs) labels.keepLineFree(run);
  const tangent = drawTangent(svg, frame, landscape, now);
  drawPath(svg, labels, ONE_BOX, now, path.points.map(([w], at) => frame.at(w, path.losses[at])));
  if (tangent) labels.put(`slope ${write(tangent.slope)}`, tangent.end, "handnet-plot-value", {must: true});
  const at = losses.indexOf(Math.min(...finite));
  return {lowest: {point: [places[at]], loss: losses[at]}, isEqual: Math.max(...finite) === losses[at]};
}

/* Never logarithmic: a tangent is a straight line. */
function evenRange(losses) {
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const room = 0.06 * (high - low);
  return room > 0 ? {low: low - room, high: high + room} : {};
}

function finiteRuns(points) {
  const runs = [[]];
  for (const point of points) {
    if (point.every(Number.isFinite)) runs.at(-1).push(point);
    else if (runs.at(-1).length) runs.push([]);
  }
  return runs.filter((run) => run.length > 1);
}

/* Its slope, and the upper end of what is drawn of it; null where it is not in the picture. */
function drawTangent(svg, frame, landscape, [x, y]) {
  const [slope] = landscape.slope(landscape.start);
  const {xRange, yRange, box} = frame;
  const down = -slope * ((box.bottom - box.top) / (yRange[1] - yRange[0])) * ((xRange[1] - xRange[0]) / (box.right - box.left));
  if (!Number.isFinite(down) || !isInside([x, y], box)) return null;
  const part = TANGENT / Math.hypot(1, down);
  const line = clippedSegment([x - part, y - part * down], [x + part, y + part * down], box);
  if (!line) return null;
  svg.append(polyline(line, "handnet-plot-tangent"));
  return {slope, end: line[down > 0 ? 0 : 1]};
}

export function drawOverTwo(svg, landscape, ranges, path) {
  const grid = lossGrid((point) => landscape.loss(point), ...ranges.map((range) => evenly(...range, GRID_POINTS)));
  resize(svg, TWO_SIZE);
  const frame = new Frame(TWO_BOX, ...ranges);
  frame.draw(svg);
  const levels = contourLevels(grid.values, MOST_LEVELS);
  const lines = levels.flatMap((level) =>
    contourLines(grid, level).map((line) => ({level, line: line.map(([x, y]) => frame.at(x, y))})),
  );
  for (const {line} of lines) svg.append(polyline(line, "handnet-plot-contour"));
  const labels = new Labels(svg, TWO_BOX);
  const now = frame.at(...landscape.start);
  drawPath(svg, labels, TWO_BOX, now, path.points.map((point) => frame.at(...point)));
  for (const {level, line} of lines) labelLine(labels, line, level);
  return {lowest: lowestOf(grid), isEqual: levels.length === 0};
}

function labelLine(labels, line, level) {
  LABELLED.some((part) => labels.putOn(short(level), line[Math.floor(part * (line.length - 1))], "handnet-plot-level"));
}

/* A place or a level: four figures, and no zeros at the end. */
function short(value) {
  return signed(String(Number(value.toPrecision(4))));
}

function lowestOf({xs, ys, values}) {
  let at = -1;
  values.forEach((value, place) => {
    if (Number.isFinite(value) && !(value >= values[at])) at = place;
  });
  if (at < 0) return null;
  return {point: [xs[at % xs.length], ys[Math.floor(at / xs.length)]], loss: values[at]};
}

/* The present point as a ring, the path from it as a line with a numbered dot after each update. */
function drawPath(svg, labels, box, now, points) {
  points.slice(1).forEach((point, place) => {
    const line = clippedSegment(points[place], point, box);
    if (line) svg.append(polyline(line, "handnet-plot-path"));
  });
  const dots = points.map((point, update) => ({point, update})).filter(({point, update}) => update && isInside(point, box));
  labels.keepFree(dots.map(({point}) => point), 3);
  for (const {point: [cx, cy]} of dots) svg.append(svgElement("circle", {class: "handnet-plot-dot", cx, cy, r: 3}));
  if (isInside(now, box)) {
    const [cx, cy] = now;
    svg.append(svgElement("circle", {class: "handnet-plot-now", cx, cy, r: 6}));
    labels.keepFree([now], 6);
    labels.put("now", now, "handnet-plot-value", {must: true});
  }
  const last = dots.pop();
  if (!last) return;
  labels.put(String(last.update), last.point, "handnet-plot-value", {must: true});
  const numbered = [last.point];
  for (const {point, update} of dots) {
    const isClear = numbered.every((other) => Math.hypot(point[0] - other[0], point[1] - other[1]) > CLEAR);
    if (isClear && labels.put(String(update), point, "handnet-plot-number", {near: 6})) numbered.push(point);
  }
}

function resize(svg, [width, height]) {
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren();
}

// --- words ---

export function landscapeWords({calculation, parameters}, ranges, {lowest, isEqual}, name, write) {
  const J = name(calculation.data.loss);
  const over = parameters.map((each, place) => `${name(each)} from ${ranges[place].map(short).join(" to ")}`);
  const words = `${J} ${parameters.length === 1 ? "along" : "over"} ${over.join(" and ")}.`;
  if (!lowest) return `${words} It is no finite number anywhere in the picture.`;
  if (isEqual) return `${words} It is the same everywhere in the picture: ${write(lowest.loss)}.`;
  const at = parameters.map((each, place) => `${name(each)} = ${short(lowest.point[place])}`).join(", ");
  return `${words} It is lowest, of what is drawn, at ${at}: ${write(lowest.loss)}.`;
}

/* The slope, where the path leads, and what is odd about it. */
export function pathWords(landscape, path, ranges, name, write) {
  const {calculation, parameters, start} = landscape;
  const J = name(calculation.data.loss);
  const {points, losses, left} = path;
  const count = points.length - 1;
  const where = (text) => parameters.map((each, place) => `${name(each)} = ${text(each, place)}`).join(", ");
  const now = where((each) => signed(calculation.text(each)));
  const end = where((_, place) => write(points[count][place]));
  const words = [`Now ${now} and ${J} = ${write(losses[0])}.`];
  if (parameters.length === 1) words.push(`The slope here is ${write(landscape.slope(start)[0])}.`);
  if (count) words.push(`${counted(count)} ${count === 1 ? "leads" : "lead"} to ${end} and ${J} = ${write(losses[count])}.`);
  if (left) words.push("There the path ends: the next numbers are beyond all floats.");
  const growths = growthsOf(path);
  if (growths) words.push(`${J} grew at ${counted(growths)}.`);
  const jumps = jumpsOf(path);
  if (jumps) words.push(`${counted(jumps)} jumped across a bottom.`);
  const isOutside = (point) => point.some((each, place) => each < ranges[place][0] || each > ranges[place][1]);
  const outside = points.findIndex(isOutside);
  if (outside === 0) words.push("The path begins outside of the picture.");
  if (outside > 0) words.push(`Update ${outside} leaves the picture, and the path is cut off there.`);
  return words.join(" ");
}

function counted(updates) {
  return `${updates} ${updates === 1 ? "update" : "updates"}`;
}
