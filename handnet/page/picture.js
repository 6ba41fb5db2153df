/* The network as a picture: units with their numbers, edges as thick as their weights, the loss.

  pictureView(panel)     drawn again when the choices change; numbers only change what they change

A negative weight is dashed, besides its colour. The selected line's own quantity gets a thick frame, what
it is worked out from a thin one. Where there are many edges, numbers show under the pointer and where a
line is selected.
*/

import {svgElement} from "./axes.js";
import {make, setFlag} from "./dom.js";
import {placed} from "./placing.js";
import {Tag} from "./tags.js";

const LABEL_SIZE = {wide: 60, high: 24};
const SMALLEST_SCALE = 0.72; // smaller than this it is not read any more: then it scrolls

export function pictureView(panel) {
  const element = make("figure", {class: "handnet-picture"});
  let drawing = null;

  function update(what) {
    if (what === "choices") {
      drawing = panel.data.picture ? new Drawing(panel) : null;
      element.replaceChildren(...(drawing ? drawing.elements : []));
      element.hidden = !drawing;
    }
    if (!drawing) return;
    if (what !== "selection") drawing.showNumbers();
    if (what !== "numbers") drawing.showSelection();
  }
  update("choices");
  return {element, update};
}

class Drawing {
  constructor(panel) {
    this.panel = panel;
    const {width, height, parts, edges, dots, crowded} = placed(panel.data, panel.state);
    const weights = edges.filter(({weight}) => weight !== null);
    this.crowded = crowded;
    const label = `Picture: ${panel.data.title}`;
    this.svg = svgElement("svg", {viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label});
    this.svg.style.minWidth = `${Math.min(width, 1200) * SMALLEST_SCALE}px`;
    this.svg.style.maxWidth = `${width * 1.25}px`;
    const scale = Math.max(1, ...weights.map(({weight}) => Math.abs(panel.calculation.original(weight) ?? 0)));
    this.edges = edges.map((edge) => new Edge(panel, edge, scale, this.crowded));
    this.parts = parts.map((part) => ({...part, tag: new Tag(panel, part)}));
    this.tags = [...this.edges.filter(({tag}) => tag), ...this.parts];
    this.#append(dots);
    this.svg.addEventListener("click", (event) => this.#clicked(event));
    this.elements = [make("div", {class: "handnet-scroll"}, this.svg), this.#legend()];
    for (const {tag} of this.tags) tag.showNames();
  }

  #append(dots) {
    this.svg.append(...this.edges.map(({line}) => line));
    const dotted = {class: "handnet-dots", "text-anchor": "middle"};
    for (const [x, y] of dots) this.svg.append(svgElement("text", {x, y, ...dotted}, "\u22ee"));
    for (const {place, tag} of this.tags) {
      if (place) tag.box.dataset.place = place;
      this.svg.append(tag.element);
    }
  }

  #legend() {
    const words = ["The thicker a line, the larger the weight; dashed: below zero."];
    if (this.crowded) words.push("Point at a line to read its weight.");
    if (this.panel.state.gradients) {
      words.push("Beside each weight: its gradient, and where a step moves the weight, \u2191 up or \u2193 down.");
    }
    return make("figcaption", {}, words.join(" "));
  }

  // --- numbers ---

  showNumbers() {
    for (const edge of this.edges) edge.show();
    for (const {tag} of this.parts) tag.showNumbers();
  }

  // --- the selected line ---

  showSelection() {
    const {panel} = this;
    const line = panel.line();
    const own = new Set(line ? [line.quantity] : []);
    const used = new Set(line ? line.args : []);
    const shown = new Set(this.tags.flatMap(({rows, weight}) => rows ?? [weight]));
    const noteAt = line && !shown.has(line.quantity) ? panel.data.places[line.quantity] : null;
    const isLater = (quantity) => panel.isLater(quantity);
    for (const each of this.tags) {
      const hasNote = noteAt !== null && each.place === noteAt && each.kind !== "unit" && each.kind !== "input";
      if (hasNote && this.#isOfSample(line.quantity)) each.tag.note(line.quantity);
      else each.tag.note(...this.#gradientOf(each));
      each.tag.mark(own, used);
      each.tag.fade(isLater);
      each.mark?.(own, used, noteAt);
    }
  }

  #isOfSample(quantity) {
    const sample = this.panel.data.samples[quantity];
    return sample === 0 || sample === this.panel.state.sample;
  }

  #gradientOf({weight, kind, rows}) {
    const parameter = weight ?? (kind === "bias" ? rows[0] : null);
    const wanted = this.panel.state.gradients && parameter !== null;
    const gradient = wanted ? this.panel.gradientOf(parameter) : null;
    return gradient === null ? [null] : [gradient, true];
  }

  /* A click on a part selects its lines one after another. */
  #clicked(event) {
    const place = event.target.closest?.("[data-place]")?.dataset.place;
    if (!place) return;
    const {panel} = this;
    const isHere = ({quantity}) => panel.data.places[quantity] === place && this.#isOfSample(quantity);
    const here = panel.calculation.lines.filter(isHere);
    if (!here.length) return;
    const next = here.findIndex(({number}) => number === panel.state.selected) + 1;
    panel.select(here[next % here.length].number);
  }
}

class Edge {
  #width = "";
  #negative = null;

  constructor(panel, {place, weight, from, to, label, few}, scale, crowded) {
    Object.assign(this, {panel, place, weight, scale, crowded});
    const ends = {x1: from[0], y1: from[1], x2: to[0], y2: to[1]};
    this.line = svgElement("line", {...ends, class: `handnet-edge ${weight === null ? "handnet-edge-loss" : ""}`});
    this.tag = null;
    if (weight === null) return;
    this.line.dataset.place = place;
    this.line.append(svgElement("title", {}, panel.name(weight)));
    const [x, y] = label;
    this.tag = new Tag(panel, {kind: "edge", rows: [weight], x, y, ...LABEL_SIZE, symbols: few});
    setFlag(this.tag.element, "handnet-hidden", crowded);
    if (!crowded) return;
    this.line.addEventListener("pointerenter", () => this.#point(true));
    this.line.addEventListener("pointerleave", () => this.#point(false));
  }

  #point(over) {
    this.over = over;
    this.#showTag();
  }

  #showTag() {
    const hidden = this.crowded && !this.over && !this.lit;
    setFlag(this.tag.element, "handnet-hidden", hidden);
    if (!hidden) this.tag.showNumbers();
  }

  show() {
    if (this.weight === null) return;
    const value = this.panel.calculation.value(this.weight);
    const width = (1 + 5 * Math.min(1, Math.abs(value) / this.scale)).toFixed(1);
    const negative = value < 0;
    if (width !== this.#width) this.line.style.strokeWidth = this.#width = width;
    if (negative !== this.#negative) setFlag(this.line, "handnet-negative", (this.#negative = negative));
    if (!this.crowded || this.over || this.lit) this.tag.showNumbers();
  }

  mark(own, used, noteAt) {
    const isOwn = own.has(this.weight) || (noteAt !== null && noteAt === this.place);
    this.lit = isOwn || used.has(this.weight);
    setFlag(this.line, "handnet-own", isOwn);
    setFlag(this.line, "handnet-used", used.has(this.weight) && !isOwn);
    if (this.crowded) this.#showTag();
  }
}
