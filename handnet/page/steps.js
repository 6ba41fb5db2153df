/* Steps of gradient descent: one, many, back; and what they did to the loss.

  stepsView(panel)     null where the problem has no updates
*/

import {make, setText} from "./dom.js";

const MOST_STEPS = 100000; // a second or two of work

export function stepsView(panel) {
  const {calculation} = panel;
  if (!panel.data.updates) return {element: make("div", {hidden: true}), update() {}};
  const range = {type: "number", min: 1, max: MOST_STEPS, step: 1, value: 100};
  const count = make("input", {...range, class: "handnet-count", "aria-label": "number of steps"});
  const one = make("button", {class: "handnet-main", onclick: () => take(1)}, "One step of gradient descent");
  const many = make("button", {onclick: () => take(wanted())}, "Take them");
  const back = make("button", {onclick: goBack}, "Undo steps");
  const words = make("p", {class: "handnet-words"});
  const several = make("span", {class: "handnet-several"}, count, "steps", many);
  const element = make("section", {class: "handnet-steps", "aria-label": "Gradient descent"});
  element.append(one, several, back, words);

  function wanted() {
    const asked = Math.round(Number(count.value));
    const steps = Number.isFinite(asked) ? Math.min(MOST_STEPS, Math.max(1, asked)) : 1;
    count.value = steps;
    return steps;
  }

  function take(steps) {
    panel.change(() => calculation.take(steps));
    panel.announce(words.textContent);
  }

  function goBack() {
    panel.change(() => calculation.back());
    panel.announce(words.textContent);
  }

  function update(what) {
    if (what === "selection") return;
    setText(words, wordsOfSteps(panel));
    back.disabled = !calculation.canGoBack;
  }
  update("choices");
  return {element, update};
}

function wordsOfSteps({calculation, data, write}) {
  const history = calculation.history;
  const [first, last] = [history[0], history.at(-1)];
  if (!last.updates) return "";
  return `Steps taken: ${last.updates.toLocaleString("en")}. J from ${write(first.loss)} to ${write(last.loss)}.`;
}
