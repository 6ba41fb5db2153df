/* What the page says of answers that a Python test hands over on standard input:

  {"sheets": [{"answers", "data", "moves": [[quantity, value, text], …], "rows": [[text, …], …]}, …]}
      -> of each, of each row of texts, of each text [status, reason]
  {"boxes": [[tree, [[low, high], …], rounding], …]}     -> [low, high] that the tree gives; floats as text
  {"read": [text, …]}                                    -> what each is read as
*/

import {readFileSync} from "node:fs";

import {Calculation} from "../../handnet/page/calculation.js";
import {Judge} from "../../handnet/page/judge.js";
import {readAnswer} from "../../handnet/page/number_reading.js";
import {ByHand, walked} from "../../handnet/page/reach.js";

const float = (text) => Number(text.replace("inf", "Infinity"));
const told = (value) => String(value).replace("Infinity", "inf");

function judged({answers, data, moves, rows}) {
  const calculation = new Calculation(data);
  const judge = new Judge(answers, calculation);
  if (moves.length) calculation.setAll(moves);
  return rows.map((texts) => judge.judged(texts.map(readAnswer)).map(({status, reason}) => [status, reason ?? ""]));
}

function reached([tree, boxes, rounding]) {
  return walked(new ByHand(rounding), tree, boxes.map((box) => box.map(float))).map(told);
}

const asked = JSON.parse(readFileSync(0, "utf8"));
const answers = {sheets: asked.sheets?.map(judged), boxes: asked.boxes?.map(reached), read: asked.read?.map(readAnswer)};
process.stdout.write(JSON.stringify(answers));
