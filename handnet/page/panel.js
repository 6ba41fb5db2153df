/* The panel: one calculation, what is chosen to be seen of it, and the views.

  drawPanel(data, root, hooks)    {setValues(pairs), choose(changes), state(), destroy()}
      hooks: {onValues(pairs), onChoice(state)}, called after what a person did, not after what code did;
      pairs are [quantity, value, text] of all knobs; the text is undefined for what steps have changed
  drawViews(panel, root)          draws a panel that was made before: new Panel(data, hooks)

class Panel is what every view is given. A view is {element, update(what)}, and may have stop() and
print(isPrinting); what is "numbers" (fast: only what differs is touched), "choices" (all is written again)
or "selection" (another line).
*/

import {Calculation} from "./calculation.js";
import {choicesView} from "./choices.js";
import {curveView} from "./curve.js";
import {make, setFlag, setText} from "./dom.js";
import {numericChunks, symbolHolds, symbolMath, symbolicChunks} from "./formulas.js";
import {knobsView} from "./knobs.js";
import {landscapeView} from "./landscape.js";
import {linesView} from "./lines.js";
import {pictureView} from "./picture.js";
import {stepsView} from "./steps.js";
import {shortNumber} from "./tags.js";
import {spoken} from "./axes.js";
import {walkView} from "./walk.js";

const LONG_NAME = 14; // signs
const MOST_BESIDE = 3; // layers of a picture that leaves room for the walk at its side
const PRINTING = ["beforeprint", "afterprint"];
const SAME = 1e-12; // relative: what differs by less is rounding

export class Panel {
  #views = [];

  constructor(data, hooks) {
    this.data = data;
    this.hooks = hooks;
    this.root = make("div", {class: "handnet-panel", role: "region", "aria-label": data.title});
    this.live = make("div", {class: "handnet-live", "aria-live": "polite"});
    this.calculation = new Calculation(data);
    const {notation} = data.options;
    const named = data.notations.findIndex(({name}) => name === notation);
    this.state = {notation: Math.max(0, named), selected: null, sample: 1, gradients: false, walking: false};
    this.derivativeOf = new Map(data.gradients);
    this.say = (quantity) => symbolMath(data, this.state.notation, quantity);
    this.holds = (quantity) => symbolHolds(data, this.state.notation, quantity);
    this.name = (quantity) => data.notations[this.state.notation].text[quantity];
    this.write = (value) => spoken(value, this.calculation.digits);
    this.#number();
  }

