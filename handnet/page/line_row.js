/* One line as a row of the table: number, symbol, formula and the numbers put in, value.

  new LineRow(panel, line, withMistake)
    .element  .line
    .writeNames()  .writeNumbers()     numbers touch only the cells that changed
    .mark(selected, later)             later: not worked out yet, in a walk
*/

import {MathRow, equalTo, make, makeMath, setFlag} from "./dom.js";
import {numberMath} from "./formulas.js";

export class LineRow {
  #written = ""; // the texts that the cells show

  constructor(panel, line, withMistake) {
    Object.assign(this, {panel, line, withMistake});
    this.symbol = make("th", {scope: "row", class: "handnet-symbol"});
    this.formula = new MathRow("handnet-formula");
    this.numbers = new MathRow("handnet-put-in");
    this.value = new MathRow("handnet-figures");
    const number = make("td", {class: "handnet-count-cell"}, String(line.number));
    const work = make("td", {class: "handnet-work"}, sideBySide(this.formula, this.numbers));
    const cells = [number, this.symbol, work, make("td", {class: "handnet-value"}, this.value.element)];
    if (withMistake) cells.push(this.#mistakeCell(work));
    this.element = make("tr", {tabindex: "-1", "data-line": line.number, "aria-selected": "false"}, ...cells);
  }

  #mistakeCell(work) {
    this.wrong = new MathRow("handnet-figures");
    const words = {role: "img", "aria-label": "not equal to the right value"};
    this.unlike = make("span", {class: "handnet-unlike", hidden: true, ...words}, "\u2260");
    if (this.line.wrong) {
      this.wrongFormula = new MathRow("handnet-formula");
      this.wrongNumbers = new MathRow("handnet-put-in");
      const label = make("span", {class: "handnet-mistake-label"}, "with the mistake:");
      const pair = sideBySide(this.wrongFormula, this.wrongNumbers);
      work.append(make("div", {class: "handnet-wrong-work"}, label, pair));
    }
    return make("td", {class: "handnet-value"}, this.unlike, this.wrong.element);
  }

  writeNames() {
    const {panel, line} = this;
    this.symbol.replaceChildren(makeMath(panel.say(line.quantity)));
    this.formula.write(equalTo(panel.formula(line)));
    this.wrongFormula?.write(equalTo(panel.formula(line.wrong)));
  }

  writeNumbers() {
    const {panel, line, withMistake} = this;
    const {calculation} = panel;
    const texts = [line.quantity, ...line.args].map((each) => calculation.text(each));
    const mistaken = withMistake ? [line.quantity, ...(line.wrong?.args ?? [])] : [];
    texts.push(...mistaken.map((each) => calculation.wrongText(each)));
    const written = texts.join(" ");
    if (written === this.#written) return;
    this.#written = written;
    this.numbers.write(equalTo(panel.numbers(line)));
    this.value.write([numberMath(texts[0])]);
    if (withMistake) this.#writeMistake();
  }

  #writeMistake() {
    const {panel, line} = this;
    const text = panel.calculation.wrongText(line.quantity);
    const differs = panel.differs(line.quantity);
    this.wrong.write(text ? [numberMath(text)] : ["<mtext>\u2013</mtext>"]);
    this.unlike.hidden = !differs;
    setFlag(this.element, "handnet-differs", differs);
    this.wrongNumbers?.write(equalTo(panel.numbers(line.wrong, true)));
  }

  mark(selected, later) {
    const {element} = this;
    setFlag(element, "handnet-selected", selected);
    setFlag(element, "handnet-later", later);
    if (element.ariaSelected !== String(selected)) element.ariaSelected = String(selected);
  }
}

function sideBySide(formula, numbers) {
  return make("div", {class: "handnet-pair"}, formula.element, numbers.element);
}
