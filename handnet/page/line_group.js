/* Lines that belong together in the table: one pass, of one sample. The header folds them.

  groupedLines(panel)     [{title, lines, open}] in the order of the passes
  new LineGroup(panel, group, {withMistake, columns, isOnScreen})
    .element  .rows  .open  .fold(open)  .update(what)

Rows are made when the group is opened first, and only those of open groups are kept up to date.
*/

import {make, setText} from "./dom.js";
import {LineRow} from "./line_row.js";

export function groupedLines({data, calculation, state}) {
  const several = Math.max(0, ...data.samples) > 1;
  const groups = new Map();
  for (const line of calculation.lines) {
    const sample = several ? data.samples[line.quantity] : 0;
    const key = `${line.part} ${sample}`;
    if (!groups.has(key)) groups.set(key, {part: line.part, sample, title: titleOf(data, line.part, sample, several), lines: []});
    groups.get(key).lines.push(line);
  }
  const found = [...groups.values()].sort((one, other) => one.part - other.part);
  for (const group of found) group.open = !group.sample || group.sample === state.sample;
  return found;
}

function titleOf(data, part, sample, several) {
  if (!several) return data.parts[part];
  const names = data.picture?.names?.samples ?? [];
  return `${data.parts[part]}, ${sample ? `sample ${names[sample - 1] ?? sample}` : "all samples"}`;
}

export class LineGroup {
  rows = [];

  constructor(panel, {title, lines, open}, {withMistake, columns, isOnScreen}) {
    Object.assign(this, {panel, title, lines, withMistake, isOnScreen, open: false});
    const count = `${lines.length} ${lines.length === 1 ? "line" : "lines"}`;
    this.button = make("button", {class: "handnet-fold", onclick: () => this.fold(!this.open)}, title);
    const header = make("th", {colspan: columns, scope: "rowgroup"}, this.button, make("span", {class: "handnet-lines-count"}, count));
    this.element = make("tbody", {}, make("tr", {class: "handnet-group-header"}, header));
    this.fold(open);
  }

  fold(open) {
    this.open = open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open && !this.rows.length) this.#makeRows();
    for (const row of this.rows) row.element.hidden = !open;
    if (open) this.update("numbers");
    this.onfold?.();
  }

  #makeRows() {
    this.rows = this.lines.map((line) => new LineRow(this.panel, line, this.withMistake));
    for (const row of this.rows) {
      row.writeNames();
      row.writeNumbers();
    }
    this.element.append(...this.rows.map((row) => row.element));
    this.mark();
  }

  update(what) {
    if (!this.open) return;
    if (what === "selection") this.mark();
    else for (const row of this.rows) if (this.isOnScreen(row.element)) row.writeNumbers();
  }

  mark() {
    const {selected} = this.panel.state;
    for (const row of this.rows) row.mark(row.line.number === selected, this.panel.isLater(row.line.quantity));
  }

  has(number) {
    return this.lines.some((line) => line.number === number);
  }

  rename() {
    setText(this.button, this.title);
    for (const row of this.rows) row.writeNames();
  }
}
