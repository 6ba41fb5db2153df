// Typesets formulas with KaTeX (strict) and with MathJax 3 as JupyterLab sets it up.
//
//     python formulas.py | node check.mjs
//
// Standard input holds one formula a line: {"where": "…", "latex": "…", "display": true}; where a
// line has no "display", the formula is a displayed one. Every refused formula is printed with the
// place it comes from and the reason; the last line counts. The exit code is 1 when a formula is
// refused, when a line cannot be read, and when no formula came at all.
//
// JupyterLab loads all of MathJax's TeX packages. Two of them are left out here because they hide
// mistakes: noundefined prints an unknown command in red, noerrors prints the source as it stands.

import { createInterface } from "node:readline";
import katex from "katex";
import { mathjax } from "mathjax-full/js/mathjax.js";
import { STATE } from "mathjax-full/js/core/MathItem.js";
import { TeX } from "mathjax-full/js/input/tex.js";
import { AllPackages } from "mathjax-full/js/input/tex/AllPackages.js";
import { liteAdaptor } from "mathjax-full/js/adaptors/liteAdaptor.js";
import { CHTML } from "mathjax-full/js/output/chtml.js";
import { RegisterHTMLHandler } from "mathjax-full/js/handlers/html.js";

const HIDING = ["noundefined", "noerrors"];

function withKatex(latex, display) {
  katex.renderToString(latex, { displayMode: display, throwOnError: true, strict: "error" });
}

function mathjaxTypesetter() {
  RegisterHTMLHandler(liteAdaptor());
  const packages = AllPackages.filter((name) => !HIDING.includes(name));
  const options = { packages, formatError: (_, error) => { throw error; } };
  const output = new CHTML(); // not used, but a package asks whether it is there
  return (latex, display) => {
    const input = new TeX(options); // a new one: a macro or a label of one formula must not help the next
    const page = mathjax.document("", { InputJax: input, OutputJax: output });
    const root = page.convert(latex, { display, end: STATE.CONVERT });
    root.walkTree((node) => {
      if (node.isKind("merror")) {
        throw new Error(node.attributes.get("data-mjx-error") ?? "an error inside the formula");
      }
    });
  };
}

const typesetters = { KaTeX: withKatex, MathJax: mathjaxTypesetter() };
let formulas = 0;
let lines = 0;
let refused = 0;

function refuse(where, latex, by, reason) {
  refused += 1;
  console.log(`${where}\n    ${latex}\n    ${by}: ${reason}`);
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  lines += 1;
  if (!line.trim()) continue;
  let each;
  try {
    each = JSON.parse(line);
  } catch (error) {
    refuse(`line ${lines}`, line, "JSON", error.message);
    continue;
  }
  const { where = `line ${lines}`, latex, display = true } = each ?? {};
  if (typeof latex !== "string" || !latex.trim()) {
    refuse(where, line, "JSON", "there is no latex in this line");
    continue;
  }
  formulas += 1;
  for (const [name, typeset] of Object.entries(typesetters)) {
    try {
      typeset(latex, display);
    } catch (error) {
      refuse(where, latex, name, error.message);
    }
  }
}
if (formulas === 0) console.log("no formula came in");
console.log(`${formulas} formulas typeset with ${Object.keys(typesetters).join(" and ")}, ${refused} refused`);
process.exitCode = refused || !formulas ? 1 : 0;
