/* The landscape's own computing against surfaces whose lines, ticks and paths are known by hand. */

import assert from "node:assert/strict";
import {test} from "node:test";

import {clippedSegment, decadesBetween, roundStep, signed, spoken, ticksBetween} from "../../handnet/page/axes.js";
import {Calculation} from "../../handnet/page/calculation.js";
import {contourLevels, contourLines, evenly, lossGrid} from "../../handnet/page/contours.js";
import {curveWords, lossRange} from "../../handnet/page/curve.js";
import {Landscape, descentPath, growthsOf, jumpsOf, parametersOf, rangeAround} from "../../handnet/page/descent.js";
import {landscapeWords, pathWords} from "../../handnet/page/landscape_plot.js";
import {SMALL, at} from "./small.mjs";

const near = (found, wanted, apart = 1e-12) => assert.ok(Math.abs(found - wanted) <= apart, `${found} is not ${wanted}`);
const PARABOLA = {lossAndGradient: ([w]) => [w * w, 2 * w]};

// --- ticks and numbers ---

test("ticks are round, evenly apart, inside, and read as what they are", () => {
  assert.deepEqual(ticksBetween(-3, 3, 6), {values: [-3, -2, -1, 0, 1, 2, 3], texts: ["−3", "−2", "−1", "0", "1", "2", "3"]});
  assert.deepEqual(ticksBetween(0.29, 0.31, 4).texts, ["0.290", "0.295", "0.300", "0.305", "0.310"]);
  assert.deepEqual(ticksBetween(0, 4e-7, 4).texts, ["0", "10⁻⁷", ...[2, 3, 4].map((each) => `${each}\u00a0×\u00a010⁻⁷`)]);
  for (let count = 0; count < 2000; count++) {
    const low = (((count * 7919) % 1000) - 500) * 10 ** ((count % 9) - 4);
    const high = low + (1 + ((count * 104729) % 97)) * 10 ** ((count % 7) - 4);
    const {values, texts} = ticksBetween(low, high, 6);
    const dust = 1e-9 * (high - low);
    assert.ok(values.length >= 1 && values.length <= 8, `${low} to ${high}: ${values}`);
    assert.equal(new Set(texts).size, values.length, `${low} to ${high}: ${texts}`);
    values.forEach((value, place) => {
      assert.ok(value >= low - dust && value <= high + dust);
      if (!texts[place].includes("10")) near(Number(texts[place].replace("−", "-")), value, 1e-12 * Math.abs(value));
    });
  }
});

test("a round step is the next of 1, 2, 5, 10", () => {
  assert.deepEqual([0.03, 0.1, 1.1, 3, 7, 5e-300].map(roundStep), [0.05, 0.1, 2, 5, 10, 5e-300]);
});

