/* Answers questions that a Python test asks on standard input; both sides write floats as text.

  {"functions": [[name, [argument, …]], …]}        -> their values
  {"numbers": [[value, digits], …]}                -> as they are written
  {"panels": [{"data", "moves": [[name, …arguments], …]}, …]}   -> of each, after all moves: values and
                                                      texts by address, right and with the mistake
*/

import {readFileSync} from "node:fs";

import {Calculation} from "../../handnet/page/calculation.js";
import {writeNumber} from "../../handnet/page/digits.js";
import {ELEMENTARY} from "../../handnet/page/elementary.js";

const float = (text) => Number(text.replace("inf", "Infinity"));
const told = (value) => (Object.is(value, -0) ? "-0" : String(value)).replace("Infinity", "inf");

function panel({data, moves}) {
  const calculation = new Calculation(data);
  for (const [name, ...values] of moves) {
    if (name === "digits") calculation.digits = values[0];
    else calculation[name](...values);
  }
  const answer = {values: {}, texts: {}, wrong: {}, wrongTexts: {}};
  data.quantities.forEach((address, quantity) => {
    const [value, wrong] = [calculation.value(quantity), calculation.wrongValue(quantity)];
    if (value !== undefined) [answer.values[address], answer.texts[address]] = [told(value), calculation.text(quantity)];
    if (wrong !== undefined) [answer.wrong[address], answer.wrongTexts[address]] = [told(wrong), calculation.wrongText(quantity)];
  });
  answer.lines = calculation.lines.map((line) => data.quantities[line.quantity]);
  answer.differing = calculation.lines.filter((line) => line.wrong).map((line) => data.quantities[line.quantity]);
  return answer;
}

const asked = JSON.parse(readFileSync(0, "utf8"));
const answers = {
  functions: asked.functions?.map(([name, values]) => told(ELEMENTARY[name](...values.map(float)))),
  numbers: asked.numbers?.map(([value, digits]) => writeNumber(float(value), digits)),
  panels: asked.panels?.map(panel),
};
process.stdout.write(JSON.stringify(answers));
