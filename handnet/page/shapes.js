/* Shapes of formulas as functions: what works a line out.

  workOf(shape)      the function (v, a, t) of one of data.shapes: its value from the values v of all
                     quantities, the numbers a of those that fill its holes, and how given ones were typed, t
  CALLED             the functions that the text of a shape may call, by name

A page that was written whole brings the functions along as `shape.work`; elsewhere they are compiled, once,
from the text of the shape, which handnet wrote from a formula, never from what a person typed.
*/

import {ELEMENTARY} from "./elementary.js";
import {ex, ex_difference, ex_number, ex_product, ex_sum, exact_or} from "./exact.js";

export const CALLED = {...ELEMENTARY, ex, ex_difference, ex_number, ex_product, ex_sum, exact_or};
const compiled = new WeakMap();

export function workOf(shape) {
  if (shape.work) return shape.work;
  if (!compiled.has(shape)) compiled.set(shape, compile(shape.code));
  return compiled.get(shape);
}

function compile(code) {
  const header = `"use strict"; const {${Object.keys(CALLED).join(", ")}} = called;`;
  return new Function("called", `${header} return (v, a, t) => ${code};`)(CALLED);
}
