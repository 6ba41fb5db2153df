/* Elements of the page.

  make("button", {class: "handnet-x", onclick: act}, "One step")   an element with attributes and children
  makeMath(markup)                       a <math> element
  setText(element, text)                 touches the page only if the text differs
  setFlag(element, name, wanted)         the same for a class
  equalTo(chunks)                        the chunks, with an equals sign before the first
  class MathRow                          formulas side by side, which a line may break between; .write(chunks)

Whatever can have the focus keeps its keys: without the mark set here JupyterLab takes the arrows away.
*/

const MATHML = "http://www.w3.org/1998/Math/MathML";
const FOCUSABLE = new Set(["button", "input", "select", "summary"]);
const NUMBERS = /<mn[^>]*>[^<]*/g;

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  if (name === "button") element.type = "button";
  if (FOCUSABLE.has(name) || "tabindex" in attributes) element.dataset.lmSuppressShortcuts = "true";
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

export function makeMath(markup) {
  const math = document.createElementNS(MATHML, "math");
  math.innerHTML = markup;
  return math;
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setFlag(element, name, wanted) {
  if (element.classList.contains(name) !== wanted) element.classList.toggle(name, wanted);
}

export class MathRow {
  #chunks = [];

  constructor(kind) {
    this.element = make("span", {class: kind});
  }

  write(chunks) {
    const {children} = this.element;
    if (chunks.length !== this.#chunks.length) this.element.replaceChildren(...chunks.map(makeMath));
    else {
      chunks.forEach((chunk, place) => {
        if (chunk !== this.#chunks[place]) changeMath(children[place], this.#chunks[place], chunk);
      });
    }
    this.#chunks = chunks;
  }
}

/* The chunks with an equals sign before them, which does not stand alone on a line; none if there are none. */
export function equalTo([first, ...others]) {
  return first === undefined ? [] : [`<mo>=</mo><mrow>${first}</mrow>`, ...others];
}

/* Where only numbers differ, only their figures are written: parsing markup takes ten times as long. */
function changeMath(math, before, after) {
  if (before.replace(NUMBERS, "#") !== after.replace(NUMBERS, "#")) {
    math.innerHTML = after;
    return;
  }
  const elements = math.getElementsByTagName("mn");
  const old = before.match(NUMBERS);
  after.match(NUMBERS).forEach((number, place) => {
    if (number !== old[place]) elements[place].textContent = number.slice(number.indexOf(">") + 1);
  });
}
