/* Answers with the numbers of landscapes: {"data", "moved": [address, …], "start", "points", "rate", "momentum",
   "updates", "taken"} in a list on standard input; `taken` are steps of descent that the panel took before. */

import {readFileSync} from "node:fs";

import {Calculation} from "../../handnet/page/calculation.js";
import {evenly, lossGrid} from "../../handnet/page/contours.js";
import {Landscape, descentPath, parametersOf} from "../../handnet/page/descent.js";

function answer({data, moved, start, points, rate, momentum, updates, taken}) {
  const calculation = new Calculation(data);
  calculation.take(taken);
  const numbers = moved.map((address) => data.quantities.indexOf(address));
  const land = new Landscape(calculation, numbers);
  const grid = moved.length === 2 ? lossGrid((point) => land.loss(point), evenly(-3, 3, 5), evenly(-2, 4, 4)) : null;
  return {
    start: land.start,
    values: points.map((point) => land.loss(point)),
    slopes: points.map((point) => land.slope(point)),
    path: descentPath(land, start, {rate, momentum}, updates),
    grid: grid && [...grid.values],
    parameters: parametersOf(data).map((quantity) => data.quantities[quantity]),
  };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(answer)));
