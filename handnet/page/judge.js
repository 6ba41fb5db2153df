/* Judges answers in the page, as handnet/check does in Python: right is what honest work can reach.

  new Judge(answers, calculation)     answers: the data of handnet/living/answers.py; the calculation is its own
    .judged(read)    of each row {status, reason}; read has for each row what `readAnswer` gave
                     status: "right" "follows" "wrong" "undecided", or that of what was read

For each number, in working order:

  exact     it is within half a unit of the right value
  reached   honest work with rounding leads to it from the exact values, in one of the ways of working
  own       the line gives it from the person's own earlier values, each within its last digit
  clean     none of the own values that the line uses is wrong

follows is own and not clean; right is what is exact, reached, or own; the rest is wrong. As many decimals as
the answer has, or as many figures as the sheet has, tell to what every number on the way was rounded.
*/

import {ByHand, EXACTLY, walked} from "./reach.js";

const [FEWEST_DECIMALS, FEWEST_FIGURES, ALL_DIGITS] = [2, 3, 17]; // nobody rounds on the way to fewer
const CHAIN = 0; // the way line by line
const NOBODYS = new Map(); // values that a person has
const ANY_WRONG = {given: () => false}; // reads a line as: is anything wrong that it uses

export class Judge {
  #ways = new Map(); // of the data's lines
  #fromExact = new Map(); // sweeps over boxes from the exact values, by rounding
  #fromOwn = new Map(); // the same from the person's own values
  #trained = new Map(); // values after many steps of descent

  constructor(answers, calculation) {
    Object.assign(this, {answers, calculation});
    this.errorTerms = new Set(answers.twins.map(([term]) => term));
    this.twins = new Map(answers.twins.flatMap(([one, other]) => [[one, other], [other, one]]));
    this.back = new Set(answers.back);
    this.far = new Map(answers.far.map(([quantity, time, now]) => [quantity, {time, now}]));
    this.quantities = answers.rows.map(([quantity]) => quantity);
  }

  /* The lines that hold for the targets as they are now. */
  #take() {
    const {answers, calculation} = this;
    const moved = answers.targets.some((each) => calculation.value(each) !== calculation.original(each));
    const lines = (moved && answers.other) || answers.ways;
    if (!this.#ways.has(lines)) this.#ways.set(lines, waysOf(answers.trees, lines));
    const numbers = calculation.data.knobs.map(({quantity}) => calculation.value(quantity));
    const key = [moved, ...numbers].join(" ");
    if (key !== this.key) for (const kept of [this.#fromExact, this.#trained]) kept.clear();
    this.key = key;
    this.ways = this.#ways.get(lines);
    this.given = calculation.values;
    this.right = new Sweep(this.ways[CHAIN], this.given, NOBODYS, EXACTLY);
  }

  judged(read) {
    this.#take();
    this.read = new Map();
    read.forEach((each, row) => each.kind === "number" && this.read.set(this.quantities[row], each));
    this.figures = Math.max(...[...this.read.values()].map(({figures}) => figures ?? 0)) || ALL_DIGITS;
    this.found = new Map();
    this.#fromOwn.clear();
    this.#know();
    const dirt = new Sweep(this.ways[CHAIN], this.given, this.soiled, ANY_WRONG);
    for (const row of this.answers.order) {
      const quantity = this.quantities[row];
      if (!this.read.has(quantity)) continue;
      this.found.set(quantity, this.#one(quantity, this.read.get(quantity), dirt));
      for (const each of this.#both(quantity)) if (this.soiled.has(each)) this.soiled.get(each).value = this.#isSoiled(each);
    }
    return read.map((each, row) => this.found.get(this.quantities[row]) ?? {status: each.kind});
  }

  // --- what a person has ---

  #both(quantity) {
    return [quantity, this.twins.get(quantity)].filter((each) => each !== undefined);
  }

  /* Every number, an error term together with the derivative that it is but for its sign. */
  #know() {
    [this.known, this.soiled] = [new Map(), new Map()];
    for (const answered of this.read.keys()) {
      if (this.far.has(answered)) continue;
      for (const quantity of this.#both(answered)) {
        const [twin, own] = [this.twins.get(quantity), this.read.has(quantity)];
        const {value, half} = this.read.get(own ? quantity : twin);
        const seen = own && !this.errorTerms.has(quantity); // a derivative does not come from its error term
        const turned = own || this.answers.sign === 1 ? value : 0 - value;
        this.known.set(quantity, {value: [turned - half, turned + half], twin, own: seen});
        this.soiled.set(quantity, {value: false, twin, own: seen});
      }
    }
  }

  #isSoiled(quantity) {
    return this.#both(quantity).some((each) => ["wrong", "follows"].includes(this.found.get(each)?.status));
  }

  // --- one number ---

  #rightValue(quantity) {
    if (!this.far.has(quantity)) return this.calculation.value(quantity) ?? this.right.value(quantity);
    if (!this.#trained.has(quantity)) this.#trained.set(quantity, this.#valueAfter(this.far.get(quantity)));
    return this.#trained.get(quantity);
  }

  /* The value that a quantity has after so many steps, which are taken and undone. */
  #valueAfter({time, now}) {
    this.calculation.take(time);
    const value = this.calculation.value(now);
    this.calculation.back();
    return value;
  }

