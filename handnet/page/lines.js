/* The table of all lines, in groups that fold.

  linesView(panel)     a line is selected by a click, or by the keys Up, Down, Home and End

The rows are made again only where other lines are worked. A change of numbers writes the rows on screen
at once and the others when no more changes come, a few at a time; until then the table says that it is busy.
For paper all rows are made and written, and what was folded is folded again afterwards.
*/

import {make, setFlag} from "./dom.js";
import {LineGroup, groupedLines} from "./line_group.js";

const SETTLE = 60; // milliseconds after the last change
const AT_A_TIME = 40; // rows
const KEYS = {ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity};

export function linesView(panel) {
  const table = new LinesTable(panel);
  const print = (isPrinting) => (isPrinting ? table.unfold() : table.foldAgain());
  return {element: table.element, update: (what) => table.update(what), stop: () => table.stop(), print};
}

class LinesTable {
  #offScreen = new Set();
  #groups = [];
  #folded = []; // groups that are open only for paper
  #made = ""; // what the rows were made for
  #named = null;

  constructor(panel) {
    this.panel = panel;
    this.table = make("table", {role: "grid", "aria-label": "All lines of the calculation"});
    this.table.addEventListener("click", (event) => this.#clicked(event));
    this.table.addEventListener("keydown", (event) => this.#keyed(event));
    this.element = make("section", {class: "handnet-lines"}, this.table);
    this.observer = new IntersectionObserver((entries) => this.#seen(entries), {rootMargin: "200px"});
    this.update("choices");
  }

  update(what) {
    if (what === "choices") this.#make();
    if (what === "selection") for (const group of this.#groups) group.mark();
    else this.#writeNumbers();
    if (what !== "numbers") this.#showSelected();
  }

  stop() {
    clearTimeout(this.timer);
    this.observer.disconnect();
  }

  // --- making ---

  #make() {
    const {calculation, state} = this.panel;
    const focused = this.table.contains(document.activeElement) ? document.activeElement.dataset.line : undefined;
    if (this.#isMade()) {
      if (this.#named !== state.notation) for (const group of this.#groups) group.rename();
    } else {
      const withMistake = calculation.mistake !== null;
      this.#groups = groupedLines(this.panel).map((group) => new LineGroup(this.panel, group, withMistake));
      this.table.replaceChildren(columnHeaders(withMistake), ...this.#groups.map((group) => group.element));
      setFlag(this.table, "handnet-with-mistake", withMistake);
      for (const group of this.#groups) group.onfold = () => this.#watch();
      this.#watch();
    }
    this.#named = state.notation;
    this.table.style.setProperty("--hn-figures", `${mostFigures(calculation.digits)}ch`);
    for (const group of this.#groups) group.mark();
    if (focused !== undefined) this.#rowOf(Number(focused))?.element.focus();
  }

  /* Whether the rows there are suit the choices: a notation or digits only write them anew. */
  #isMade() {
    const {calculation, state} = this.panel;
    const same = this.lines === calculation.lines && this.#made === `${calculation.mistake} ${state.sample}`;
    this.lines = calculation.lines;
    this.#made = `${calculation.mistake} ${state.sample}`;
    return same;
  }

  get #rows() {
    return this.#groups.flatMap((group) => (group.open ? group.rows : []));
  }

  #rowOf(number) {
    return this.#rows.find((row) => row.line.number === number);
  }

  // --- on paper ---

  unfold() {
    this.#folded = this.#groups.filter((group) => !group.open);
    for (const group of this.#folded) group.fold(true);
    this.stop();
    this.#settle(0, Infinity);
  }

  foldAgain() {
    for (const group of this.#folded) group.fold(false);
    this.#watch();
  }

  // --- rows on screen, and the others ---

  #watch() {
    const rows = this.#rows;
    this.observer.disconnect();
    this.#offScreen.clear(); // until the browser has looked
    this.byElement = new Map(rows.map((row) => [row.element, row]));
    for (const row of rows) this.observer.observe(row.element);
  }

  #seen(entries) {
    for (const {target, isIntersecting} of entries) {
      if (!isIntersecting) this.#offScreen.add(target);
      else if (this.#offScreen.delete(target)) this.byElement.get(target)?.writeNumbers();
    }
  }

  #writeNumbers() {
    for (const row of this.#rows) if (!this.#offScreen.has(row.element)) row.writeNumbers();
    clearTimeout(this.timer);
    const isBusy = this.#offScreen.size > 0;
    if (isBusy !== (this.table.getAttribute("aria-busy") === "true")) this.table.setAttribute("aria-busy", String(isBusy));
    if (isBusy) this.timer = setTimeout(() => this.#settle(0), SETTLE);
  }

  #settle(start, count = AT_A_TIME) {
    const rows = this.#rows;
    const end = start + count;
    for (const row of rows.slice(start, end)) row.writeNumbers();
    if (end < rows.length) this.timer = setTimeout(() => this.#settle(end), 0);
    else this.table.setAttribute("aria-busy", "false");
  }

  // --- the selected line ---

  /* One row can be reached by Tab: the selected one, or the first. A folded group with it opens. */
  #showSelected() {
    const {selected} = this.panel.state;
    const folded = this.#groups.find((group) => !group.open && group.has(selected));
    folded?.fold(true);
    const row = this.#rowOf(selected) ?? this.#rows[0];
    if (row?.element === this.reachable) return;
    this.reachable?.setAttribute("tabindex", "-1");
    row?.element.setAttribute("tabindex", "0");
    this.reachable = row?.element;
    if (row && selected !== null) this.#bringIntoView(row.element);
  }

  /* The table scrolls in its own box, so that the page stays where the sliders are. */
  #bringIntoView(element) {
    const box = this.element.getBoundingClientRect();
    const row = element.getBoundingClientRect();
    const top = box.top + (this.table.tHead?.offsetHeight ?? 0);
    if (row.top < top) this.element.scrollTop -= top - row.top;
    else if (row.bottom > box.bottom) this.element.scrollTop += row.bottom - box.bottom;
  }

  #clicked(event) {
    const row = event.target.closest("tr[data-line]");
    if (row) this.#select(Number(row.dataset.line));
  }

  #keyed(event) {
    const move = KEYS[event.key];
    const row = event.target.closest("tr[data-line]");
    if (!move || !row || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const rows = this.#rows;
    const at = rows.findIndex(({element}) => element === row);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + move))];
    this.#select(next.line.number);
    next.element.focus();
  }

  #select(number) {
    this.panel.select(number, {walking: false});
  }
}

/* How long a value may become, with its sign, point and leading zeros. */
function mostFigures({significant, decimals}) {
  if (significant !== undefined) return significant + 7;
  return decimals !== undefined ? Math.max(11, decimals + 6) : 21;
}

function columnHeaders(withMistake) {
  const work = make("th", {scope: "col", class: "handnet-work"});
  work.append(make("div", {class: "handnet-pair"}, make("span", {}, "formula"), make("span", {}, "numbers put in")));
  const cells = [
    make("th", {scope: "col", class: "handnet-count-cell"}, "#"),
    make("th", {scope: "col", class: "handnet-symbol"}, "symbol"),
    work,
    make("th", {scope: "col", class: "handnet-value"}, "value"),
  ];
  if (withMistake) cells.push(make("th", {scope: "col", class: "handnet-value"}, "with the mistake"));
  return make("thead", {}, make("tr", {}, ...cells));
}
