/* Axes of a picture of numbers: where ticks stand and how they read, and the frame drawn with them.

  ticksBetween(low, high, most, least)   {values, texts}: round numbers, evenly apart, by `least` at least
  decadesBetween(low, high, most)     the same on a logarithmic scale: powers of ten
  signed(text)                        "3.04e-05" as it stands in words: 3.04 × 10⁻⁵
  clippedSegment(from, to, box)       what of a segment lies in a box; null if nothing does
  svgElement(name, attributes, text)  one element of SVG
  class Frame                         a box with ticks around it: .x(value), .y(value), .draw(svg)
  class Labels                        texts that do not lie on each other
  nextFrame(draw)                     a function that draws once before the next paint, however often called
*/

import {writeNumber} from "./digits.js";

const SVG = "http://www.w3.org/2000/svg";
const RAISED = {"-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹"};
const CHARACTER = 8; // width of a bold figure in a text of 13 units, a little more than it has
const LABEL_GAP = 3; // between texts on one line
const MOST_PARTS = 200; // of one piece of a line that is kept free
const MOST_TICK_FIGURES = 17;

// --- ticks ---

export function ticksBetween(low, high, most, least = 0) {
  const step = Math.max(roundStep((high - low) / most), least);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const values = [];
  // never endless: a range too narrow for floats has steps that do not move
  for (let count = first; count <= last && values.length <= 2 * most; count++) values.push(timesStep(count, step));
  return {values, texts: values.map((value) => tickText(value, step, Math.max(Math.abs(low), Math.abs(high))))};
}

/* The smallest of 1, 2, 5 times a power of ten that is not below the size asked for. */
export function roundStep(size) {
  const power = Math.floor(Math.log10(size));
  const found = [1, 2, 5, 10].find((each) => Number(`${each}e${power}`) >= size * (1 - 1e-9));
  return Number(`${found}e${power}`);
}

/* count * step without the dust of floats: 3 * 0.1 is 0.3. */
function timesStep(count, step) {
  return Number((count * step).toPrecision(15));
}

function tickText(value, step, largest) {
  if (value === 0) return "0";
  const place = Math.floor(Math.log10(step) + 1e-9);
  if (largest < 1e6 && place >= -5) return signed(value.toFixed(Math.max(0, -place)));
  const figures = Math.floor(Math.log10(Math.abs(value)) + 1e-9) - place + 1;
  return signed(value.toExponential(Math.max(0, Math.min(figures, MOST_TICK_FIGURES) - 1)));
}

export function decadesBetween(low, high, most) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / most));
  const powers = [];
  for (let power = first; power <= last; power += every) powers.push(power);
  const plain = powers.every((power) => power >= -4 && power <= 4);
  return {
    values: powers.map((power) => Number(`1e${power}`)),
    texts: powers.map((power) => (plain ? String(Number(`1e${power}`)) : `10${raised(power)}`)),
  };
}

function raised(power) {
  return [...String(power)].map((sign) => RAISED[sign]).join("");
}

export function signed(text) {
  const [mantissa, power] = text.split("e");
  const plain = mantissa.replace("-", "−");
  if (power === undefined) return plain;
  return `${plain === "1" || plain === "−1" ? plain.slice(0, -1) : `${plain}\u00a0×\u00a0`}10${raised(Number(power))}`;
}

/* A number in a sentence or a label: as the panel writes it, six figures where it writes all. */
export function spoken(value, digits) {
  const all = digits.decimals === undefined && digits.significant === undefined;
  return signed(writeNumber(value, all ? {significant: 6} : digits));
}

// --- lines in a box ---

/* Liang and Barsky (1984): the part of the segment in the box {left, right, top, bottom}. */
export function clippedSegment([x0, y0], [x1, y1], {left, right, top, bottom}) {
  if (![x0, y0, x1, y1].every(Number.isFinite)) return null;
  let [start, end] = [0, 1];
  for (const [move, room] of [
    [x0 - x1, x0 - left],
    [x1 - x0, right - x0],
    [y0 - y1, y0 - top],
    [y1 - y0, bottom - y0],
  ]) {
    if (move === 0 && room < 0) return null;
    if (move < 0) start = Math.max(start, room / move);
    if (move > 0) end = Math.min(end, room / move);
  }
  if (start > end) return null;
  const at = (part) => [x0 + part * (x1 - x0), y0 + part * (y1 - y0)];
  return [at(start), at(end)];
}

export function isInside([x, y], {left, right, top, bottom}) {
  return x >= left - 0.01 && x <= right + 0.01 && y >= top - 0.01 && y <= bottom + 0.01;
}

// --- drawing ---

export function svgElement(name, attributes = {}, text = null) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== null) element.textContent = text;
  return element;
}