  #one(quantity, answer, dirt) {
    const {value, half} = answer;
    const right = this.#rightValue(quantity);
    if (!Number.isFinite(right)) return {status: "undecided", reason: "endless"};
    const exact = Math.abs(value - right) <= half + 1e-12 * Math.abs(right);
    const coarse = half > Math.abs(right) / 2 && value !== right; // so few digits fit nearly anything
    if (this.far.has(quantity)) {
      const status = exact ? (coarse ? "undecided" : "right") : "wrong";
      return {status, reason: exact && !coarse ? "exact" : ""};
    }
    const clean = !dirt.workedOut(quantity);
    const byExact = exact ? NOTHING : this.#reach(quantity, answer, right);
    const byOwn = (exact || byExact.inside) && clean ? NOTHING : this.#own(quantity, answer, right);
    const follows = !exact && byOwn.inside && !clean;
    const reached = !exact && !follows && (byExact.inside || byOwn.inside);
    const vague = !exact && !follows && !reached && (byExact.endless || byOwn.endless);
    if (vague || (coarse && (exact || reached || follows))) return {status: "undecided", reason: "digits"};
    if (follows) return {status: "follows"};
    if (!exact && !reached) return {status: "wrong"};
    return {status: "right", reason: exact ? "exact" : "rounded", strays: !clean && !byOwn.inside};
  }

  /* To what every number on the way may have been rounded. */
  #roundings(decimals) {
    const written = decimals !== null && decimals >= FEWEST_DECIMALS ? decimals : ALL_DIGITS;
    const figures = Math.max(this.figures, FEWEST_FIGURES);
    return [{decimals: Math.min(written, ALL_DIGITS)}, {figures: Math.min(figures, ALL_DIGITS)}];
  }

  /* Every way of working with this rounding, from the exact values or from the person's own. */
  #sweeps(rounding, made, known) {
    const key = JSON.stringify(rounding);
    if (!made.has(key)) {
      const reader = new ByHand(rounding);
      made.set(key, {reader, sweeps: this.ways.map((way) => new Sweep(way, this.given, known, reader))});
    }
    return made.get(key);
  }

  #reach(quantity, answer, right) {
    const found = this.#roundings(answer.decimals).map((rounding) => {
      const {reader, sweeps} = this.#sweeps(rounding, this.#fromExact, NOBODYS);
      return within(answer, reader, sweeps, quantity, right);
    });
    return anyOf(found);
  }

  #own(quantity, answer, right) {
    const overPaths = !this.#goesBack(quantity);
    const found = this.#roundings(answer.decimals).flatMap((rounding) => {
      const {reader, sweeps} = this.#sweeps(rounding, this.#fromOwn, this.known);
      const [lines, paths] = [false, true].map((wanted) => sweeps.filter(({way}) => way.overPaths === wanted));
      const goes = overPaths && paths.some(({way}) => way.lines.has(quantity));
      return [lines, ...(goes ? [paths] : [])].map((ways) => within(answer, reader, ways, quantity, right));
    });
    return anyOf(found);
  }

  /* Who wrote an error term, or a derivative by an activation, on the way does not work over paths. */
  #goesBack(quantity) {
    const before = this.ways[CHAIN].before(quantity);
    return [...this.known].some(([each, own]) =>
      each !== quantity && this.back.has(each) && before.has(each) && isTaken(own, quantity));
  }
}

