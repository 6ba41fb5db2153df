/* The loss along one parameter, or over two, with gradient descent on it: folded until it is opened.

  landscapeView(panel)     {element, update}

All else stays as it is in the panel now. What is not typed here follows the panel: the ranges lie around
the present numbers, the learning rate and the momentum are those of the problem.
*/

import {nextFrame, spoken, svgElement} from "./axes.js";
import {Landscape, descentPath, parametersOf, rangeAround} from "./descent.js";
import {make, makeMath, setFlag, setText} from "./dom.js";
import {valueOfText} from "./exact.js";
import {drawAlongOne, drawOverTwo, landscapeWords, pathWords} from "./landscape_plot.js";

const UPDATES = 20;
const MOST_UPDATES = 1000;
const NO_RATE = 1; // where the problem has no learning rate

function labelledControl(text, control) {
  return make("label", {class: "handnet-landscape-field"}, make("span", {}, text), control);
}

/* A number that follows `usual` until one is typed, and again once the field is emptied. */
class LandscapeField {
  #typed = null;

  constructor(text, usual, changed, accepts = () => true, refusal = "") {
    Object.assign(this, {usual, problem: ""});
    this.input = make("input", {type: "text", inputmode: "decimal", autocomplete: "off"});
    this.element = labelledControl(text, this.input);
    this.input.addEventListener("change", () => {
      const typed = this.input.value.trim();
      const number = valueOfText(typed.replace("\u2212", "-"));
      const isFine = typed === "" || (Number.isFinite(number) && accepts(number));
      this.problem = isFine ? "" : `${Number.isFinite(number) ? refusal : `“${typed}” is no number`}; it stays ${this.value}.`;
      if (isFine) this.#typed = typed === "" ? null : number;
      this.input.value = this.value;
      changed();
    });
  }

  get value() {
    return this.#typed ?? this.usual();
  }

  forget() {
    this.#typed = null;
    this.problem = "";
  }

  /* What is being typed is left alone. */
  show() {
    this.input.toggleAttribute("aria-invalid", this.problem !== "");
    if (!this.input.matches(":focus") && this.input.value !== String(this.value)) this.input.value = this.value;
  }
}

/* One parameter that moves, and from where to where. */
class LandscapeAxis {
  constructor(text, changed) {
    this.select = make("select");
    this.usual = [0, 1];
    const refusal = "The range must go from a lower to a higher number";
    this.from = new LandscapeField("from", () => this.usual[0], changed, (low) => low < this.to.value, refusal);
    this.to = new LandscapeField("to", () => this.usual[1], changed, (high) => high > this.from.value, refusal);
    const fields = [labelledControl(text, this.select), this.from.element, this.to.element];
    this.element = make("div", {class: "handnet-landscape-row"}, ...fields);
    this.select.addEventListener("change", () => {
      this.forget();
      changed();
    });
  }

  forget() {
    for (const field of [this.from, this.to]) field.forget();
  }

  /* null for no parameter. */
  get parameter() {
    return this.select.value === "" ? null : Number(this.select.value);
  }

  get range() {
    return [this.from.value, this.to.value];
  }

  offer(parameters, name, none) {
    const chosen = this.select.value || (none ? "" : String(parameters[0]));
    const options = parameters.map((each) => new Option(name(each), each));
    this.select.replaceChildren(...(none ? [new Option(none, "")] : []), ...options);
    this.select.value = chosen;
  }

  show(isShown) {
    for (const field of [this.from, this.to]) {
      field.element.hidden = !isShown;
      field.show();
    }
  }
}

/* The range stays while the point is in its middle part, so that a picture does not run with a slider. */
function keepAround(axes, values) {
  const wanted = rangeAround(values);
  axes.forEach((axis, place) => {
    const [low, high] = axis.usual;
    const edge = (high - low) / 8;
    const fits = values[place] > low + edge && values[place] < high - edge;
    const isAlike = Math.abs(high - low - (wanted[place][1] - wanted[place][0])) < edge;
    if (!fits || !isAlike || axis.shown !== axis.parameter) axis.usual = wanted[place];
    axis.shown = axis.parameter;
    if (!(axis.from.value < axis.to.value)) axis.forget(); // one end was typed, and the other moved past it
  });
}

