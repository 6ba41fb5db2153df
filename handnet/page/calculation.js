/* The calculation: given numbers, the lines that follow from them, and steps of descent.

  new Calculation(data)
    .set(quantity, value, text)  .setAll(pairs)      given numbers; everything is worked at once
    .value(quantity)  .text(quantity)                undefined and "" where no line works it out
    .typed(quantity)                                 undefined for what steps have changed
    .wrongValue(quantity)  .wrongText(quantity)      the same with the mistake that is chosen
    .choose({style, mistake})  .digits               what is worked, and how it is written
    .lines        [{number, quantity, rule, part, shape, args, wrong}]; number counts from 1, rule and
                  shape are those of the data. A new array where other lines are taken
    .take(n)  .back()  .canGoBack  .reset()          steps of descent
    .phase  .history                                 history: [{updates, loss, values of the knobs}]
    .original(quantity)  .originalText(quantity)  .changed()     changed: the quantities that were
    .program(goals)  .values                         a function from all values to those of the goals

A weight after a step is not as it was typed: it is written to the digits asked, as what is worked out.
*/

import {Course, program} from "./course.js";
import {writeNumber} from "./digits.js";

const MOST_POINTS = 500; // of the loss curve that one run of steps leaves

export class Calculation {
  #values; // by quantity number, as all arrays here
  #wrong;
  #texts; // how a given number was typed; null for one that steps have changed
  #written = []; // texts of #version
  #writtenWrong = [];
  #version = 0;
  #courses = new Map();
  #programs = new Map();
  #lines = new Map();
  #course;
  #attempt;
  #style;
  #mistake;
  #digits;
  #phase;
  #points;
  #runs; // what each take() can be undone to

  constructor(data) {
    this.data = data;
    const count = data.quantities.length;
    this.#values = new Float64Array(count);
    this.#wrong = new Float64Array(count);
    this.#texts = new Array(count).fill(null);
    this.knobs = new Map(data.knobs.map((knob) => [knob.quantity, knob]));
    const {pairs, velocities} = data.updates ?? {pairs: [], velocities: []};
    this.velocities = new Set(velocities.map(([before]) => before));
    this.state = [...pairs.map(([now]) => now), ...this.velocities]; // what a step of descent changes
    this.#style = data.options.style;
    this.#mistake = data.options.mistake ?? null;
    this.#digits = data.options.digits;
    this.reset();
  }

  // --- what is worked ---

  choose({style = this.#style, mistake = this.#mistake}) {
    this.#style = style;
    this.#mistake = mistake;
    this.#work();
  }

  get style() {
    return this.#style;
  }

  get mistake() {
    return this.#mistake;
  }

  /* The course with these choices; without the mistake where it changes nothing. */
  #courseOf(style, mistake, phase) {
    const key = `${style} ${mistake} ${phase}`;
    if (!this.#courses.has(key)) {
      const fits = this.data.courses.filter((each) => each.style === style && each.phase === phase);
      const found = fits.find((each) => each.mistake === mistake) ?? fits.find((each) => !each.mistake);
      this.#courses.set(key, new Course(this.data, found, this.#texts));
    }
    return this.#courses.get(key);
  }

