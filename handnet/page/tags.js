/* Tags in a picture: a quantity with its number, and a second number when there is one to show.

  new Tag(panel, part)     part: {kind, rows, x, y, wide, high} as placing.js gives
    .element               to be put into the SVG
    .showNames()  .showNumbers()      touches only what changed
    .note(quantity, arrow) a second quantity, or null; with an arrow instead of its symbol, or none
    .mark(own, used)       sets of quantities: the one worked out, and those it is worked out from
    .fade(isLater)         what is not worked out yet
*/

import {signed, svgElement} from "./axes.js";
import {make, makeMath, setFlag, setText} from "./dom.js";
import {writeNumber} from "./digits.js";

const MOST_FIGURES = 6; // longer numbers are cut to …
const SHORT = 4; // … so many figures, a second number to …
const SHORTER = 3;
const AROUND = 40; // room for what is larger than its tag: nothing is clipped

/* A quantity's number, short enough for a picture. */
export function shortNumber({calculation}, quantity, figures = SHORT) {
  const text = calculation.text(quantity);
  const value = calculation.value(quantity);
  const isLong = text.length > MOST_FIGURES && Number.isFinite(value);
  return signed(isLong ? writeNumber(value, {significant: figures}) : text);
}

export class Tag {
  #noted = null;
  #arrow = false;

  constructor(panel, {kind, rows, x, y, wide, high, symbols = true}) {
    Object.assign(this, {panel, kind, symbols});
    this.rows = rows.map((quantity) => new TagRow(panel, quantity));
    this.second = new TagRow(panel, null, SHORTER);
    this.second.element.classList.add("handnet-second");
    this.second.element.hidden = true;
    this.box = make("div", {class: `handnet-tag handnet-tag-${kind}`});
    this.box.append(...this.rows.map((row) => row.element), this.second.element);
    const [width, height] = [wide + 2 * AROUND, high + 2 * AROUND];
    const room = {x: x - width / 2, y: y - height / 2, width, height};
    this.element = svgElement("foreignObject", {...room, class: "handnet-tag-room"});
    this.element.append(make("div", {class: "handnet-tag-middle"}, this.box));
  }

  showNames() {
    for (const row of this.rows) row.showName(this.symbols);
    if (this.#noted !== null) this.second.showName(!this.#arrow);
  }

  showNumbers() {
    for (const row of this.rows) row.showNumber();
    if (this.#noted === null) return;
    this.second.showNumber();
    if (this.#arrow) this.second.showArrow();
  }

  note(quantity, arrow = false) {
    if (quantity === this.#noted && arrow === this.#arrow) return;
    this.#noted = this.second.quantity = quantity;
    this.#arrow = arrow;
    this.second.element.hidden = quantity === null;
    if (quantity === null) return;
    this.second.showName(!arrow);
    this.showNumbers();
  }

  mark(own, used) {
    let isOwn = false;
    let isUsed = false;
    for (const row of [...this.rows, this.second]) {
      row.mark(own.has(row.quantity), used.has(row.quantity));
      isOwn ||= own.has(row.quantity);
      isUsed ||= used.has(row.quantity);
    }
    setFlag(this.box, "handnet-own", isOwn);
    setFlag(this.box, "handnet-used", isUsed && !isOwn);
  }

  fade(isLater) {
    for (const row of [...this.rows, this.second]) setFlag(row.element, "handnet-later", isLater(row.quantity));
  }
}

class TagRow {
  constructor(panel, quantity, figures) {
    Object.assign(this, {panel, quantity, figures});
    this.symbol = make("span", {class: "handnet-tag-symbol"});
    this.number = make("span", {class: "handnet-tag-number"});
    this.element = make("div", {class: "handnet-tag-row"}, this.symbol, this.number);
  }

  showName(wanted) {
    this.symbol.replaceChildren(...(wanted ? [makeMath(this.panel.say(this.quantity))] : []));
    this.element.title = this.panel.name(this.quantity);
  }

  showNumber() {
    setText(this.number, shortNumber(this.panel, this.quantity, this.figures));
  }

  /* Which way a step of descent moves the weight: against the sign of its gradient. */
  showArrow() {
    const gradient = this.panel.calculation.value(this.quantity);
    setText(this.symbol, gradient > 0 ? "\u2193" : gradient < 0 ? "\u2191" : "\u00b7");
  }

  mark(isOwn, isUsed) {
    setFlag(this.element, "handnet-row-own", isOwn);
    setFlag(this.element, "handnet-row-used", isUsed);
  }
}
