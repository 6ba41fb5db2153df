/* The sheet in which answers are typed: a row for each, and above them how it stands.

  drawSheet(data, root, hooks)   {setAnswers(answers), setVerdicts(verdicts, summary), setHeard(isHeard), element, destroy()}
      hooks: {onAnswers(answers)}, called a moment after the last key, at once on Enter and on leaving a box;
             {onAsk()}, called when a hint is wanted that has to be looked for

Answers are judged elsewhere: in Python (`answer_sheet`) or in the page (`own_answers`). A verdict is shown
while its text stands in the box: one that comes late is left out, and none moves the focus or changes
what was typed.
*/

import {AnswerRow} from "./answer_row.js";
import {newlySaid, pastedCells, placedCells, verdictOn} from "./answer_texts.js";
import {make, makeMath, setFlag, setText} from "./dom.js";

const AFTER_LAST_KEY = 250; // milliseconds
const ALONE = "Nobody answers: checking needs a running notebook. Run this cell, or wait if others are running.";

class Sheet {
  #unsent = new Set(); // rows
  #timer = null;
  #verdicts = [];

  constructor(data, hooks) {
    this.hooks = hooks;
    this.asked = data.rows;
    const own = `handnet-${Math.random().toString(36).slice(2)}`; // two sheets may stand on one page
    const answered = {
      onType: (row) => this.#later([row]),
      onDone: () => this.send(),
      onMove: (row, by) => this.rows[this.rows.indexOf(row) + by]?.focus(),
      onPaste: (row, event) => this.#paste(row, event),
      onAsk: () => hooks.onAsk(),
    };
    this.rows = data.rows.map((asked, place) => new AnswerRow(asked, `${own}-${place}`, answered));
    this.words = make("span", {class: "handnet-sheet-words"});
    this.first = make("button", {class: "handnet-sheet-first", onclick: () => this.#goTo(this.firstAddress)});
    this.look = make("span", {class: "handnet-sheet-look", hidden: true}, " First to look at again: ", this.first);
    this.alone = make("p", {class: "handnet-sheet-alone", role: "status", hidden: true});
    this.tooMany = make("p", {class: "handnet-sheet-too-many", role: "status", hidden: true});
    this.live = make("div", {class: "handnet-sheet-live", "aria-live": "polite"});
    this.element = make("div", {class: "handnet-sheet", role: "group", "aria-label": data.title});
    const title = make("p", {class: "handnet-sheet-title"}, data.title);
    const above = make("p", {class: "handnet-sheet-summary"}, this.words, this.look);
    const answers = make("div", {class: "handnet-answers"}, ...this.#inParts(data.rows));
    this.element.append(title, above, this.alone, this.tooMany, answers, this.live);
  }

  /* The rows, with the name of a part before its first row if there is more than one. */
  #inParts(asked) {
    const several = new Set(asked.map(({part}) => part)).size > 1;
    return this.rows.flatMap(({element}, place) => {
      const isFirst = several && asked[place].part !== asked[place - 1]?.part;
      return isFirst ? [make("p", {class: "handnet-answers-part"}, asked[place].part), element] : [element];
    });
  }

  // --- what a person does ---

  #later(rows) {
    for (const row of rows) this.#unsent.add(row);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), AFTER_LAST_KEY);
    this.tooMany.hidden = true;
    this.#draw();
  }

  send() {
    clearTimeout(this.#timer);
    if (!this.#unsent.size) return;
    this.#unsent.clear();
    this.hooks.onAnswers(Object.fromEntries(this.rows.map((row) => [row.address, row.text])));
  }

  #paste(row, event) {
    const cells = pastedCells(event.clipboardData?.getData("text/plain") ?? "");
    if (cells === null) return;
    event.preventDefault();
    const {placed, left} = placedCells(this.rows, row, cells);
    for (const [each, cell] of placed) each.text = cell;
    const filled = placed.map(([each]) => each);
    this.#later(filled);
    this.send();
    filled.at(-1).focus();
    this.tooMany.hidden = !left;
    setText(this.tooMany, `Of ${cells.length} pasted values ${left} found no box.`);
  }

  #goTo(address) {
    this.rows.find((row) => row.address === address)?.focus();
  }

  // --- what is seen ---

  /* What is being typed is newer than what comes. */
  setAnswers(answers) {
    for (const row of this.rows) if (!this.#unsent.has(row)) row.text = answers[row.address] ?? "";
    this.#draw();
  }

  setVerdicts(verdicts, summary) {
    const said = newlySaid(this.asked, this.#verdicts, verdicts);
    this.#verdicts = verdicts;
    setText(this.words, summary.words ?? "");
    this.#point(summary.first ?? "");
    this.#draw();
    setText(this.live, said.join(". ")); // what was said of an answer that is gone does not stay to be found
  }

  #point(address) {
    this.look.hidden = !address;
    if (this.firstAddress === address) return;
    this.firstAddress = address;
    const asked = this.asked.find((each) => each.address === address);
    if (!asked) return;
    this.first.setAttribute("aria-label", asked.text);
    this.first.replaceChildren(makeMath(asked.math));
  }

  setHeard(isHeard) {
    this.alone.hidden = isHeard;
    setText(this.alone, isHeard ? "" : ALONE);
    setFlag(this.element, "handnet-sheet-unheard", !isHeard);
  }

  #draw() {
    for (const row of this.rows) {
      const verdict = verdictOn(this.#verdicts, row.address, row.text);
      if (verdict || !row.text.trim()) row.show(verdict);
      else row.wait();
    }
  }
}

export function drawSheet(data, root, hooks) {
  const sheet = new Sheet(data, hooks);
  root.append(sheet.element);
  return {
    setAnswers: (answers) => sheet.setAnswers(answers),
    setVerdicts: (verdicts, summary) => sheet.setVerdicts(verdicts, summary),
    setHeard: (isHeard) => sheet.setHeard(isHeard),
    element: sheet.element,
    destroy() {
      sheet.send();
      sheet.element.remove();
    },
  };
}
