/* What stands after the # of a page's address: links lead back to what was shown, and nobody's text acts. */

import assert from "node:assert/strict";
import {test} from "node:test";

import {Calculation} from "../../handnet/page/calculation.js";
import {linkOf, linkedState} from "../../handnet/page/page_link.js";
import {SMALL, at} from "./small.mjs";

const DATA = {...SMALL, samples: SMALL.quantities.map(() => 0), mistakes: [{code: "slope-one"}], options: {...SMALL.options, notation: "plain"}};
const panel = (calculation, seen = {}) => ({
  calculation,
  data: DATA,
  seen: () => ({style: "chain", mistake: null, digits: {significant: 6}, notation: "plain", sample: 1, ...seen}),
});

test("a link names what was changed, and leads back to it", () => {
  const calculation = new Calculation(DATA);
  assert.equal(linkOf(panel(calculation)), "#");
  calculation.set(at("w1"), 0.5, "0.50");
  calculation.set(at("x2"), 1 / 3, "1/3");
  const link = linkOf(panel(calculation, {mistake: "slope-one", digits: {decimals: 0}}));
  assert.equal(link, "#x2=1%2F3&w1=0.50&mistake=slope-one&decimals=0");
  const {pairs, choices} = linkedState(DATA, link);
  assert.deepEqual(pairs, [[at("x2"), 1 / 3, "1/3"], [at("w1"), 0.5, "0.50"]]);
  assert.deepEqual(choices, {mistake: "slope-one", digits: {decimals: 0}});
});

test("a weight after steps is named to its last digit", () => {
  const calculation = new Calculation(DATA);
  calculation.take(3);
  const {pairs} = linkedState(DATA, linkOf(panel(calculation)));
  assert.deepEqual(pairs.map(([quantity, value]) => [quantity, value]),
    ["w1", "w2"].map((name) => [at(name), calculation.value(at(name))]));
});

test("what names nothing, or no number, is left out", () => {
  const hostile = [
    "", "#", "#w1", "#w1=", "#w1=abc", "#w1=Infinity", "#w1=1e999", "#w1=0x10", "#w1=1/0", `#w1=${"1".repeat(41)}`,
    "#w1=<script>alert(1)</script>", "#z=1", "#J=0", "#__proto__=1", "#constructor=1", "#toString=1", "#w9[1,1]=2",
    "#notation=mazur", "#notation=__proto__", "#style=delta", "#mistake=toString", "#sample=2", "#sample=-1",
    "#significant=0", "#significant=16", "#significant=1e1", "#decimals=13", "#decimals=-1", "#%", "#%E0%A4%A=1", "#&&==&",
  ];
  for (const hash of hostile) assert.deepEqual(linkedState(DATA, hash), {pairs: [], choices: {}}, hash);
  assert.equal({}.x, undefined);
});

test("brackets may be written as they are typed or as an address has them", () => {
  const bracketed = {...DATA, quantities: DATA.quantities.map((name) => (name === "w1" ? "w1[1,1]" : name))};
  for (const hash of ["#w1[1,1]=0.3", "#w1%5B1%2C1%5D=0.3", "#w1[1,1]=%200.3%20"]) {
    assert.deepEqual(linkedState(bracketed, hash).pairs, [[at("w1"), 0.3, "0.3"]], hash);
  }
});
