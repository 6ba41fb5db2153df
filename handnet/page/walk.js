/* The walk through the lines: one at a time, large, with its rule and the reason.

  walkView(panel)     Back, Next, playing the forward or the backward pass, "line 12 of 51"
*/

import {MathRow, equalTo, make, makeMath, setFlag, setText} from "./dom.js";
import {numberMath} from "./formulas.js";

const MANY_CHUNKS = 6; // a longer formula is set smaller
const IDLE_WORDS =
  "Turn a number and everything follows. Next goes through the lines one by one; a click on a line selects it.";
const PACE = 1200; // milliseconds a line while playing
const [FORWARD, BACKWARD] = [0, 1];

export function walkView(panel) {
  const strip = lineStrip(panel);
  const player = new Player(panel);
  const back = make("button", {onclick: () => step(-1)}, "\u2039 Back");
  const next = make("button", {class: "handnet-main", onclick: () => step(1)}, "Next \u203a");
  const plays = [playButton("Play forward pass", FORWARD), playButton("Play backward pass", BACKWARD)];
  const end = make("button", {onclick: () => leave()}, "Show all");
  const where = make("span", {class: "handnet-where"});
  const controls = make("div", {class: "handnet-controls"}, back, next, where, end, ...plays.map(({button}) => button));
  const element = make("section", {class: "handnet-walk", "aria-label": "Line by line"}, controls, strip.element);

  function playButton(title, part) {
    const button = make("button", {onclick: () => (player.part === part ? player.stop() : player.play(part))}, title);
    return {button, title, part};
  }

  function step(by) {
    player.stop();
    const at = panel.state.selected ?? 0;
    panel.select(Math.min(panel.calculation.lines.length, Math.max(1, at + by)), {walking: true});
  }

  function leave() {
    player.stop();
    panel.select(panel.state.selected, {walking: false});
  }

  function update(what) {
    const {selected, walking} = panel.state;
    strip.update(what);
    if (what === "numbers") return;
    const {lines} = panel.calculation;
    setText(where, selected === null ? `${lines.length} lines` : `line ${selected} of ${lines.length}`);
    back.disabled = selected === null || selected <= 1;
    next.disabled = selected === lines.length;
    end.style.visibility = walking ? "visible" : "hidden"; // nothing below may jump
    for (const {button, title, part} of plays) {
      button.hidden = !lines.some((line) => line.part === part);
      setText(button, player.part === part ? "Stop" : title);
    }
  }
  player.onchange = () => update("selection");
  update("choices");
  return {element, update, stop: () => player.stop()};
}

/* Plays the lines of one part; whoever selects another line, or stops it, ends it. */
class Player {
  constructor(panel) {
    Object.assign(this, {panel, part: null, timer: 0, onchange() {}});
  }

  play(part) {
    this.stop();
    this.part = part;
    const first = this.panel.calculation.lines.find((line) => line.part === part);
    this.#go(first.number);
  }

  #go(number) {
    this.at = number;
    this.panel.select(number, {walking: true});
    this.timer = setTimeout(() => this.#goOn(), PACE);
  }

  #goOn() {
    const next = this.panel.calculation.lines[this.at]; // numbers count from 1
    const goesOn = this.panel.state.selected === this.at && next?.part === this.part;
    if (goesOn) this.#go(next.number);
    else this.stop();
  }

  stop() {
    clearTimeout(this.timer);
    if (this.part === null) return;
    this.part = null;
    this.onchange();
  }
}

/* The line in large: symbol = formula, = numbers put in, = value, each on its own row. */
function lineStrip(panel) {
  const rule = make("p", {class: "handnet-rule"});
  const reason = make("p", {class: "handnet-reason"});
  const symbol = make("span", {class: "handnet-large-symbol"});
  const rows = ["formula", "numbers", "value"].map(() => new MathRow("handnet-large-row"));
  const equation = make("div", {class: "handnet-large"}, symbol, ...rows.map((row) => row.element));
  const mistaken = mistakenStrip(panel);
  const element = make("div", {class: "handnet-strip"}, rule, equation, mistaken.element, reason);

  function showNumbers(line) {
    rows[1].write(equalTo(panel.numbers(line)));
    rows[2].write(equalTo([numberMath(panel.calculation.text(line.quantity))]));
    mistaken.update(line);
  }

  function update(what) {
    const line = panel.line();
    if (!line) {
      showNothing();
      return;
    }
    if (what !== "numbers") {
      setText(rule, line.rule.title);
      setText(reason, line.rule.because);
      symbol.replaceChildren(makeMath(panel.say(line.quantity)));
      rows[0].write(line.shape.literal ? [] : equalTo(panel.formula(line)));
      setFlag(element, "handnet-long", line.shape.chunks.length > MANY_CHUNKS);
    }
    showNumbers(line);
    rows.forEach((row) => (row.element.hidden = !row.element.childElementCount));
  }

  /* No line is selected: the loss, which everything comes to. */
  function showNothing() {
    const {loss} = panel.data;
    setText(rule, loss === null ? "" : "The loss now");
    setText(reason, IDLE_WORDS);
    symbol.replaceChildren(...(loss === null ? [] : [makeMath(panel.say(loss))]));
    rows[0].write([]);
    rows[1].write([]);
    rows[2].write(loss === null ? [] : equalTo([numberMath(panel.calculation.text(loss))]));
    rows.forEach((row) => (row.element.hidden = !row.element.childElementCount));
    mistaken.update(null);
  }
  update("choices");
  return {element, update};
}

/* What the mistake makes of the line, where it makes anything of it. */
function mistakenStrip(panel) {
  const row = new MathRow("handnet-large-row");
  const label = make("span", {class: "handnet-mistake-label"}, "with the mistake:");
  const element = make("div", {class: "handnet-mistaken", hidden: true}, label, row.element);

  function update(line) {
    element.hidden = !line || !panel.differs(line.quantity);
    if (element.hidden) return;
    const {wrong} = line;
    const worked = wrong ? [...equalTo(panel.formula(wrong)), ...equalTo(panel.numbers(wrong, true))] : [];
    const value = numberMath(panel.calculation.wrongText(line.quantity));
    row.write([panel.say(line.quantity), ...worked, ...equalTo([value])]);
  }
  return {element, update};
}
