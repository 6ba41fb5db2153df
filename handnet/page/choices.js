/* What is shown and how: notation, style, digits, a mistake, the sample, gradients in the picture.

  choicesView(panel)     a row of fields; each calls panel.choose
*/

import {make} from "./dom.js";

const STYLES = {chain: "chain rule", delta: "error terms"};
const MOST_DIGITS = {significant: 15, decimals: 12};
const FIRST_DIGITS = {significant: 6, decimals: 4};

export function choicesView(panel) {
  const {data} = panel;
  const fields = [
    notationField(panel),
    styleField(panel),
    digitsField(panel),
    mistakeField(panel),
    sampleField(panel),
    gradientsField(panel),
  ].filter(Boolean);
  const element = make("div", {class: "handnet-choices", role: "group", "aria-label": "What is shown, and how"});
  element.append(...fields.map((field) => field.element));
  const because = make("p", {class: "handnet-because", "aria-live": "polite"});
  element.append(because);

  function update(what) {
    if (what !== "choices") return;
    for (const field of fields) field.show();
    const made = data.mistakes.find(({code}) => code === panel.calculation.mistake);
    because.textContent = made ? made.because : "";
    because.hidden = !made;
  }
  update("choices");
  return {element, update};
}

/* A <select> with its label; `options` are [value, title] pairs. */
function labelledSelect(label, options, read, choose) {
  const select = make("select", {"aria-label": label, onchange: () => choose(select.value)});
  select.append(...options.map(([value, title]) => make("option", {value}, title)));
  const element = make("label", {class: "handnet-choice"}, make("span", {}, label), select);
  return {element, select, show: () => (select.value = read())};
}

function notationField(panel) {
  const {data, state} = panel;
  if (data.notations.length < 2) return null;
  const options = data.notations.map(({title}, place) => [place, title]);
  return labelledSelect("notation", options, () => state.notation, (value) => panel.choose({notation: Number(value)}));
}

function styleField(panel) {
  const styles = [...new Set(panel.data.courses.map(({style}) => style))];
  if (styles.length < 2) return null;
  const options = styles.map((style) => [style, STYLES[style]]);
  return labelledSelect("backward pass by", options, () => panel.calculation.style, (style) => panel.choose({style}));
}

function mistakeField(panel) {
  const {mistakes} = panel.data;
  if (!mistakes.length) return null;
  const options = [["", "none"], ...mistakes.map(({code, title}) => [code, title])];
  const read = () => panel.calculation.mistake ?? "";
  return labelledSelect("mistake", options, read, (code) => panel.choose({mistake: code || null}));
}

function sampleField(panel) {
  const {data, state} = panel;
  const count = Math.max(1, ...data.samples);
  if (count < 2) return null;
  const names = data.picture?.names?.samples ?? [];
  const options = Array.from({length: count}, (_, place) => [place + 1, names[place] ?? String(place + 1)]);
  return labelledSelect("sample", options, () => state.sample, (value) => panel.choose({sample: Number(value)}));
}

function digitsField(panel) {
  const kinds = [
    ["significant", "significant figures"],
    ["decimals", "decimals"],
    ["all", "all digits"],
  ];
  const count = make("input", {type: "number", min: 0, class: "handnet-count", "aria-label": "how many digits"});
  const kindOf = (digits) => Object.keys(digits)[0] ?? "all";
  const choose = (kind, number) => panel.choose({digits: kind === "all" ? {} : {[kind]: number}});
  const read = () => kindOf(panel.calculation.digits);
  const field = labelledSelect("digits", kinds, read, (kind) => choose(kind, FIRST_DIGITS[kind]));
  count.addEventListener("change", () => {
    const kind = field.select.value;
    const least = kind === "significant" ? 1 : 0;
    const wanted = Math.round(Number(count.value));
    if (count.value === "" || !Number.isFinite(wanted)) field.show();
    else choose(kind, Math.min(MOST_DIGITS[kind], Math.max(least, wanted)));
  });
  field.select.before(count);
  const showKind = field.show;
  field.show = () => {
    const kind = showKind();
    count.hidden = kind === "all";
    if (kind !== "all") count.value = panel.calculation.digits[kind];
  };
  return field;
}

function gradientsField(panel) {
  if (!panel.data.picture || !panel.data.gradients.length) return null;
  const box = make("input", {type: "checkbox", onchange: () => panel.choose({gradients: box.checked})});
  const words = make("span", {}, "gradients in the picture");
  const element = make("label", {class: "handnet-choice handnet-tick-choice"}, box, words);
  return {element, show: () => (box.checked = panel.state.gradients)};
}
