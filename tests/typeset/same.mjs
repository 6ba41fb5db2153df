// Whether two spellings are one formula: MathJax, with the packages that GitHub leaves it, makes the same of both.

import { mathjax } from "mathjax-full/js/mathjax.js";
import { STATE } from "mathjax-full/js/core/MathItem.js";
import { SerializedMmlVisitor } from "mathjax-full/js/core/MmlTree/SerializedMmlVisitor.js";
import { TeX } from "mathjax-full/js/input/tex.js";
import { AllPackages } from "mathjax-full/js/input/tex/AllPackages.js";
import { liteAdaptor } from "mathjax-full/js/adaptors/liteAdaptor.js";
import { CHTML } from "mathjax-full/js/output/chtml.js";
import { RegisterHTMLHandler } from "mathjax-full/js/handlers/html.js";

RegisterHTMLHandler(liteAdaptor());
const LEFT_OUT = ["noundefined", "noerrors", "bbox", "html", "require", "newcommand", "action", "colortbl"];
const packages = AllPackages.filter((name) => !LEFT_OUT.includes(name));
const formatError = (_, error) => { throw error; };
const visitor = new SerializedMmlVisitor();
const page = mathjax.document("", { InputJax: new TeX({ packages, formatError }), OutputJax: new CHTML() });

const mathml = (latex) => visitor.visitTree(page.convert(latex, { display: true, end: STATE.CONVERT }));

// What is meant to differ: names of functions and the room between lines have no spelling that all take,
// and some signs of people's words stand in full width.
const MEANT = [
  [/\\operatorname\{([^{}]*)\}/g, String.raw`\mathop{\mathrm{$1}}\nolimits`],
  [/\\\\\[\d+pt\]/g, String.raw`\rule[-1.1em]{0pt}{1.1em} \\`],
  [/\\phantom\{-\}/g, String.raw`\hspace{0.78em}`],
  [/\\_/g, String.raw`\text{＿}`],
  [/\\\$/g, String.raw`\text{＄}`],
  [/\\#/g, String.raw`\text{＃}`],
  [/\\%/g, String.raw`\text{％}`],
];

// MathJax marks a brace and a stroke as opening or closing by the command that was typed.
const looks = (latex) =>
  mathml(latex).replace(/ (?:data-mjx-[\w-]+|fence|stretchy|form|mathvariant)="[^"]*"/g, "").replace(/<\/?mrow>\s*/g, "").replace(/\s+/g, " ");

export function isTheSame(before, after) {
  const meant = MEANT.reduce((latex, [from, to]) => latex.replace(from, to), before);
  const whole = (rows) => (rows.includes("&") || rows.includes("\n") ? String.raw`\begin{aligned}${rows}\end{aligned}` : rows);
  return looks(whole(meant)) === looks(whole(after));
}
