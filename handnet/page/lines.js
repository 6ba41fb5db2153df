/* The table of all lines, in groups that fold.

  linesView(panel)     a line is selected by a click, or by the keys Up, Down, Home and End

The rows are made again only where other lines are worked. A long table writes only the rows on screen,
and the others when they come to it.
*/

import {make, setFlag} from "./dom.js";
import {LineGroup, groupedLines} from "./line_group.js";

const MOST_AT_ONCE = 150; // rows that are all written at each change
const KEYS = {ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity};

export function linesView(panel) {
  const table = new LinesTable(panel);
  return {element: table.element, update: (what) => table.update(what), destroy: () => table.observer.disconnect()};
}

class LinesTable {
  #onScreen = new Set();
  #groups = [];
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
    for (const group of this.#groups) group.update(what);
    if (what !== "numbers") this.#showSelected();
  }

  // --- making ---

  #make() {
    const {calculation, state} = this.panel;
    const focused = this.table.contains(document.activeElement) ? document.activeElement.dataset.line : undefined;
    if (this.#isMade()) {
      if (this.#named !== state.notation) for (const group of this.#groups) group.rename();
    } else {
      this.observer.disconnect();
      this.#onScreen.clear();
      const withMistake = calculation.mistake !== null;
      const columns = withMistake ? 5 : 4;
      const options = {withMistake, columns, isOnScreen: (row) => !this.#isLong || this.#onScreen.has(row)};
      this.#groups = groupedLines(this.panel).map((group) => new LineGroup(this.panel, group, options));
      this.table.replaceChildren(columnHeaders(withMistake), ...this.#groups.map((group) => group.element));
      setFlag(this.table, "handnet-with-mistake", withMistake);
      for (const group of this.#groups) group.onfold = () => this.#watch();
      this.#watch();
    }
    this.#named = state.notation;
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

  // --- rows on screen ---

  #watch() {
    const rows = this.#rows;
    this.#isLong = rows.length > MOST_AT_ONCE;
    this.observer.disconnect();
    if (!this.#isLong) return;
    this.byElement = new Map(rows.map((row) => [row.element, row]));
    for (const row of rows) this.observer.observe(row.element);
  }

  #isLong = false;

  #seen(entries) {
    for (const {target, isIntersecting} of entries) {
      if (isIntersecting) {
        this.#onScreen.add(target);
        this.byElement.get(target)?.writeNumbers();
      } else this.#onScreen.delete(target);
    }
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
