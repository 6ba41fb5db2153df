/* Lines of equal loss over two quantities: a grid of losses, levels, and the lines between.

  lossGrid(loss, xs, ys)          {xs, ys, values}: loss([x, y]) at every crossing, row by row
  contourLevels(values, most)     round losses between the lowest and the highest
  contourLines(grid, level)       lines of this loss; each is a list of points, a closed one ends where it began
  evenly(low, high, count)        numbers evenly apart
*/

import {roundStep, ticksBetween} from "./axes.js";

const VALLEY = 0.2; // half of the picture lies in this part of the range: levels evenly apart would miss it
const DECADES = 1e3; // so much smaller than the largest is the smallest level that a valley gets
const NEAR_ZERO_FLOOR = 0.02; // a lowest loss below this part of the range counts as 0

export function evenly(low, high, count) {
  return Array.from({length: count}, (_, place) => low + ((high - low) * place) / (count - 1));
}

export function lossGrid(loss, xs, ys) {
  const values = new Float64Array(xs.length * ys.length);
  let place = 0;
  for (const y of ys) for (const x of xs) values[place++] = loss([x, y]);
  return {xs, ys, values};
}

// --- levels ---

export function contourLevels(values, most) {
  const sorted = values.filter(Number.isFinite).sort();
  if (!sorted.length) return [];
  const [low, high] = [sorted[0], sorted.at(-1)];
  const span = high - low;
  if (!(span > 1e-12 * Math.abs(high)) || span === Infinity) return [];
  const half = sorted[sorted.length >> 1];
  const isValley = half - low < VALLEY * span || high - half < VALLEY * span;
  const levels = isValley ? growingLevels(low, high, high - half < half - low) : ticksBetween(low, high, most).values;
  return levels.filter((level) => level > low && level < high);
}

/* 1, 2, 5, 10, … above the bottom of a valley; below the top of a plateau. */
function growingLevels(low, high, isPlateau) {
  const span = high - low;
  const base = !isPlateau && low >= 0 && low < NEAR_ZERO_FLOOR * span ? 0 : low;
  const most = isPlateau ? span : high - base;
  const offsets = [];
  for (let size = roundStep(most / DECADES); size < most; size = roundStep(size * 1.5)) offsets.push(size);
  const levels = isPlateau ? offsets.map((size) => high - size).reverse() : offsets.map((size) => base + size);
  return levels.map((level) => Number(level.toPrecision(12)));
}

// --- lines ---

/* Marching squares: a line enters and leaves a cell through the sides between a corner below the level
   and one that is not. Sides are numbered, so that the pieces of neighbours join. */
export function contourLines(grid, level) {
  const links = new Map();
  const join = (one, other) => {
    links.set(one, [...(links.get(one) ?? []), other]);
    links.set(other, [...(links.get(other) ?? []), one]);
  };
  const columns = grid.xs.length;
  for (let row = 0; row + 1 < grid.ys.length; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      crossCell(grid, level, row * columns + column, join);
    }
  }
  return joinedLines(links).map((sides) => sides.map((side) => crossing(grid, level, side)));
}

/* A side is 2 * corner for the one to the next column, 2 * corner + 1 for the one to the next row. */
function crossCell({xs, values}, level, corner, join) {
  const columns = xs.length;
  const a = values[corner];
  const b = values[corner + 1];
  const c = values[corner + columns + 1];
  const d = values[corner + columns];
  if (!Number.isFinite(a + b + c + d)) return;
  const [above, right] = [2 * (corner + columns), 2 * (corner + 1) + 1];
  const [below, left] = [2 * corner, 2 * corner + 1];
  switch ((a >= level) + 2 * (b >= level) + 4 * (c >= level) + 8 * (d >= level)) {
    case 1: case 14: return join(below, left);
    case 2: case 13: return join(below, right);
    case 4: case 11: return join(above, right);
    case 8: case 7: return join(above, left);
    case 3: case 12: return join(left, right);
    case 6: case 9: return join(below, above);
    case 5: return saddle((a + b + c + d) / 4 >= level);
    case 10: return saddle((a + b + c + d) / 4 < level);
    default: return undefined; // all corners are on one side
  }
  // the middle decides whether corners a and c are joined, or b and d
  function saddle(joinsAC) {
    join(left, joinsAC ? above : below);
    join(right, joinsAC ? below : above);
  }
}

function crossing({xs, ys, values}, level, side) {
  const corner = side >> 1;
  const columns = xs.length;
  const other = corner + (side % 2 ? columns : 1);
  const part = (level - values[corner]) / (values[other] - values[corner]);
  const [row, column] = [Math.floor(corner / columns), corner % columns];
  if (side % 2) return [xs[column], ys[row] + part * (ys[row + 1] - ys[row])];
  return [xs[column] + part * (xs[column + 1] - xs[column]), ys[row]];
}

/* From pairs to lines: those that end at the border first, then the closed ones. */
function joinedLines(links) {
  const lines = [];
  const follow = (start) => {
    const line = [start];
    for (let side = start; ; ) {
      const next = links.get(side).shift();
      if (next === undefined) break;
      links.get(next).splice(links.get(next).indexOf(side), 1);
      line.push((side = next));
    }
    if (line.length > 1) lines.push(line);
  };
  const ends = [...links].filter(([, others]) => others.length === 1).map(([side]) => side);
  ends.forEach(follow);
  [...links.keys()].forEach(follow);
  return lines;
}