export function polyline(points, kind) {
  const written = points.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`);
  return svgElement("polyline", {points: written.join(" "), class: kind});
}

/* A box for values from x[0] to x[1] and y[0] to y[1]; `logarithmic` is about the y axis,
   `whole` about x: there is no half an update. */
export class Frame {
  constructor(box, x, y, {logarithmic = false, whole = false} = {}) {
    Object.assign(this, {box, xRange: x, yRange: y, logarithmic, whole});
    const scale = logarithmic ? Math.log : (value) => value;
    const [bottom, top] = y.map(scale);
    this.x = (value) => box.left + ((value - x[0]) / (x[1] - x[0])) * (box.right - box.left);
    this.y = (value) => box.bottom - ((scale(value) - bottom) / (top - bottom)) * (box.bottom - box.top);
  }

  at(x, y) {
    return [this.x(x), this.y(y)];
  }

  draw(svg) {
    const {left, right, top, bottom} = this.box;
    const size = {x: left, y: top, width: right - left, height: bottom - top};
    svg.append(svgElement("rect", {class: "handnet-plot-frame", ...size}));
    const {values, texts} = ticksBetween(...this.xRange, (right - left) / 70, this.whole ? 1 : 0);
    values.forEach((value, place) => {
      const x = this.x(value);
      svg.append(svgElement("line", {class: "handnet-plot-grid", x1: x, x2: x, y1: top, y2: bottom}));
      svg.append(svgElement("text", {class: "handnet-plot-tick", x, y: bottom + 18, "text-anchor": "middle"}, texts[place]));
    });
    const most = (bottom - top) / 40;
    const up = this.logarithmic ? decadesBetween(...this.yRange, most) : ticksBetween(...this.yRange, most);
    up.values.forEach((value, place) => {
      const y = this.y(value);
      svg.append(svgElement("line", {class: "handnet-plot-grid", x1: left, x2: right, y1: y, y2: y}));
      svg.append(svgElement("text", {class: "handnet-plot-tick", x: left - 7, y: y + 4.5, "text-anchor": "end"}, up.texts[place]));
    });
  }

}

/* Texts in a box, each only where it lies on no other and on nothing that is to be kept free. */
export class Labels {
  #taken = [];

  constructor(svg, box) {
    this.svg = svg;
    this.box = box;
  }

  keepFree(points, radius) {
    for (const [x, y] of points) this.#taken.push([x - radius, x + radius, y - radius, y + radius]);
  }

  /* No text lies on the line through the points. */
  keepLineFree(points) {
    points.forEach(([x1, y1], place) => {
      const [x0, y0] = points[Math.max(place - 1, 0)];
      const parts = Math.min(Math.ceil(Math.hypot(x1 - x0, y1 - y0) / LABEL_GAP), MOST_PARTS) || 1;
      for (let part = 1; part <= parts; part++) {
        this.keepFree([[x0 + (part / parts) * (x1 - x0), y0 + (part / parts) * (y1 - y0)]], 1);
      }
    });
  }

  /* Tries the places beside the point in turn; `must` writes it at the first that is in the box. */
  put(text, [x, y], kind, {must = false, near = 10} = {}) {
    const width = text.length * CHARACTER;
    const places = [1, 2, 3, 4, 5]
      .map((times) => times * near)
      .flatMap((far) => [
        [x - width / 2, y - far],
        [x + far, y - far],
        [x - far - width, y - far],
        [x - width, y - far],
        [x, y - far],
        [x - width / 2, y + far + 10],
        [x + far, y + far + 10],
        [x - far - width, y + far + 10],
      ])
      .map(([start, base]) => [start, start + width, base - 11, base + 3]);
    return this.#write(text, places, kind, must);
  }

  /* On the point itself, for the number of a line that goes through it. */
  putOn(text, [x, y], kind) {
    const half = (text.length * CHARACTER) / 2 + 2;
    return this.#write(text, [[x - half, x + half, y - 7, y + 7]], kind, false);
  }

  #write(text, places, kind, must) {
    const {left, right, top, bottom} = this.box;
    const inside = places.filter(([a, b, c, d]) => a >= left && b <= right && c >= top && d <= bottom);
    const isFree = ([a, b, c, d]) => this.#taken.every(([e, f, g, h]) => b + LABEL_GAP < e || a > f + LABEL_GAP || d < g || c > h);
    const found = inside.find(isFree) ?? (must ? (inside[0] ?? places[0]) : undefined);
    if (!found) return false;
    this.#taken.push(found);
    const [a, b, , d] = found;
    this.svg.append(svgElement("text", {class: kind, x: (a + b) / 2, y: d - 3, "text-anchor": "middle"}, text));
    return true;
  }
}

export function nextFrame(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}
