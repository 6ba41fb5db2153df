// How a page of Markdown is read by GitHub, JupyterLab, VS Code and Colab: the formulas that each finds.
//
// JupyterLab   its own `removeMath` takes formulas out, marked reads the rest, MathJax looks for dollars
//              in the page.
// VS Code      markdown-it with the plug-in that its preview uses.
// GitHub       a model, as its renderer cannot be had: GitHub's Markdown first (micromark reads it as
//              cmark-gfm does); then, in each piece of text outside of code and emphasis, $$…$$ and what
//              stands between dollars with a space or a sign of the sentence on either side; no refused
//              command, no more than 1000 opening braces in a formula and 2000 on a page.
// Colab        a model: marked first, then MathJax looks for dollars in the page.

globalThis.navigator ??= {}; // JupyterLab's module asks for the browser's name
import { removeMath, replaceMath } from "@jupyterlab/rendermime/lib/latex.js";
import vscodeKatex from "@vscode/markdown-it-katex";
import { createRequire } from "node:module";
import MarkdownIt from "markdown-it";
import { marked } from "marked";
import { mathjax } from "mathjax-full/js/mathjax.js";
import { TeX } from "mathjax-full/js/input/tex.js";
import { liteAdaptor } from "mathjax-full/js/adaptors/liteAdaptor.js";
import { RegisterHTMLHandler } from "mathjax-full/js/handlers/html.js";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

const adaptor = liteAdaptor();
RegisterHTMLHandler(adaptor);
const DOLLARS = {
  inlineMath: [["$", "$"], ["\\(", "\\)"]],
  displayMath: [["$$", "$$"], ["\\[", "\\]"]],
  processEscapes: true,
  processEnvironments: true,
};
const SILENT = ["CODE", "PRE", "EM", "STRONG", "A", "SUMMARY"]; // where GitHub looks for no formula
const REFUSED = ["operatorname", "phantom", "hphantom", "vphantom", "mathchoice", "unicode", "colorbox",
  "newcommand", "renewcommand", "def", "let", "bbox", "href", "require", "class", "cssId", "style"];
const MOST = 1000;
const MOST_ON_A_PAGE = 2000;

export const BUDGET = "page over GitHub's budget";

function foundByMathJax(html) {
  const page = mathjax.document(html, { InputJax: new TeX(DOLLARS) });
  page.findMath();
  return { html, formulas: [...page.math].map(({ math, display }) => ({ latex: math, display })) };
}

export function jupyterlab(markdown) {
  const { text, math } = removeMath(markdown);
  return foundByMathJax(replaceMath(marked.parse(text, { gfm: true }), math));
}

export function colab(markdown) {
  return foundByMathJax(marked.parse(markdown, { gfm: true }));
}

const katexPlugin = vscodeKatex.default ?? vscodeKatex;
const vscodeReader = new MarkdownIt({ html: true, linkify: true }).use(katexPlugin, { katex: createRequire(import.meta.url)("katex") });

export function vscode(markdown) {
  const formulas = [];
  const walk = (tokens) => {
    for (const token of tokens) {
      if (token.type.startsWith("math_")) {
        formulas.push({ latex: token.content, display: token.type !== "math_inline" });
      }
      if (token.children) walk(token.children);
    }
  };
  walk(vscodeReader.parse(markdown, {}));
  return { html: "", formulas };
}

export function github(markdown) {
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const formulas = [];
  const problems = [];
  const walk = (node, silent) => {
    for (const child of adaptor.childNodes(node)) {
      const kind = adaptor.kind(child);
      if (kind === "#text") {
        const [found, left] = betweenDollars(adaptor.value(child));
        if (silent === "") formulas.push(...found);
        else if (silent !== "CODE" && found.length) problems.push(`a formula in ${silent}: ${found[0].latex}`);
        if (left.replace(/^\$$/, "").includes("$") && silent !== "CODE") problems.push(`a dollar is left: ${left}`);
      } else if (kind !== "#comment") {
        const name = kind.toUpperCase();
        walk(child, silent || (name === "PRE" ? "CODE" : SILENT.includes(name) ? name : ""));
      }
    }
  };
  walk(adaptor.body(adaptor.parse(html, "text/html")), "");
  let total = 0;
  for (const { latex } of formulas) {
    const cost = latex.split("{").length;
    total += cost;
    if (cost > MOST) problems.push(`${cost} braces in one formula`);
    const refused = REFUSED.filter((name) => new RegExp(String.raw`\\${name}(?![a-zA-Z])`).test(latex));
    if (refused.length) problems.push(`not allowed: ${refused}`);
  }
  if (total > MOST_ON_A_PAGE) problems.push(BUDGET);
  return { html, formulas, problems };
}

const DOLLARED = /\$\$([^$]+)\$\$|(?<=^|[\s(])\$(?=\S)([^$]*?\S)\$(?=[\s.,:;!?)]|$)/g;

// The formulas in a text, and the text without them.
function betweenDollars(text) {
  const formulas = [...text.matchAll(DOLLARED)].map(([, display, inline]) => ({
    latex: display ?? inline,
    display: display !== undefined,
  }));
  return [formulas, text.replace(DOLLARED, " ")];
}

export const READERS = { JupyterLab: jupyterlab, "VS Code": vscode, GitHub: github, Colab: colab };
