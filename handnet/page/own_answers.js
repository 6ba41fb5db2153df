/* Answers that are typed into the page and judged there, for the numbers that its sliders show.

  drawAnswers(answers, data, root)    {setValues(pairs, phase), setNotation(name), element, destroy()}
      answers: the data of handnet/living/answers.py; data: those of the panel; pairs: [quantity, value] of
      given numbers; phase: that of the panel's calculation

It has a calculation of its own, so that nothing that was worked out need stand on the page. What is typed
stays in this tab of the browser.
*/

import {Calculation} from "./calculation.js";
import {make, setText} from "./dom.js";
import {symbolMath} from "./formulas.js";
import {Judge} from "./judge.js";
import {readAnswer} from "./number_reading.js";
import {drawSheet} from "./sheet.js";

const NOT_YET = "not right yet";
const WORDS = {follows: NOT_YET, wrong: NOT_YET, undecided: "not decided", unreadable: "cannot be read"};
const FOLLOWS = "but it follows from your numbers above";
const STRAYS = "but it does not follow from your numbers above";
const NOTES = {
  rounded: "rounded on the way",
  digits: "the digits are too few to tell: write more of them",
  endless: "these numbers lead to no finite value here",
};
const FEWER = "with fewer digits than asked";
const MOVING = 120; // milliseconds after the last move of a slider
const HOW = "An answer is right if careful work leads to it, rounded on the way to the digits that you write.";
const PAUSED = "Here later steps of descent have lines of their own: go back to the start to have answers judged.";
const MOVED = "Judged for the numbers that the sliders show now, not for those of the problem.";

class OwnAnswers {
  #timer = null;
  #phase = 0;

  constructor(answers, data, root) {
    Object.assign(this, {answers, data});
    this.calculation = new Calculation(data);
    this.judge = new Judge(answers, this.calculation);
    this.store = keptTexts(`handnet ${answers.key}`);
    this.texts = this.store.read();
    this.notation = Math.max(0, data.notations.findIndex(({name}) => name === data.options.notation));
    this.place = make("div");
    this.now = make("p", {class: "handnet-own-now", role: "status", hidden: true});
    this.clear = make("button", {class: "handnet-own-clear", onclick: () => this.#clearOrBringBack()});
    const left = answers.left.length ? ` Not checked here: ${answers.left.join(", ")}.` : "";
    const how = make("p", {class: "handnet-own-how"}, HOW + left);
    this.element = make("div", {class: "handnet-own"}, how, this.now, this.place, make("p", {}, this.clear));
    root.append(this.element);
    this.draw();
  }

  draw() {
    this.sheet?.destroy();
    const {parts, rows} = this.answers;
    this.rows = rows.map(([quantity, part, digits]) => {
      const [text, math] = this.#label(quantity);
      return {address: String(quantity), text, math, part: parts[part], digits};
    });
    this.sheet = drawSheet({title: "Your answers", rows: this.rows}, this.place, {
      onAnswers: (texts) => {
        this.cleared = null;
        this.#take(texts);
      },
      onAsk: () => {},
    });
    this.sheet.setAnswers(this.texts);
    this.look();
  }

  /* Text and MathML: the panel's, or those that came along for what the panel has not. */
  #label(quantity) {
    const {data, answers, notation} = this;
    const own = quantity - data.quantities.length;
    return own < 0 ? [data.notations[notation].text[quantity], symbolMath(data, notation, quantity)] : answers.labels[notation][own];
  }

  #take(texts) {
    this.texts = texts;
    this.store.write(texts);
    this.look();
  }

  /* What was cleared by mistake comes back, until something else is typed. */
  #clearOrBringBack() {
    const texts = this.cleared ?? {};
    this.cleared = this.cleared ? null : this.texts;
    this.sheet.setAnswers(texts);
    this.#take(texts);
  }

  // --- verdicts ---

  look() {
    clearTimeout(this.#timer);
    const isPaused = this.#phase > 0;
    const now = isPaused ? PAUSED : this.calculation.changed().length ? MOVED : "";
    this.now.hidden = !now;
    setText(this.now, now);
    const texts = this.rows.map(({address}) => this.texts[address] ?? "");
    const read = texts.map(readAnswer);
    const judged = isPaused ? [] : this.judge.judged(read);
    const verdicts = [];
    judged.forEach((found, row) => {
      const {address, digits} = this.rows[row];
      if (found.status !== "blank") verdicts.push({address, text: texts[row], ...told(found, read[row], digits)});
    });
    const first = this.answers.order.find((row) => ["wrong", "follows"].includes(judged[row]?.status));
    this.sheet.setVerdicts(verdicts, {words: isPaused ? "" : countedWords(verdicts, this.rows.length), first: this.rows[first]?.address ?? ""});
    this.clear.hidden = !this.cleared && texts.every((text) => !text);
    setText(this.clear, this.cleared ? "Bring them back" : "Clear my answers");
  }

  setValues(pairs, phase) {
    this.#phase = phase;
    this.calculation.setAll(pairs);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.look(), MOVING);
  }

  setNotation(name) {
    const place = this.data.notations.findIndex((each) => each.name === name);
    if (place < 0 || place === this.notation) return;
    this.notation = place;
    this.draw();
  }

  destroy() {
    clearTimeout(this.#timer);
    this.sheet.destroy();
    this.element.remove();
  }
}

export function drawAnswers(answers, data, root) {
  const own = new OwnAnswers(answers, data, root);
  return {
    setValues: (pairs, phase = 0) => own.setValues(pairs, phase),
    setNotation: (name) => own.setNotation(name),
    element: own.element,
    destroy: () => own.destroy(),
  };
}

// --- words ---

function told({status, reason, strays}, {why, decimals}, digits) {
  const notes = [NOTES[reason]];
  if (status === "unreadable") notes.push(why);
  if (status === "follows") notes.push(FOLLOWS);
  if (status === "right" && digits !== null && decimals !== null && decimals < digits) notes.push(FEWER);
  const note = strays ? STRAYS : notes.filter(Boolean).join(", ");
  return {status, word: WORDS[status] ?? status, note};
}

function countedWords(verdicts, total) {
  const words = verdicts.map(({word}) => word);
  const count = (word) => words.filter((each) => each === word).length;
  const others = [...new Set(Object.values(WORDS))].filter(count).map((word) => `${count(word)} ${word}`);
  const empty = total - verdicts.length;
  return [`${count("right")} of ${total} right`, ...others, ...(empty ? [`${empty} still empty`] : [])].join(", ") + ".";
}

/* Texts that outlive a reload of the page, where the browser keeps any: in a sandbox it may refuse. */
function keptTexts(key) {
  return {
    read() {
      try {
        const found = JSON.parse(sessionStorage.getItem(key) ?? "{}");
        return Object.fromEntries(Object.entries(found).filter(([, text]) => typeof text === "string"));
      } catch {
        return {};
      }
    },
    write(texts) {
      try {
        sessionStorage.setItem(key, JSON.stringify(texts));
      } catch {
        // kept in the page alone
      }
    },
  };
}