export function landscapeView(panel) {
  const {calculation, data} = panel;
  const parameters = parametersOf(data);
  const summary = make("summary", {}, "The loss along one weight, or two");
  const element = make("details", {class: "handnet-landscape"}, summary);
  element.hidden = !parameters.length;
  if (element.hidden) return {element, update() {}};

  const draw = nextFrame(() => element.open && show());
  const first = new LandscapeAxis("along", draw);
  const second = new LandscapeAxis("and", draw);
  const [rate, momentum, updates] = paceFields(calculation, draw);
  const pace = make("div", {class: "handnet-landscape-row"}, rate.element, momentum.element, updates.element);
  const plot = plotOf(panel);
  element.append(first.element, second.element, pace, plot.seen, plot.figure);
  element.addEventListener("toggle", draw);

  function offer() {
    first.offer(parameters, panel.name);
    second.offer(parameters, panel.name, "nothing else");
  }

  function show() {
    for (const option of second.select.options) option.disabled = option.value === first.select.value;
    if (second.parameter === first.parameter) second.select.value = "";
    const axes = second.parameter === null ? [first] : [first, second];
    const landscape = new Landscape(calculation, axes.map((axis) => axis.parameter));
    keepAround(axes, landscape.start);
    [first, second].forEach((axis) => axis.show(axes.includes(axis)));
    const fields = [...axes.flatMap(({from, to}) => [from, to]), rate, momentum, updates];
    for (const field of fields) field.show();
    const going = {rate: rate.value, momentum: momentum.value};
    const path = descentPath(landscape, landscape.start, going, updates.value);
    plot.show(landscape, axes.map((axis) => axis.range), path, fields.map(({problem}) => problem));
  }

  offer();
  return {
    element,
    update(what) {
      if (what === "choices") offer();
      if (what !== "selection" && element.open) draw();
    },
  };
}

function paceFields(calculation, draw) {
  const follow = (name, otherwise) => {
    const quantity = calculation.data.quantities.indexOf(name);
    return () => (quantity < 0 ? otherwise : calculation.value(quantity));
  };
  const isCount = (count) => Number.isInteger(count) && count >= 0 && count <= MOST_UPDATES;
  const counts = `Updates are a whole number from 0 to ${MOST_UPDATES}`;
  return [
    new LandscapeField("learning rate", follow("eta", NO_RATE), draw),
    new LandscapeField("momentum", follow("mu", 0), draw),
    new LandscapeField("updates", () => UPDATES, draw, isCount, counts),
  ];
}

function plotOf(panel) {
  const {calculation, data} = panel;
  const [up, along] = ["handnet-plot-up", "handnet-plot-along"].map((kind) => make("div", {class: kind}));
  const svg = svgElement("svg", {role: "img"});
  const key = make("figcaption");
  const figure = make("figure", {class: "handnet-plot"}, up, svg, along, key);
  const seen = make("p", {class: "handnet-landscape-seen", role: "status"});
  const write = (value) => spoken(value, calculation.digits);

  function show(landscape, ranges, path, problems) {
    const {parameters} = landscape;
    const isOne = parameters.length === 1;
    up.replaceChildren(makeMath(panel.say(isOne ? data.loss : parameters[1])));
    along.replaceChildren(makeMath(panel.say(parameters[0])));
    setFlag(figure, "handnet-plot-square", !isOne);
    const drawn = (isOne ? drawAlongOne : drawOverTwo)(svg, landscape, ranges, path, write);
    svg.setAttribute("aria-label", landscapeWords(landscape, ranges, drawn, panel.name, write));
    const complaints = new Set(problems.filter(Boolean));
    setText(seen, [...complaints, pathWords(landscape, path, ranges, panel.name, write)].join(" "));
    setText(key, keyWords(isOne, panel.name(data.loss)));
  }
  return {figure, seen, show};
}

/* What the marks in the picture mean. */
function keyWords(isOne, J) {
  const words = isOne ? [] : [`Lines: where ${J} is the number written on them.`];
  words.push("Ring: now. Numbered dots: after each update.");
  if (isOne) words.push("Dashed: the tangent.");
  return words.join(" ");
}
