/* Numbers and symbols are put in where they belong, in brackets where they would be misread. */

import assert from "node:assert/strict";
import {test} from "node:test";

import {numberMath, numericChunks, symbolHolds, symbolMath, symbolicChunks} from "../../handnet/page/formulas.js";
import {SMALL, at} from "./small.mjs";

const SUM = SMALL.shapes[0];
const ARGS = ["w1", "x1", "w2", "x2"].map(at);
const say = (quantity) => symbolMath(SMALL, 0, quantity);
const holds = (quantity) => symbolHolds(SMALL, 0, quantity);
const read = (chunks) => chunks.join("").replace(/<[^>]*>/g, "");

test("numbers stand in brackets where a sign or a power would be misread, with a dot between factors", () => {
  const texts = {w1: "-2", x1: "-0.5", w2: "-3", x2: "1e-05"};
  const chunks = numericChunks(SUM, ARGS, (quantity) => texts[SMALL.quantities[quantity]]);
  assert.equal(read(chunks), "−2·(−0.5)+(−3)·(1×10−5)");
  assert.equal(chunks.length, 2);
});

test("symbols stand beside each other, or with the sign of their notation", () => {
  assert.equal(read(symbolicChunks(SUM, ARGS, say, holds, "")), "w1\u2062x1+w2\u2062x2");
  assert.equal(read(symbolicChunks(SUM, ARGS, say, holds, "·")), "w1·x1+w2·x2");
});

test("a derivative is a fraction, and stands in brackets under a power", () => {
  assert.equal(read([say(at("dJ/dw1"))]), "∂J∂w1");
  assert.match(say(at("dJ/dw1")), /^<mfrac>.*<\/mfrac>$/);
  const square = {chunks: [["<msup>", [0, 4], "<mn>2</mn></msup>"]]};
  assert.equal(read(symbolicChunks(square, [at("dJ/dz")], say, holds, "")), "(∂J∂z)2");
  assert.equal(read(symbolicChunks(square, [at("w1+")], say, holds, "")), "(w1+)2");
  assert.equal(read(symbolicChunks(square, [at("w1")], say, holds, "")), "w12");
});

test("a number's text becomes MathML, and nothing else does", () => {
  const cases = {"0.30": "0.30", "-1.5": "−1.5", "3.04e-05": "3.04×10−5", "1e+16": "1×1016", "-1/3": "−13",
                 ".5": ".5", infinity: "∞", "-infinity": "−∞", undefined: "undefined"};
  for (const [text, shown] of Object.entries(cases)) assert.equal(read([numberMath(text)]), shown);
  assert.equal(numberMath("<b>&"), "<mtext>&lt;b>&amp;</mtext>");
});