test("decades are powers of ten, thinned where there are many", () => {
  assert.deepEqual(decadesBetween(0.002, 30, 8), {values: [0.01, 0.1, 1, 10], texts: ["0.01", "0.1", "1", "10"]});
  assert.deepEqual(decadesBetween(1e-12, 1, 5).texts, ["10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "10⁰"]);
});

test("numbers in words have real signs", () => {
  assert.equal(signed("-3.04e-05"), "−3.04\u00a0×\u00a010⁻⁵");
  assert.equal(spoken(-0.123456789, {}), "−0.123457");
  assert.equal(spoken(0.5, {decimals: 3}), "0.500");
});

// --- a segment in a box ---

test("a segment is cut where it crosses the border of the box", () => {
  const box = {left: 0, right: 10, top: 0, bottom: 10};
  assert.deepEqual(clippedSegment([2, 3], [4, 5], box), [[2, 3], [4, 5]]);
  assert.deepEqual(clippedSegment([-5, 5], [15, 5], box), [[0, 5], [10, 5]]);
  assert.deepEqual(clippedSegment([5, 5], [25, 25], box), [[5, 5], [10, 10]]);
  assert.deepEqual(clippedSegment([5, 5], [5, -1e300], box), [[5, 5], [5, 0]]);
  assert.equal(clippedSegment([-5, 1], [1, -5], box), null);
  assert.equal(clippedSegment([11, 0], [11, 9], box), null);
  assert.equal(clippedSegment([NaN, 0], [1, 1], box), null);
});

// --- lines of equal loss ---

test("a line of a bowl is one closed circle, within the error of straight pieces", () => {
  const grid = lossGrid(([x, y]) => x * x + y * y, evenly(-3, 3, 41), evenly(-3, 3, 41));
  const lines = contourLines(grid, 4);
  assert.equal(lines.length, 1);
  assert.deepEqual(lines[0][0], lines[0].at(-1));
  for (const [x, y] of lines[0]) near(Math.hypot(x, y), 2, 0.15 ** 2 / 8 / 2 + 1e-3);
});

test("a line of a plane is straight, from border to border, and exact", () => {
  const grid = lossGrid(([x, y]) => x + 2 * y, evenly(-1, 1, 11), evenly(-1, 1, 21));
  const lines = contourLines(grid, 0.3);
  assert.equal(lines.length, 1);
  for (const [x, y] of lines[0]) near(x + 2 * y, 0.3);
  const ends = [lines[0][0], lines[0].at(-1)].map(([x]) => x).sort((a, b) => a - b);
  assert.deepEqual(ends, [-1, 1]);
});

test("a saddle has two lines that do not meet; its middle says how they run", () => {
  for (const level of [0.05, -0.05]) {
    const grid = lossGrid(([x, y]) => x * y, evenly(-1.05, 1.05, 22), evenly(-1.05, 1.05, 22));
    const lines = contourLines(grid, level);
    assert.equal(lines.length, 2);
    for (const line of lines) {
      const sides = new Set(line.map(([x]) => Math.sign(x)));
      assert.equal(sides.size, 1, `one line lies on both sides at ${level}`);
      for (const [x, y] of line) near(x * y, level, 0.003);
    }
  }
});

test("every crossing of the grid belongs to exactly one line", () => {
  const grid = lossGrid(([x, y]) => Math.sin(3 * x) * Math.cos(4 * y) + 0.3 * x, evenly(-2, 2, 31), evenly(-2, 2, 31));
  const {xs, ys, values} = grid;
  for (const level of [-0.5, 0, 0.01, 0.4]) {
    let crossed = 0;
    for (let row = 0; row < 31; row++) {
      for (let column = 0; column < 31; column++) {
        const here = values[row * 31 + column] >= level;
        if (column < 30 && here !== values[row * 31 + column + 1] >= level) crossed += 1;
        if (row < 30 && here !== values[(row + 1) * 31 + column] >= level) crossed += 1;
      }
    }
    const points = contourLines(grid, level).flatMap((line) => {
      const isClosed = line[0].every((each, place) => each === line.at(-1)[place]);
      return isClosed ? line.slice(1) : line;
    });
    assert.equal(points.length, crossed);
    assert.equal(new Set(points.map(String)).size, crossed);
    for (const [x, y] of points) assert.ok(xs.includes(x) || ys.includes(y));
  }
});

test("where the loss is no number there is no line, and no error", () => {
  const grid = lossGrid(([x, y]) => (x < 0 ? NaN : x + y), evenly(-1, 1, 9), evenly(-1, 1, 9));
  for (const [x] of contourLines(grid, 0.5).flat()) assert.ok(x >= 0);
  assert.deepEqual(contourLevels(lossGrid(() => NaN, [0, 1], [0, 1]).values, 9), []);
  assert.deepEqual(contourLevels(lossGrid(() => 0.5, [0, 1], [0, 1]).values, 9), []);
});

test("levels are evenly apart on a slope, and grow out of a valley or a plateau", () => {
  const of = (loss) => contourLevels(lossGrid(loss, evenly(-1, 1, 41), evenly(-1, 1, 41)).values, 12);
  assert.deepEqual(of(([x]) => x), [-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8]);
  const valley = of(([x, y]) => x ** 4 + y ** 4);
  assert.deepEqual(valley, [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]);
  const plateau = of(([x, y]) => 1 - Math.exp(-20 * (x * x + y * y)));
  const gaps = plateau.slice(1).map((each, place) => each - plateau[place]);
  assert.ok(plateau.length >= 5 && gaps.every((gap, place) => !place || gap < gaps[place - 1]), String(plateau));
});

// --- descent ---

test("on a parabola each update multiplies the distance by 1 - 2 rate", () => {
  const path = descentPath(PARABOLA, [3], {rate: 0.1, momentum: 0}, 10);
  path.points.forEach(([w], t) => near(w, 3 * 0.8 ** t));
  path.losses.forEach((loss, t) => near(loss, 9 * 0.64 ** t));
  assert.deepEqual([path.points.length, path.left, jumpsOf(path), growthsOf(path)], [11, false, 0, 0]);
});

test("momentum follows its difference equation w' = w + mu (w - w before) - rate slope", () => {
  const {points} = descentPath(PARABOLA, [1], {rate: 0.05, momentum: 0.9}, 30);
  for (let t = 1; t < 30; t++) {
    const [[before], [now], [after]] = points.slice(t - 1, t + 2);
    near(after, now + 0.9 * (now - before) - 0.05 * 2 * now);
  }
});

test("too large a rate jumps across and grows, until the path leaves the floats and says so", () => {
  const path = descentPath(PARABOLA, [1], {rate: 1.5, momentum: 0}, 1000);
  path.points.slice(0, 20).forEach(([w], t) => assert.equal(w, (-2) ** t));
  assert.equal(path.left, true);
  assert.ok(path.losses.every(Number.isFinite));
  assert.equal(jumpsOf(path), path.steps.length);
  assert.equal(growthsOf(path), path.steps.length);
});

test("the landscape of a calculation leaves the calculation alone", () => {
  const calculation = new Calculation(SMALL);
  const land = new Landscape(calculation, [at("w2"), at("w1")]);
  assert.deepEqual(land.start, [2, 1]);
  near(land.loss([2, 1]), 1.445);
  near(land.loss([1, 0.5]), (0.35 + 1) ** 2 / 2);
  near(land.slope([2, 1])[0], 1.7 * 0.3);
  near(land.slope([2, 1])[1], 1.7 * 0.1);
  assert.equal(calculation.value(at("w1")), 1);
  calculation.set(at("x1"), 0, "0");
  near(new Landscape(calculation, [at("w2")]).loss([2]), 1.6 ** 2 / 2);
  assert.deepEqual(parametersOf(SMALL), [at("w1"), at("w2")]);
  assert.deepEqual(parametersOf({...SMALL, loss: null}), []);
});

test("a path over all weights is the descent that the panel takes", () => {
  const calculation = new Calculation(SMALL);
  const land = new Landscape(calculation, [at("w1"), at("w2")]);
  const {points} = descentPath(land, land.start, {rate: 0.5, momentum: 0.9}, 12);
  calculation.take(12);
  near(points[12][0], calculation.value(at("w1")));
  near(points[12][1], calculation.value(at("w2")));
  const now = new Landscape(calculation, [at("w1"), at("w2")]);
  near(now.slope(now.start)[0], calculation.value(at("dJ/dw1")));
});

test("a convention that multiplies gradients does not bend the tangent", () => {
  const land = new Landscape(new Calculation({...SMALL, factor: 2}), [at("w2")]);
  near(land.slope([2])[0], (1.7 * 0.3) / 2);
});

test("ranges lie around the present numbers, equally long, with round ends", () => {
  assert.deepEqual(rangeAround([0.15]), [[-3, 3]]);
  assert.deepEqual(rangeAround([0, 2]), [[-3, 3], [-1, 5]]);
  for (const value of [-250, -0.4, 7, 1e6, 3e-8]) {
    const [[low, high]] = rangeAround([value]);
    assert.ok(low < value && value < high, `${low} to ${high} has no ${value}`);
  }
});

// --- words ---

test("the curve is logarithmic where J falls over decades, and never where it reaches 0", () => {
  assert.equal(lossRange([1, 0.5, 0.005]).logarithmic, true);
  assert.equal(lossRange([1, 0.5]).logarithmic, false);
  assert.equal(lossRange([1, 0]).logarithmic, false);
  const {low, high} = lossRange([0.3, 0.3]);
  assert.ok(low < 0.3 && 0.3 < high);
});

test("words say from where to where, what was lower on the way, and where the floats end", () => {
  const points = (...losses) => losses.map((loss, updates) => ({updates, loss}));
  assert.equal(curveWords(points(2, 1), String), "The loss over 1 update: from 2 to 1.");
  assert.match(curveWords(points(2, 0.5, 1), String), /from 2 to 1\. It was lowest after update 1: 0\.5\./);
  assert.match(curveWords(points(2, 9, NaN), String), /from 2 to 9\. After update 1 it is no finite number\./);
});

test("the words of a path have its ends, its jumps, and where it leaves the picture", () => {
  const name = (quantity) => (quantity === 0 ? "J" : "w");
  const land = {...PARABOLA, calculation: {data: {loss: 0}, text: () => "1.0"}, parameters: [1], start: [1], slope: ([w]) => [2 * w]};
  const going = (rate) => descentPath(land, [1], {rate, momentum: 0}, 3);
  const words = (rate) => pathWords(land, going(rate), [[-3, 3]], name, String);
  assert.equal(words(0.25), "Now w = 1.0 and J = 1. The slope here is 2. 3 updates lead to w = 0.125 and J = 0.015625.");
  const wild = "J grew at 3 updates. 3 updates jumped across a bottom. Update 2 leaves the picture, and the path is cut off there.";
  assert.ok(words(1.5).endsWith(wild), words(1.5));
  const drawn = {lowest: {point: [0], loss: 0}, isEqual: false};
  assert.equal(
    landscapeWords(land, [[-3, 3]], drawn, name, String),
    "J along w from −3 to 3. It is lowest, of what is drawn, at w = 0: 0.",
  );
});
