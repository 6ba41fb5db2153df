/* A calculation by hand-made data answers as one does by hand. */

import assert from "node:assert/strict";
import {test} from "node:test";

import {Calculation} from "../../handnet/page/calculation.js";
import {SMALL, at} from "./small.mjs";

const near = (found, wanted) => assert.ok(Math.abs(found - wanted) < 1e-12, `${found} is not ${wanted}`);

/* The same net worked by hand, in a loop of its own. */
function descended(steps) {
  let [w, v] = [[1, 2], [0, 0]];
  const x = [0.1, 0.3];
  for (let t = 0; t < steps; t++) {
    const z = w[0] * x[0] + w[1] * x[1];
    const slope = z > 0 ? z + 1 : 0;
    v = v.map((each, k) => 0.9 * each - 0.5 * slope * x[k]);
    w = w.map((each, k) => each + v[k]);
  }
  return w;
}

test("every line is worked from the numbers given", () => {
  const calculation = new Calculation(SMALL);
  near(calculation.value(at("z")), 0.7);
  near(calculation.value(at("J")), 1.445);
  near(calculation.value(at("dJ/dw2")), 1.7 * 0.3);
  near(calculation.value(at("w2+")), 2 - 0.5 * 1.7 * 0.3);
  calculation.set(at("w1"), -8, "-8.0");
  near(calculation.value(at("z")), -0.2);
  assert.equal(calculation.value(at("da/dz")), 0);
  assert.deepEqual(calculation.changed(), [at("w1")]);
  assert.throws(() => calculation.set(at("z"), 1), /worked out/);
});

test("at the kink decimals are exact, fractions too", () => {
  const calculation = new Calculation(SMALL);
  calculation.setAll([[at("x1"), 0.1, "0.1"], [at("w1"), 3, "3"], [at("x2"), 0.3, "0.3"], [at("w2"), -1, "-1"]]);
  assert.notEqual(0.1 * 3 - 0.3, 0);
  assert.equal(calculation.value(at("z")), 0);
  assert.equal(calculation.value(at("da/dz")), 0);
  calculation.setAll([[at("x1"), 5 / 3, "5/3"], [at("w1"), 3, "3"], [at("x2"), 1, "1"], [at("w2"), -5, "-5"]]);
  assert.equal(calculation.value(at("z")), 0);
});

test("a given number is written as typed, a copy as what it copies, a literal as it stands", () => {
  const calculation = new Calculation(SMALL);
  assert.equal(calculation.text(at("x2")), "0.30");
  assert.equal(calculation.text(at("dz/dw1")), "0.1");
  assert.equal(calculation.text(at("z")), "0.700000");
  calculation.digits = {decimals: 2};
  assert.equal(calculation.text(at("z")), "0.70");
  calculation.set(at("x1"), 0.125);
  assert.equal(calculation.text(at("dz/dw1")), "0.125");
  calculation.take(1);
  assert.equal(calculation.text(at("x1")), "0.125");
  assert.equal(calculation.text(at("w2")), (2 - 0.5 * 1.725 * 0.3).toFixed(2));
  assert.equal(calculation.text(at("U1")).length, 5);
});

test("a mistake has numbers and lines of its own; the right ones stay", () => {
  const calculation = new Calculation(SMALL);
  assert.equal(calculation.wrongValue(at("J")), undefined);
  calculation.choose({mistake: "slope-one"});
  calculation.set(at("w1"), -8);
  assert.equal(calculation.value(at("dJ/dw1")), 0);
  near(calculation.wrongValue(at("dJ/dw1")), 0.1);
  assert.equal(calculation.wrongText(at("da/dz")), "1");
  const differing = calculation.lines.filter((line) => line.wrong);
  assert.deepEqual(differing.map((line) => line.quantity), [at("da/dz")]);
  assert.equal(differing[0].number, 5);
  calculation.choose({mistake: null});
  assert.equal(calculation.wrongValue(at("dJ/dw1")), undefined);
  assert.equal(calculation.wrongText(at("dJ/dw1")), "");
});

test("steps of descent take momentum along, and can be undone", () => {
  const calculation = new Calculation(SMALL);
  calculation.take(1);
  near(calculation.value(at("w1")), descended(1)[0]);
  assert.equal(calculation.phase, 1);
  calculation.take(6);
  near(calculation.value(at("w2")), descended(7)[1]);
  assert.deepEqual(calculation.history.map((point) => point.updates), [0, 1, 2, 3, 4, 5, 6, 7]);
  near(calculation.history[0].loss, 1.445);
  assert.equal(calculation.history[7].loss, calculation.value(at("J")));
  calculation.back();
  near(calculation.value(at("w1")), descended(1)[0]);
  assert.equal(calculation.history.length, 2);
  calculation.back();
  assert.equal(calculation.text(at("w1")), "1");
  assert.deepEqual([calculation.phase, calculation.canGoBack], [0, false]);
  calculation.take(3);
  calculation.reset();
  assert.deepEqual([calculation.value(at("U1")), calculation.history.length], [0, 1]);
  assert.deepEqual(calculation.changed(), []);
});

test("a long run leaves few points, the first and the last among them", () => {
  const calculation = new Calculation(SMALL);
  calculation.take(10001);
  const updates = calculation.history.map((point) => point.updates);
  assert.ok(updates.length <= 502);
  assert.deepEqual([updates[0], updates.at(-1)], [0, 10001]);
});

test("a program works only what its goals need and changes nothing", () => {
  const calculation = new Calculation(SMALL);
  const program = calculation.program([at("J"), at("w1")]);
  const values = calculation.values.slice();
  values[at("w1")] = 4;
  const kept = values.slice();
  near(program(values)[0], (4 * 0.1 + 0.6 + 1) ** 2 / 2);
  assert.equal(program(values)[1], 4);
  assert.deepEqual(values, kept);
  assert.equal(calculation.program([at("J"), at("w1")]), program);
});
