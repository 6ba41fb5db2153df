/* Lines that belong together in the table: one pass, of one sample. The header folds them.

  groupedLines(panel)     [{title, lines, open}] in the order of the passes
  new LineGroup(panel, group, withMistake)
    .element  .open  .fold(open)
    .rows                 made when the group is opened first
    .mark()  .rename()    the selected row; another notation
*/

import {make} from "./dom.js";
import {LineRow} from "./line_row.js";

export function groupedLines({data, calculation, state}) {
  const several = Math.max(0, ...data.samples) > 1;
  const groups = new Map();
  for (const line of calculation.lines) {
    const sample = several ? data.samples[line.quantity] : 0;
    const key = `${line.part} ${sample}`;
    const title = titleOf(data, line.part, sample, several);
    if (!groups.has(key)) groups.set(key, {part: line.part, sample, title, lines: []});
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

  constructor(panel, {title, lines, open}, withMistake) {
    Object.assign(this, {panel, lines, withMistake, open: false});
    const count = `${lines.length} ${lines.length === 1 ? "line" : "lines"}`;
    this.button = make("button", {class: "handnet-fold", onclick: () => this.fold(!this.open)}, title);
    const header = make("th", {colspan: withMistake ? 5 : 4, scope: "rowgroup"});
    header.append(this.button, make("span", {class: "handnet-lines-count"}, count));
    this.element = make("tbody", {}, make("tr", {class: "handnet-group-header"}, header));
    this.fold(open);
  }

  fold(open) {
    this.open = open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open && !this.rows.length) this.#makeRows();
    for (const row of this.rows) row.element.hidden = !open;
    if (open) for (const row of this.rows) row.writeNumbers();
    this.onfold?.();
  }

  #makeRows() {
    this.rows = this.lines.map((line) => new LineRow(this.panel, line, this.withMistake));
    this.rename();
    this.element.append(...this.rows.map((row) => row.element));
    this.mark();
  }

  mark() {
    const {selected} = this.panel.state;
    for (const row of this.rows) row.mark(row.line.number === selected, this.panel.isLater(row.line.quantity));
  }

  has(number) {
    return this.lines.some((line) => line.number === number);
  }

  rename() {
    for (const row of this.rows) row.writeNames();
  }
}
