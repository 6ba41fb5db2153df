/* One row of a sheet: the name of a quantity, the box for its answer, the verdict, the hint behind it.

  new AnswerRow(asked, id, hooks)    asked: {address, text, math, digits}; hooks: {onType, onDone, onMove(row, by), onPaste, onAsk}
    .element                         cells, to be put into the grid of the sheet
    .text                            what stands in the box; setting it leaves the focus where it is
    .show(verdict)                   a verdict, or null
    .wait()                          what stands in the box is not judged yet

A wrong answer has a button, if something can be said of it: first it shows the hint, then the whole
explanation. Where that has to be looked for, the first press asks for it.
*/

import {make, makeMath, setText} from "./dom.js";

const SIGNS = {right: "\u2713", follows: "\u21b3", wrong: "\u2717", undecided: "?", unreadable: "!", doubtful: "\u2713?"};
const STAGES = ["hint", "explain", "hide"]; // what the button says, by how much is shown
const LOOKING = "Looking for what gives this number\u2026";
const MOVES = {ArrowDown: 1, ArrowUp: -1, Enter: 1};

export class AnswerRow {
  #shown = ""; // the verdict and its hints, as text
  #stage = 0;
  #verdict = null;

  constructor({address, text, math, digits}, id, hooks) {
    Object.assign(this, {address, hooks});
    this.input = make("input", {
      type: "text", id, class: "handnet-answer-box", "aria-label": text, "aria-describedby": `${id}-verdict`,
      placeholder: digits === null ? false : `${digits} decimal${digits === 1 ? "" : "s"}`,
      autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false", enterkeyhint: "next",
      oninput: () => hooks.onType(this), onblur: () => hooks.onDone(this),
      onkeydown: (event) => this.#onKey(event), onpaste: (event) => hooks.onPaste(this, event),
    });
    this.sign = make("span", {class: "handnet-answer-sign", "aria-hidden": "true"});
    this.word = make("span", {class: "handnet-answer-word"});
    this.note = make("span", {class: "handnet-answer-note"});
    this.button = make("button", {class: "handnet-answer-hint", onclick: () => this.#press(), hidden: true});
    this.told = make("div", {class: "handnet-answer-told", "aria-live": "polite", hidden: true});
    const said = make("span", {id: `${id}-verdict`}, this.sign, " ", this.word, " ", this.note);
    this.verdict = make("div", {class: "handnet-answer-verdict"}, said, this.button);
    this.name = make("label", {for: id, class: "handnet-answer-name", title: text}, makeMath(math));
    this.element = make("div", {class: "handnet-answer"}, this.name, this.input, this.verdict, this.told);
  }

  get text() {
    return this.input.value;
  }

  set text(text) {
    if (this.input.value !== text) this.input.value = text;
  }

  focus() {
    this.input.focus();
    this.input.select();
    this.element.scrollIntoView({block: "nearest"});
  }

  show(verdict) {
    const now = JSON.stringify(verdict);
    if (now === this.#shown) return;
    if (verdict?.text !== this.#verdict?.text || verdict?.more) this.#stage = 0;
    this.#shown = now;
    this.#verdict = verdict;
    this.#write(verdict?.status ?? "", verdict?.word ?? "", verdict?.note ?? "");
    this.#tell();
  }

  wait() {
    this.#shown = "";
    this.#write("waiting", "\u2026", "");
    this.button.hidden = this.told.hidden = true;
  }

  #write(status, word, note) {
    this.element.dataset.status = status;
    setText(this.sign, SIGNS[status] ?? "");
    setText(this.word, word);
    setText(this.note, note);
    if (status === "wrong" || status === "unreadable") this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }

  #onKey(event) {
    const by = MOVES[event.key];
    if (!by || event.isComposing || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (event.key === "Enter") this.hooks.onDone(this);
    this.hooks.onMove(this, by);
  }

  #press() {
    if (this.#verdict.more) this.hooks.onAsk();
    this.#stage = this.#verdict.more ? 1 : (this.#stage + 1) % STAGES.length;
    this.#tell();
  }

  /* The button, and as much as was asked for. */
  #tell() {
    const {more = false, hints = more ? [LOOKING] : [], why = []} = this.#verdict ?? {};
    const hadFocus = document.activeElement === this.button;
    this.button.hidden = !hints.length;
    if (this.button.hidden && hadFocus) this.input.focus();
    setText(this.button, STAGES[more ? 0 : this.#stage]);
    this.button.setAttribute("aria-expanded", String(this.#stage > 0));
    const sentences = [[], hints, [...hints, ...why]][this.#stage];
    this.told.hidden = !sentences.length;
    const said = sentences.map((words, place) => make("p", {class: place < hints.length ? false : "handnet-answer-why"}, words));
    this.told.replaceChildren(...said);
  }
}