  /* The line of each quantity, by its number in the calculation. */
  #number() {
    this.lines = this.calculation.lines;
    this.numbered = new Map(this.lines.map((line) => [line.quantity, line.number]));
  }

  // --- what views ask ---

  line() {
    return this.lines[this.state.selected - 1] ?? null;
  }

  /* In a walk: whether the quantity is worked out only after the line that is looked at. */
  isLater(quantity) {
    return this.state.walking && this.numbered.get(quantity) > this.state.selected;
  }

  /* dJ by the parameter as the lines of now work it out; null if none does. */
  gradientOf(parameter) {
    const found = this.derivativeOf.get(parameter);
    return found !== undefined && this.calculation.value(found) !== undefined ? found : null;
  }

  differs(quantity) {
    const [right, wrong] = [this.calculation.value(quantity), this.calculation.wrongValue(quantity)];
    if (wrong === undefined || Object.is(right, wrong)) return false;
    return !(Math.abs(right - wrong) <= SAME * Math.max(Math.abs(right), Math.abs(wrong)));
  }

  formula({shape, args}) {
    return symbolicChunks(shape, args, this.say, this.holds, this.data.notations[this.state.notation].product);
  }

  /* Nothing where the formula is the number itself, or one quantity as it stands: the value says it. */
  numbers({shape, args}, wrong = false) {
    if (shape.literal || shape.copy) return [];
    const {calculation} = this;
    return numericChunks(shape, args, (each) => (wrong ? calculation.wrongText(each) : calculation.text(each)));
  }

  // --- what a person does ---

  move(quantity, value, text) {
    this.change(() => this.calculation.set(quantity, value, text));
  }

  many(pairs) {
    this.change(() => this.calculation.setAll(pairs));
  }

  reset() {
    this.change(() => this.calculation.reset());
    this.announce("All numbers are as they were given.");
  }

  change(act) {
    act();
    this.refresh("numbers");
    this.hooks.onValues?.(this.values());
  }

  choose(changes) {
    this.take(changes);
    this.hooks.onChoice?.(this.seen());
  }

  select(number, {walking = false} = {}) {
    Object.assign(this.state, {selected: number, walking});
    this.refresh("selection");
    const line = this.line();
    if (line) {
      const result = `${this.name(line.quantity)} = ${shortNumber(this, line.quantity)}`;
      this.announce(`line ${number} of ${this.lines.length}, ${line.rule.title}: ${result}`);
    }
    this.hooks.onChoice?.(this.seen());
  }

  announce(words) {
    setText(this.live, words);
  }

  // --- what is seen ---

  values() {
    const {calculation} = this;
    return this.data.knobs.map(({quantity}) => [quantity, calculation.value(quantity), calculation.typed(quantity)]);
  }

  seen() {
    const {calculation, state, data} = this;
    const {style, mistake, digits} = calculation;
    const {sample, gradients, selected} = state;
    return {style, mistake, digits, notation: data.notations[state.notation].name, sample, gradients, selected};
  }

  /* Takes numbers from elsewhere; one that stands already keeps the text that was typed. */
  setValues(pairs) {
    const {calculation} = this;
    const isOther = ([quantity, value, text]) => text !== undefined || calculation.value(quantity) !== value;
    const others = pairs.filter(isOther);
    if (!others.length) return;
    calculation.setAll(others);
    this.refresh("numbers");
  }

  /* Takes changes of what is seen; a notation is a name or a place in the list. What cannot be is left out. */
  take({style, mistake, digits, notation, sample, gradients, selected}) {
    const {calculation, state, data} = this;
    const place = typeof notation === "string" ? data.notations.findIndex(({name}) => name === notation) : notation;
    const asked = this.line()?.quantity;
    if (style !== undefined || mistake !== undefined) calculation.choose({style, mistake});
    if (digits !== undefined) calculation.digits = digits;
    if (data.notations[place]) state.notation = place;
    if (sample !== undefined) state.sample = sample;
    if (gradients !== undefined) state.gradients = gradients;
    this.#number();
    state.selected = selected !== undefined ? selected : (this.numbered.get(asked) ?? null);
    this.refresh("choices");
    this.#makeRoom();
  }

  show(views) {
    this.#views = views;
    this.#makeRoom();
    for (const event of PRINTING) window.addEventListener(event, this);
  }

  /* Views that have to know when they are put on paper. */
  handleEvent({type}) {
    for (const view of this.#views) view.print?.(type === PRINTING[0]);
  }

  /* Notations with words for letters need wide columns, and a picture with numbers alone. */
  #makeRoom() {
    const variables = this.lines.filter(({quantity}) => !(quantity in this.data.derivatives));
    const longest = Math.max(...variables.map(({quantity}) => this.name(quantity).length));
    setFlag(this.root, "handnet-long-names", longest > LONG_NAME);
  }

  /* Where other lines are worked than before (floats ended, say), all is written again. */
  refresh(what) {
    let wanted = what;
    if (this.lines !== this.calculation.lines) {
      const asked = this.line()?.quantity;
      this.#number();
      this.state.selected = this.numbered.get(asked) ?? null;
      wanted = "choices";
    }
    for (const view of this.#views) view.update(wanted);
  }

  destroy() {
    for (const event of PRINTING) window.removeEventListener(event, this);
    for (const view of this.#views) (view.stop ?? view.destroy)?.();
    this.root.remove();
  }
}

export function drawPanel(data, root, hooks = {}) {
  const panel = new Panel(data, hooks);
  drawViews(panel, root);
  return {
    setValues: (pairs) => panel.setValues(pairs),
    choose: (changes) => panel.take(changes),
    state: () => panel.seen(),
    destroy: () => panel.destroy(),
  };
}

export function drawViews(panel, root) {
  const {data} = panel;
  const choices = choicesView(panel);
  const picture = pictureView(panel);
  const walk = walkView(panel);
  const knobs = knobsView(panel);
  const steps = stepsView(panel);
  const views = [choices, picture, walk, knobs, steps, curveView(panel), linesView(panel), landscapeView(panel)];
  const isSmall = data.picture && data.picture.layers.length <= MOST_BESIDE;
  const stage = make("div", {class: `handnet-stage ${isSmall ? "handnet-beside" : ""}`}, picture.element, walk.element);
  const below = views.slice(3).map((view) => view.element);
  panel.root.append(make("p", {class: "handnet-title"}, data.title), choices.element, stage, ...below, panel.live);
  root.append(panel.root);
  panel.show(views);
}
