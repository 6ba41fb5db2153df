/* A course: the lines of one way to work, over the values of all quantities.

  new Course(data, course, texts)    course: one of data.courses; texts: how given numbers were typed
    .work(values)                    works every line; gives the attempt that was taken
    .wrong                           an Attempt: the same lines with the mistake; null where none is made
  new Attempt(data, steps, texts)    one list of lines: .steps, .stepOf(quantity), .work(values)
  program(data, steps, goals, texts)   a function from values to the goals, other lines left out
*/

import {workOf} from "./shapes.js";

const [SMALLEST_POWERS, LARGEST_POWERS] = [1e-50, 1e250]; // sums outside have members that lose digits
const BACKWARD_PART = 1;

export class Attempt {
  constructor(data, stepNumbers, texts) {
    this.steps = stepNumbers.map((number) => data.steps[number]);
    this.byQuantity = new Map(this.steps.map((step) => [step[0], step]));
    this.powers = this.steps.filter((step) => data.rules[step[1]].powers).map(([quantity]) => quantity);
    this.backward = this.steps.filter((step) => step[2] === BACKWARD_PART).map(([quantity]) => quantity);
    this.work = worker(data, this.steps, texts);
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
    this.make = (name) => new Attempt(data, course.right[name], texts);
    this.made = new Map();
  }

  /* Made when it is first needed: most numbers never leave the range of floats. */
  attempt(name) {
    if (!this.made.has(name)) this.made.set(name, this.make(name));
    return this.made.get(name);
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

export function program(data, steps, goals, texts) {
  const work = worker(data, neededSteps(steps, goals), texts);
  const own = new Float64Array(data.quantities.length); // what it works out changes nothing elsewhere
  return (values) => {
    own.set(values);
    work(own);
    return Float64Array.from(goals, (goal) => own[goal]);
  };
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

/* Works the steps in their order: a function over the values. */
function worker(data, steps, texts) {
  const lines = steps.map(([quantity, , , shape, args]) => ({quantity, args, work: workOf(data.shapes[shape])}));
  return (values) => {
    for (const {quantity, args, work} of lines) values[quantity] = work(values, args, texts);
  };
}
