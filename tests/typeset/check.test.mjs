// The check itself: what it lets pass, what it refuses, and that it says where and why.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

function check(...lines) {
  const input = lines.map((each) => (typeof each === "string" ? each : JSON.stringify(each)) + "\n").join("");
  const done = spawnSync("node", ["check.mjs"], { cwd: here, input, encoding: "utf-8" });
  return [done.status, done.stdout.trim().split("\n")];
}

test("good formulas pass", () => {
  const [status, said] = check(
    { where: "lines", latex: String.raw`\begin{aligned} z_1 &= w_{11} x_1 + b_1 \\ &= 0.15 \cdot 0.05 \end{aligned}` },
    { where: "text", latex: String.raw`\text{chain rule: } \frac{\partial J}{\partial w^{1}_{2}}`, display: false },
  );
  assert.deepEqual([status, said], [0, ["2 formulas typeset with KaTeX and MathJax, 0 refused"]]);
});

const WRONG = {
  "an unknown command": [String.raw`\foo{x} + 1`, ["KaTeX", "MathJax"]],
  "an open brace": [String.raw`\frac{1}{2`, ["KaTeX", "MathJax"]],
  "two indices": ["a_1_2", ["KaTeX", "MathJax"]],
  "a stray &": ["a & b", ["KaTeX", "MathJax"]],
  "an unknown letter": ["a + ß", ["KaTeX"]],
  "a comment": ["a % b", ["KaTeX"]],
  "inside of a box": [String.raw`\text{a $\foo$ b}`, ["KaTeX", "MathJax"]],
};

for (const [what, [latex, by]] of Object.entries(WRONG)) {
  test(`${what} is refused`, () => {
    const [status, said] = check({ where: "cell 3", latex });
    assert.equal(status, 1);
    assert.equal(said.at(-1), `1 formulas typeset with KaTeX and MathJax, ${by.length} refused`);
    assert.deepEqual(said.slice(0, 2), ["cell 3", `    ${latex}`]);
    assert.deepEqual(said.filter((_, index) => index % 3 === 2).map((line) => line.trim().split(":")[0]), by);
  });
}

test("a macro of one formula does not help the next", () => {
  const [status, said] = check({ latex: String.raw`\newcommand{\zz}{z} \zz` }, { latex: String.raw`\zz` });
  assert.equal(status, 1);
  assert.equal(said[0], "line 2");
});

test("no formula, or a line that is none, is a failure", () => {
  assert.equal(check()[0], 1);
  assert.equal(check("")[0], 1);
  assert.equal(check({ latex: "x" }, "nonsense")[0], 1);
  assert.equal(check({ latex: "x" }, { where: "empty", latex: " " })[0], 1);
});