// --- ways of working ---

function waysOf(trees, {count, paths, lines}) {
  return Array.from({length: count}, (_, at) => {
    const here = lines.filter(([, , , bits]) => bits & (1 << at));
    return new Way(new Map(here.map(([quantity, tree, args]) => [quantity, {tree: trees[tree], args}])), paths & (1 << at));
  });
}

class Way {
  #before = new Map();

  constructor(lines, overPaths) {
    Object.assign(this, {lines, overPaths: Boolean(overPaths)});
  }

  /* The quantities whose lines this one is worked out from, its own too. */
  before(quantity) {
    if (!this.#before.has(quantity)) {
      const found = new Set();
      const waiting = [quantity];
      while (waiting.length) {
        const each = waiting.pop();
        if (found.has(each) || !this.lines.has(each)) continue;
        found.add(each);
        waiting.push(...this.lines.get(each).args);
      }
      this.#before.set(quantity, found);
    }
    return this.#before.get(quantity);
  }
}

/* Whether the line of a user takes a person's own value: not that of its twin, if only the twin was written. */
const isTaken = (own, user) => own !== undefined && !(user === own.twin && !own.own);

/* Every quantity from what a person has: their own value where they gave one, worked out where not. */
class Sweep {
  #found = new Map();

  constructor(way, given, known, reader) {
    Object.assign(this, {way, given, known, reader});
  }

  value(quantity) {
    return this.known.get(quantity)?.value ?? this.workedOut(quantity);
  }

  workedOut(quantity) {
    if (!this.#found.has(quantity)) this.#found.set(quantity, this.#work(quantity));
    return this.#found.get(quantity);
  }

  #work(quantity) {
    const line = this.way.lines.get(quantity);
    if (!line) return this.reader.given(this.given[quantity]);
    const values = line.args.map((each) => {
      const own = this.known.get(each);
      return isTaken(own, quantity) ? own.value : this.workedOut(each);
    });
    return this.reader === ANY_WRONG ? values.includes(true) : walked(this.reader, line.tree, values);
  }
}

// --- what is reached ---

const NOTHING = {inside: false, endless: false};

const anyOf = (found) => ({inside: found.some((each) => each.inside), endless: found.some((each) => each.endless)});

/* Whether a value is in the smallest box that holds what any way reaches; a way near a division by 0 has
   no end, and counts by itself. An answer with fewer digits may be off by its own half unit. */
function within({value, half}, reader, sweeps, quantity, right) {
  const boxes = sweeps.filter(({way}) => way.lines.has(quantity)).map((each) => each.workedOut(quantity));
  if (!boxes.length) boxes.push(reader.given(right));
  const pad = Math.max(half - reader.half(value), 0) + 1e-12 * Math.abs(value);
  const bounded = boxes.filter(([low, high]) => high - low < Infinity);
  const isIn = ([low, high], slack) => value >= low - slack && value <= high + slack;
  const endless = boxes.some((box) => !bounded.includes(box) && isIn(box, pad));
  if (!bounded.length) return {inside: false, endless};
  const hull = [Math.min(...bounded.map(([low]) => low)), Math.max(...bounded.map(([, high]) => high))];
  const inside = isIn(hull, pad + 1e-9 * (hull[1] - hull[0]));
  return {inside, endless: endless && !inside};
}
