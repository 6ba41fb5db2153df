/* A course: the lines of one way to work, compiled to functions over the values of all quantities.

  new Course(data, course, texts)    course: one of data.courses; texts: how given numbers were typed
    .work(values)                    works every line; gives the attempt that was taken
    .wrong                           an Attempt: the same lines with the mistake; null where none is made
  new Attempt(data, steps, texts)    one list of lines: .steps, .stepOf(quantity), .work(values)
  compiledProgram(data, steps, goals, texts)   a function from values to the goals, other lines left out

Only the text of shapes is compiled, which handnet wrote from formulas, never what a person typed.
*/

import {ELEMENTARY} from "./elementary.js";
import {ex, ex_difference, ex_number, ex_product, ex_sum, exact_or} from "./exact.js";

const CALLED = {...ELEMENTARY, ex, ex_difference, ex_number, ex_product, ex_sum, exact_or};
const [SMALLEST_POWERS, LARGEST_POWERS] = [1e-250, 1e250]; // sums outside lose digits, or have none left
const BACKWARD_PART = 1;

export class Attempt {
  constructor(data, stepNumbers, texts) {
    this.steps = stepNumbers.map((number) => data.steps[number]);
    this.byQuantity = new Map(this.steps.map((step) => [step[0], step]));
    this.powers = this.steps.filter((step) => data.rules[step[1]].powers).map(([quantity]) => quantity);
    this.backward = this.steps.filter((step) => step[2] === BACKWARD_PART).map(([quantity]) => quantity);
    const lines = this.steps.map((step) => `v[${step[0]}] = ${filledCode(data, step, (each) => `v[${each}]`)};`);
    this.work = compiledFunction(lines, texts);
  }

  stepOf(quantity) {
    return this.byQuantity.get(quantity);
  }

  /* Whether softmax can divide by its sums of powers without losing digits. */
  powersFit(values) {
    return this.powers.every((each) => values[each] > SMALLEST_POWERS && values[each] < LARGEST_POWERS);
  }

  backwardIsFinite(values) {
    return this.backward.every((each) => Number.isFinite(values[each]));
  }
}

export class Course {
  constructor(data, course, texts) {
    this.right = course.right;
    this.wrong = course.wrong && new Attempt(data, course.wrong, texts);
    this.compile = (name) => new Attempt(data, course.right[name], texts);
    this.compiled = new Map();
  }

  /* Compiled when it is first needed: most numbers never leave the range of floats. */
  attempt(name) {
    if (!this.compiled.has(name)) this.compiled.set(name, this.compile(name));
    return this.compiled.get(name);
  }

  /* Plain first; where its numbers leave the floats, softmax shifted, and slopes of loss and output as one. */
  work(values) {
    let taken = this.attempt("plain");
    let combined = "combined";
    taken.work(values);
    if (this.right.shifted && !taken.powersFit(values)) {
      taken = this.attempt("shifted");
      combined = "both";
      taken.work(values);
    }
    if (this.right[combined] && !taken.backwardIsFinite(values)) {
      taken = this.attempt(combined);
      taken.work(values);
    }
    return taken;
  }

  /* The attempt that is right in the widest range of numbers, of those that work out all the goals; or undefined. */
  safest(goals, isInput) {
    const names = ["both", "shifted", "combined", "plain"].filter((name) => this.right[name]);
    const attempts = names.map((name) => this.attempt(name));
    return attempts.find((attempt) => goals.every((goal) => isInput(goal) || attempt.stepOf(goal)));
  }
}

export function compiledProgram(data, steps, goals, texts) {
  const needed = neededSteps(steps, goals);
  const worked = new Set(needed.map(([quantity]) => quantity));
  const name = (quantity) => (worked.has(quantity) ? `q${quantity}` : `v[${quantity}]`);
  const lines = needed.map((step) => `const ${name(step[0])} = ${filledCode(data, step, name)};`);
  return compiledFunction([...lines, `return Float64Array.of(${goals.map(name).join(", ")});`], texts);
}

/* The steps that the goals depend on, in order. */
function neededSteps(steps, goals) {
  const wanted = new Set(goals);
  const kept = [...steps].reverse().filter(([quantity, , , , args]) => {
    if (!wanted.has(quantity)) return false;
    args.forEach((each) => wanted.add(each));
    return true;
  });
  return kept.reverse();
}

/* A step's code with names in the place of $0, $1, …; exact numbers are read from their text. */
function filledCode(data, [, , , shape, args], name) {
  return data.shapes[shape].code
    .replace(/\bex\(\$(\d+)\)/g, (_, hole) => `ex(${name(args[hole])}, texts[${args[hole]}])`)
    .replace(/\$(\d+)/g, (_, hole) => name(args[hole]));
}

function compiledFunction(lines, texts) {
  const header = `"use strict"; const {${Object.keys(CALLED).join(", ")}} = called;`;
  const source = `${header}\nreturn (v) => {\n${lines.join("\n")}\n};`;
  return new Function("called", "texts", source)(CALLED, texts);
}