  #work() {
    this.#course = this.#courseOf(this.#style, this.#mistake, this.#phase);
    this.#attempt = this.#course.work(this.#values);
    if (this.#course.wrong) {
      for (const given of this.knobs.keys()) this.#wrong[given] = this.#values[given];
      for (const before of this.velocities) this.#wrong[before] = this.#values[before];
      this.#course.wrong.work(this.#wrong);
    }
    this.#version += 1;
  }

  get lines() {
    if (!this.#lines.has(this.#attempt)) this.#lines.set(this.#attempt, this.#linesOf(this.#attempt));
    return this.#lines.get(this.#attempt);
  }

  #linesOf({steps}) {
    const {rules, shapes} = this.data;
    return steps.map(([quantity, rule, part, shape, args], place) => {
      const other = this.#course.wrong?.stepOf(quantity);
      const differs = other && (other[3] !== shape || other[4].some((each, at) => each !== args[at]));
      const wrong = differs ? {shape: shapes[other[3]], args: other[4]} : null;
      return {number: place + 1, quantity, rule: rules[rule], part, shape: shapes[shape], args, wrong};
    });
  }

  // --- numbers ---

  set(quantity, value, text) {
    this.setAll([[quantity, value, text]]);
  }

  setAll(pairs) {
    for (const [quantity, value, text] of pairs) {
      if (!this.isGiven(quantity)) throw new Error(`${this.data.quantities[quantity]} is worked out, not given`);
      this.#values[quantity] = value;
      this.#texts[quantity] = text ?? writeNumber(value, {});
    }
    this.#work();
  }

  isGiven(quantity) {
    return this.knobs.has(quantity);
  }

  #isInput(quantity) {
    return this.isGiven(quantity) || this.velocities.has(quantity);
  }

  value(quantity) {
    return this.#isInput(quantity) || this.#attempt.stepOf(quantity) ? this.#values[quantity] : undefined;
  }

  wrongValue(quantity) {
    const {wrong} = this.#course;
    return wrong && (this.#isInput(quantity) || wrong.stepOf(quantity)) ? this.#wrong[quantity] : undefined;
  }

  // --- numbers as they are written ---

  get digits() {
    return this.#digits;
  }

  set digits(digits) {
    this.#digits = digits;
    this.#version += 1;
  }

  text(quantity) {
    return this.#memo(this.#written, quantity, () => {
      const step = this.#attempt.stepOf(quantity);
      return this.#write(quantity, this.value(quantity), step, (each) => this.text(each));
    });
  }

  wrongText(quantity) {
    return this.#memo(this.#writtenWrong, quantity, () => {
      const step = this.#course.wrong?.stepOf(quantity);
      return this.#write(quantity, this.wrongValue(quantity), step, (each) => this.wrongText(each));
    });
  }

  /* What was written since the numbers or the digits last changed is not written again. */
  #memo(written, quantity, write) {
    const found = written[quantity];
    if (found?.version === this.#version) return found.text;
    const text = write();
    written[quantity] = {version: this.#version, text};
    return text;
  }

  #write(quantity, value, step, textOf) {
    if (value === undefined) return "";
    if (this.isGiven(quantity) && this.#texts[quantity] !== null) return this.#texts[quantity];
    const shape = step && this.data.shapes[step[3]];
    if (shape?.copy) return textOf(step[4][0]); // dz/da = w is the weight as it was given
    return shape?.literal ?? writeNumber(value, this.#digits);
  }

  typed(quantity) {
    return this.#texts[quantity] ?? undefined;
  }

  // --- the numbers as they were given ---

  original(quantity) {
    return this.knobs.get(quantity)?.value;
  }

  originalText(quantity) {
    return this.knobs.get(quantity)?.text;
  }

  changed() {
    return [...this.knobs.keys()].filter((each) => this.#values[each] !== this.original(each));
  }

  reset() {
    for (const {quantity, value, text} of this.knobs.values()) {
      this.#values[quantity] = value;
      this.#texts[quantity] = text;
    }
    for (const before of this.velocities) this.#values[before] = 0;
    this.#phase = 0;
    this.#points = [{updates: 0}];
    this.#runs = [];
    this.#work();
  }

  // --- steps of descent ---

  get phase() {
    return this.#phase;
  }

  /* The last point is the present: it is brought up to date when somebody looks. */
  get history() {
    this.#points[this.#points.length - 1] = this.#point(this.#points.at(-1).updates);
    return this.#points;
  }

  #point(updates) {
    const loss = this.data.loss === null ? undefined : this.value(this.data.loss);
    return {updates, loss, values: Float64Array.from(this.knobs.keys(), (each) => this.#values[each])};
  }

  take(count) {
    if (!this.data.updates || !(count >= 1)) return;
    const points = this.history;
    const start = points.at(-1).updates;
    const state = this.state.map((each) => [each, this.#values[each], this.#texts[each]]);
    this.#runs.push({points: points.length, phase: this.#phase, state});
    const every = Math.ceil(count / MOST_POINTS);
    for (let done = 1; done <= count; done++) {
      this.#step();
      if (done % every === 0 || done === count) points.push(this.#point(start + done));
    }
    this.#forgetTexts(state);
    this.#work();
  }

  /* Every weight takes the value worked out for it, every velocity too; then all is worked again. */
  #step() {
    const {pairs, velocities, phases, again} = this.data.updates;
    const values = this.#values;
    for (const [before, now] of velocities) values[before] = values[now];
    for (const [before, now] of pairs) values[before] = values[now];
    this.#phase = this.#phase + 1 < phases ? this.#phase + 1 : again;
    this.#course = this.#courseOf(this.#style, this.#mistake, this.#phase);
    this.#attempt = this.#course.work(values);
  }

  #forgetTexts(state) {
    for (const [quantity, value] of state) {
      if (this.#values[quantity] !== value) this.#texts[quantity] = null; // a frozen weight keeps its text
    }
  }

  get canGoBack() {
    return this.#runs.length > 0;
  }

  /* Undoes the last take(); inputs, targets and the learning rate stay as they are now. */
  back() {
    const run = this.#runs.pop();
    if (!run) return;
    for (const [quantity, value, text] of run.state) {
      this.#values[quantity] = value;
      this.#texts[quantity] = text;
    }
    this.#phase = run.phase;
    this.#points.length = run.points;
    this.#work();
  }

  // --- many values ---

  /* A function of the values of all quantities, by number, that works only the lines the goals need. */
  program(goals) {
    const key = [this.#style, this.#phase, ...goals].join(" ");
    if (!this.#programs.has(key)) {
      const steps = this.#course.safest(goals, (quantity) => this.#isInput(quantity))?.steps;
      if (!steps) throw new Error("no line works out one of the goals");
      this.#programs.set(key, program(this.data, steps, goals, this.#texts));
    }
    return this.#programs.get(key);
  }

  get values() {
    return this.#values;
  }
}
