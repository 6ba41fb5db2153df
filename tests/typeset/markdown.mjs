// Pages of Markdown as GitHub, JupyterLab, VS Code and Colab read them: every formula arrives as it was
// written, nothing else becomes one, and tables, lists and words are the same for all.
//
//     python markdown_pages.py | node markdown.mjs
//
// Standard input holds one page a line: {"where": "…", "markdown": "…"}. In handnet's Markdown a dollar
// outside of code is always the beginning or the end of a formula, so that what was written is known
// without reading any Markdown. A line {"before": "…", "after": "…"} holds a formula as it is for paper and
// as it is for Markdown: MathJax must make the same of both. The last lines count; the exit code is 1 when
// anything differs.

import { createInterface } from "node:readline";
import { isTheSame } from "./same.mjs";
import { BUDGET, READERS } from "./readers.mjs";

const TAGS = ["h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "table", "tr", "th", "td", "details", "summary",
  "strong", "em", "del", "code", "pre", "a", "img", "blockquote", "hr", "script", "style"];
const MATH = /\$\$([^$]+)\$\$|\$([^$]+)\$/g;
const CODE = /^```[\s\S]*?^```|(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/gm;

export function written(markdown) {
  const formulas = [...markdown.replace(CODE, "").matchAll(MATH)];
  return formulas.map(([, display, inline]) => ({ latex: display ?? inline, display: display !== undefined }));
}

const flat = ({ latex, display }) => `${display ? "displayed" : "inline"}: ${latex.trim().replace(/\s+/g, " ")}`;

function firstDifference(expected, found) {
  const at = expected.findIndex((each, place) => each !== found[place]);
  const place = at < 0 ? expected.length : at;
  return `${expected.length} formulas written, ${found.length} found; number ${place + 1} is ` +
    `${found[place] ?? "missing"} instead of ${expected[place] ?? "none"}`;
}

const counts = (html) =>
  TAGS.map((tag) => [tag, (html.match(new RegExp(`<${tag}[ >]`, "g")) ?? []).length])
    .filter(([, count]) => count)
    .map(([tag, count]) => `${tag} ${count}`)
    .join(", ");

// What is wrong with a page, in words.
export function faults(markdown) {
  const expected = written(markdown).map(flat);
  const wrong = [];
  const shapes = {};
  for (const [name, read] of Object.entries(READERS)) {
    const { html, formulas, problems = [] } = read(markdown);
    const found = formulas.map(flat);
    if (expected.join("\n") !== found.join("\n")) wrong.push(`${name}: ${firstDifference(expected, found)}`);
    wrong.push(...problems.map((each) => `${name}: ${each}`));
    shapes[name] = name === "VS Code" ? counts(html.replace(/<span class="katex[\s\S]*?<\/math>/g, "")) : counts(html);
  }
  const [usual] = Object.values(shapes);
  for (const [name, shape] of Object.entries(shapes)) {
    if (name !== "VS Code" && shape !== usual) wrong.push(`${name}: ${shape}; others: ${usual}`);
  }
  return wrong;
}

if (import.meta.filename === process.argv[1] || process.argv[1]?.endsWith("markdown.mjs")) {
  let pages = 0;
  let formulas = 0;
  let long = 0;
  let bad = 0;
  let compared = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const { where, markdown, before, after } = JSON.parse(line);
    if (before !== undefined) {
      compared += 1;
      if (!isTheSame(before, after)) {
        bad += 1;
        console.log(`not the same formula:\n    ${before}\n    ${after}`);
      }
      continue;
    }
    pages += 1;
    formulas += written(markdown).length;
    const found = faults(markdown);
    if (found.some((each) => each.endsWith(BUDGET))) long += 1;
    const wrong = found.filter((each) => !each.endsWith(BUDGET));
    if (wrong.length) {
      bad += 1;
      console.log([where, ...wrong].join("\n    "));
    }
  }
  console.log(`${pages} pages with ${formulas} formulas read as ${Object.keys(READERS).join(", ")}: ${bad} differ; ` +
    `${long} are too long for GitHub to typeset whole`);
  console.log(`${compared} formulas are the same as on paper, but for those above`);
  process.exitCode = bad || !formulas ? 1 : 0;
}
