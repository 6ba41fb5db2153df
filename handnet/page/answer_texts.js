/* The texts of a sheet, apart from any page.

  pastedCells(text)                  the cells of a pasted column or row; null for a single value
  placedCells(rows, from, cells)     [row, cell] from one row on, and how many cells are left over
  verdictOn(verdicts, address, text)    the verdict on just this text; null if there is none (yet)
  newlySaid(rows, before, after)     sentences for what was judged now, for those who hear the page
*/

const MOST_SAID = 3;

/* A spreadsheet ends its last line, and puts quotes around a cell that holds a break. */
export function pastedCells(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  if (!/[\n\t]/.test(lines)) return null;
  return lines.split(/[\n\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

export function placedCells(rows, from, cells) {
  const start = rows.indexOf(from);
  const placed = rows.slice(start, start + cells.length).map((row, place) => [row, cells[place]]);
  return {placed, left: cells.length - placed.length};
}

export function verdictOn(verdicts, address, text) {
  return verdicts.find((each) => each.address === address && each.text === text) ?? null;
}

/* What is said of one verdict: the same again is not said again. */
const sentence = ({text}, verdict) => [`${text}: ${verdict.word}`, verdict.note].filter(Boolean).join(", ");

export function newlySaid(rows, before, after) {
  const said = [];
  for (const row of rows) {
    const [old, now] = [before, after].map((verdicts) => verdicts.find(({address}) => address === row.address));
    const isNew = now && !(old && old.text === now.text && old.word === now.word && old.note === now.note);
    if (isNew) said.push(sentence(row, now));
  }
  const more = said.length - MOST_SAID;
  return more > 0 ? [...said.slice(0, MOST_SAID), `and ${more} more`] : said;
}
