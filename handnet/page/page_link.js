/* What a link to the page says after its #, so that a situation can be linked to: #w1[1,1]=0.3&notation=mazur

  linkedState(data, hash)    {pairs, choices}: numbers [quantity, value, text], and what is to be seen
  linkOf(panel)              "#…" for what the panel shows now, "#" if that is how the page opens

The text after the # may come from anybody. It can only name a number of this problem or a choice of this
page; whatever else it says is left out.
*/

import {valueOfText} from "./exact.js";
import {writeNumber} from "./digits.js";

const LONGEST_NUMBER = 40; // signs
const CHOSEN = ["notation", "style", "mistake", "significant", "decimals", "sample"];
const MOST = {significant: 15, decimals: 12};

export function linkedState(data, hash) {
  const asked = new Map(new URLSearchParams(hash.replace(/^#/, "")));
  const pairs = data.knobs.flatMap(({quantity}) => {
    const text = (asked.get(data.quantities[quantity]) ?? "").trim();
    const value = text.length > LONGEST_NUMBER ? NaN : valueOfText(text);
    return Number.isFinite(value) ? [[quantity, value, text]] : [];
  });
  const choices = {};
  for (const name of CHOSEN) if (asked.has(name)) Object.assign(choices, choice(data, name, asked.get(name)));
  return {pairs, choices};
}

/* The choice as Panel.take has it; {} for what is not offered. */
function choice(data, name, text) {
  const whole = /^[0-9]{1,3}$/.test(text) ? Number(text) : null;
  const isOffered = {
    notation: () => data.notations.some((each) => each.name === text),
    style: () => data.courses.some((each) => each.style === text),
    mistake: () => data.mistakes.some((each) => each.code === text),
    sample: () => whole >= 1 && whole <= Math.max(0, ...data.samples),
    significant: () => whole >= 1 && whole <= MOST.significant,
    decimals: () => whole !== null && whole <= MOST.decimals,
  };
  if (!isOffered[name]()) return {};
  if (name in MOST) return {digits: {[name]: whole}};
  return {[name]: name === "sample" ? whole : text};
}

export function linkOf(panel) {
  const {calculation, data} = panel;
  const said = calculation.changed().map((quantity) => {
    const text = calculation.typed(quantity) ?? writeNumber(calculation.value(quantity), {});
    return [data.quantities[quantity], text];
  });
  const {notation, style, mistake, digits, sample} = panel.seen();
  const seen = {notation, style, mistake, ...digits, ...(sample > 1 && {sample})};
  const {digits: first, ...others} = data.options;
  const opens = {...others, ...first};
  for (const [name, value] of Object.entries(seen)) if (value !== null && value !== opens[name]) said.push([name, value]);
  return `#${new URLSearchParams(said)}`;
}
