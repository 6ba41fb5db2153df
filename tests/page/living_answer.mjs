/* The data of pages made whole, and what a page works out from them: [{packed, moves}, …] on standard input.

Run with --disallow-code-generation-from-strings: as in a page, no text can become code; the functions of the
shapes come as WORKS, which the test has written above this. */

import {readFileSync} from "node:fs";

export function answer(works, Calculation, unpacked) {
  return JSON.parse(readFileSync(0, "utf8")).map(({packed, moves}, place) => {
    const data = unpacked(packed, works[place]);
    const calculation = new Calculation(data);
    for (const [name, ...values] of moves) calculation[name](...values);
    const values = data.quantities.map((address, quantity) => [address, calculation.value(quantity)]);
    const whole = {...data, shapes: data.shapes.map(({work, ...shape}) => shape)};
    return {whole, values: Object.fromEntries(values.map(([address, value]) => [address, String(value)]))};
  });
}
