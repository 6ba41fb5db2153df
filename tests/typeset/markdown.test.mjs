// The readers themselves: what each finds in Markdown that is known to be right or wrong for it.

import assert from "node:assert/strict";
import test from "node:test";
import { faults, written } from "./markdown.mjs";
import { READERS } from "./readers.mjs";

const latex = (name, markdown) => READERS[name](markdown).formulas.map((each) => each.latex.trim());

test("a page without marks in its formulas is the same for all", () => {
  const page = String.raw`### One

The sum $z_1^{[1]}$, then $\frac{a}{b}$: right.

$$\begin{aligned}
z_ {12} &= w \cr
&= 2 && \text{rule}
\end{aligned}$$

| a | b |
| :--- | ---: |
| $x_1$ | 1 |

<details><summary>more</summary>

$$x$$

</details>`;
  assert.deepEqual(faults(page), []);
  assert.equal(written(page).length, 5);
});

const WRONG = {
  "rows that end in two backslashes": [String.raw`$$a \\ b$$`, "GitHub"],
  "a brace with a backslash": [String.raw`A set $\{x\}$ of one.`, "GitHub"],
  "low lines that begin emphasis": ["The $x^{a}_{b}$ and $y^{c}_{d}$ here.", "GitHub"],
  "a command that is not allowed": [String.raw`$\operatorname{ReLU}(z)$`, "GitHub"],
  "a formula in emphasis": ["*the $x$ of it*", "GitHub"],
  "a word that touches a dollar": ["the $x$th of them", "VS Code"],
  "a stroke in a cell": ["| a |\n| --- |\n| $|x|$ |", "GitHub"],
  "dollars of a price": [String.raw`It costs \$5 and \$6.`, "JupyterLab"],
};

for (const [what, [markdown, reader]] of Object.entries(WRONG)) {
  test(`${what}: ${reader} shows it wrong`, () => {
    assert.ok(faults(markdown).some((each) => each.startsWith(reader)), faults(markdown).join("\n"));
  });
}

test("what handnet makes of people's signs begins no formula anywhere", () => {
  const page = "It costs <span>&#36;</span>5 and <span>&#36;</span>6, <span>&#92;</span>(x<span>&#92;</span>) \\*a\\*.";
  assert.deepEqual(faults(page), []);
  for (const name of Object.keys(READERS)) assert.deepEqual(latex(name, page), []);
});

test("formulas arrive as they were written", () => {
  for (const name of Object.keys(READERS)) {
    assert.deepEqual(latex(name, String.raw`So $a_1 \lt b$, and $$\frac{1}{2} \ast x$$`), [String.raw`a_1 \lt b`, String.raw`\frac{1}{2} \ast x`], name);
  }
});
