/* What is pasted lands in the right boxes, and a verdict is shown beside its own text only. */

import assert from "node:assert/strict";
import {test} from "node:test";

import {newlySaid, pastedCells, placedCells, verdictOn} from "../../handnet/page/answer_texts.js";

const on = (address, text, word = "right", note = "") => ({address, text, word, note});

test("a single value is left to the browser, however its line ends", () => {
  for (const text of ["0.5", "0.5\n", "0.5\r\n", "", "a1[1]*(1 - a1[1])"]) assert.equal(pastedCells(text), null);
});

test("a column or a row of a spreadsheet is one cell for each box; a gap in it stays a gap", () => {
  assert.deepEqual(pastedCells("1\n2\n3"), ["1", "2", "3"]);
  assert.deepEqual(pastedCells("0,3775\r\n\r\n 0,39 \r\n"), ["0,3775", "", "0,39"]);
  assert.deepEqual(pastedCells("1\t2\n3\t4\n"), ["1", "2", "3", "4"]);
  assert.deepEqual(pastedCells('1\n"2"\n3'), ["1", "2", "3"]);
});

test("cells fill the boxes from one on, and those that find none are counted", () => {
  const rows = ["a", "b", "c"];
  assert.deepEqual(placedCells(rows, "b", ["1", "2", "3", "4"]), {placed: [["b", "1"], ["c", "2"]], left: 2});
  assert.deepEqual(placedCells(rows, "a", ["1", "2"]), {placed: [["a", "1"], ["b", "2"]], left: 0});
});

test("a verdict on another text is none", () => {
  const verdicts = [on("J", "0.2"), on("z1[1]", "0.37", "wrong")];
  assert.equal(verdictOn(verdicts, "z1[1]", "0.37").word, "wrong");
  assert.equal(verdictOn(verdicts, "z1[1]", "0.377"), null);
  assert.equal(verdictOn(verdicts, "a1[1]", "0.2"), null);
});

test("only what is new is said, in the sheet's letters; of many the first three", () => {
  const rows = ["J", "z", "a", "b", "c"].map((address) => ({address, text: `net_${address}`}));
  const before = [on("J", "0.2"), on("z", "1", "wrong")];
  assert.deepEqual(newlySaid(rows, before, before), []);
  assert.deepEqual(newlySaid(rows, before, [on("J", "0.2"), on("z", "2", "right", "rounded on the way")]),
    ["net_z: right, rounded on the way"]);
  assert.deepEqual(newlySaid(rows, before, []), []);
  const many = rows.map(({address}) => on(address, "9"));
  assert.deepEqual(newlySaid(rows, [], many), ["net_J: right", "net_z: right", "net_a: right", "and 2 more"]);
});
