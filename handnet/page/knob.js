/* One knob: the symbol of a given number, its slider, a field to type it, its range, and the way back.

  new Knob(panel, knob)      knob: one of data.knobs
    .element  .showNumber()  .showName()
*/

import {make, makeMath, setText} from "./dom.js";
import {valueOfText} from "./exact.js";
import {writeNumber} from "./digits.js";

const SLIDER_FIGURES = 12; // 0.15000000000000002 is the float dust of a slider's steps

export class Knob {
  constructor(panel, {quantity, low, high, step, text}) {
    Object.assign(this, {panel, quantity, low, high, step});
    this.name = make("span", {class: "handnet-knob-name", ondblclick: () => this.#reset()});
    this.slider = make("input", {type: "range", oninput: () => this.#slide()});
    this.field = make("input", {
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      class: "handnet-number",
      onchange: () => this.#typed(),
      onkeydown: (event) => this.#keyed(event),
    });
    this.back = make("button", {class: "handnet-small", onclick: () => this.#reset()}, "\u21ba");
    this.back.title = `back to ${text}`;
    this.opener = make("button", {class: "handnet-small", onclick: () => this.#openRange()}, "\u2026");
    this.opener.setAttribute("aria-expanded", "false");
    this.complaint = make("p", {class: "handnet-complaint", hidden: true});
    this.element = make("div", {class: "handnet-knob"});
    this.element.append(this.name, this.slider, this.field, this.back, this.opener, this.complaint);
    this.#setRange();
  }

  // --- what it shows ---

  showName() {
    const name = this.panel.name(this.quantity);
    this.name.replaceChildren(makeMath(this.panel.say(this.quantity)));
    this.name.title = `${name}: double-click sets it back`;
    this.slider.setAttribute("aria-label", name);
    this.field.setAttribute("aria-label", `${name}, typed`);
    this.back.setAttribute("aria-label", `set ${name} back`);
    this.opener.setAttribute("aria-label", `range of ${name}`);
    this.opener.title = `range of ${name}`;
  }

  showNumber() {
    const {calculation} = this.panel;
    const value = calculation.value(this.quantity);
    const text = calculation.text(this.quantity);
    const changed = value !== calculation.original(this.quantity);
    if (value === this.shown && text === this.field.value) return;
    if (value !== this.shown) this.#complain("");
    this.shown = value;
    if (Number.isFinite(value)) this.#widen(value);
    this.#place(value);
    this.slider.setAttribute("aria-valuetext", text);
    if (this.field.value !== text) this.field.value = text;
    this.back.style.visibility = changed ? "visible" : "hidden";
  }

  #setRange() {
    Object.assign(this.slider, {max: this.high, step: this.step});
  }

  /* A slider counts its steps from its lowest number on: they are laid through the number it shows. */
  #place(value) {
    const steps = Math.floor((value - this.low) / this.step + 1e-9);
    const lowest = Number((value - steps * this.step).toPrecision(SLIDER_FIGURES));
    this.slider.min = Number.isFinite(lowest) ? lowest : this.low;
    this.slider.value = value;
  }

  /* A number outside makes the range as wide as it needs, with some room beyond. */
  #widen(value) {
    if (value >= this.low && value <= this.high) return;
    const room = (value < this.low ? this.low - value : value - this.high) / 4;
    if (value < this.low) this.low = this.#onStep(value - room, Math.floor);
    else this.high = this.#onStep(value + room, Math.ceil);
    this.#setRange();
  }

  #onStep(value, round) {
    return Number((round(value / this.step) * this.step).toPrecision(SLIDER_FIGURES));
  }

  // --- what a person does ---

  #move(value, text) {
    this.panel.move(this.quantity, value, text);
  }

  #slide() {
    const value = Number(this.slider.valueAsNumber.toPrecision(SLIDER_FIGURES));
    this.#move(value, writeNumber(value, {}));
  }

  #typed() {
    const text = this.field.value.trim().replace("\u2212", "-");
    const value = valueOfText(text);
    if (Number.isFinite(value)) {
      this.#complain("");
      this.#move(value, text);
      return;
    }
    const kept = this.panel.calculation.text(this.quantity);
    this.field.value = kept;
    const found = `cannot read \u201c${text.slice(0, 20)}\u201d as a number`;
    this.#complain(`${found}; it stays ${kept}. Write it like 0.15, -2e-3 or 1/3`);
  }

  #keyed(event) {
    if (event.key === "Enter") this.#typed();
    const direction = {ArrowUp: 1, ArrowDown: -1}[event.key];
    if (!direction) return;
    event.preventDefault();
    const moved = this.panel.calculation.value(this.quantity) + direction * this.step;
    const value = Number(moved.toPrecision(SLIDER_FIGURES));
    if (Number.isFinite(value)) this.#move(value, writeNumber(value, {}));
  }

  #reset() {
    const {calculation} = this.panel;
    this.#move(calculation.original(this.quantity), calculation.originalText(this.quantity));
    if (document.activeElement === this.back) this.slider.focus(); // the button is about to be hidden
  }

  #complain(words) {
    if (this.complaint.hidden && !words) return;
    setText(this.complaint, words);
    this.complaint.hidden = !words;
    if (words) this.panel.announce(`${this.panel.name(this.quantity)}: ${words}`);
  }

  // --- its range ---

  #openRange() {
    if (!this.ends) this.#makeEnds();
    const open = this.ends.hidden;
    this.ends.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) for (const each of ["low", "high", "step"]) this.inputs[each].value = this[each];
  }

  #makeEnds() {
    const titles = {low: "from", high: "to", step: "step"};
    this.inputs = {};
    this.ends = make("div", {class: "handnet-ends", hidden: true});
    for (const [each, title] of Object.entries(titles)) {
      this.inputs[each] = make("input", {type: "text", inputmode: "decimal", onchange: () => this.#readEnds()});
      this.ends.append(make("label", {}, title, this.inputs[each]));
    }
    this.element.append(this.ends);
  }

  #readEnds() {
    const [low, high, step] = ["low", "high", "step"].map((each) => valueOfText(this.inputs[each].value.trim()));
    if (!(low < high && step > 0 && step <= high - low && Number.isFinite(high - low))) {
      this.#complain("a range needs two numbers, the lower one first, and a step that fits between them");
      return;
    }
    this.#complain("");
    Object.assign(this, {low, high, step});
    this.#widen(this.panel.calculation.value(this.quantity));
    this.#setRange();
    this.#place(this.panel.calculation.value(this.quantity));
  }
}
