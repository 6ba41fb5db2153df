/* The knobs: every given number in groups, the way back to all of them.

  knobsView(panel)     folded groups are brought up to date when they are opened
*/

import {make} from "./dom.js";
import {Knob} from "./knob.js";

const FEW = 2; // so many stand in one column
const MOST_OPEN = 20; // with more knobs only the first group is open

export function knobsView(panel) {
  const {data} = panel;
  const groups = data.groups.map((title, place) => knobGroup(panel, title, place)).filter(Boolean);
  const reset = make("button", {onclick: () => panel.reset()}, "Reset all");
  const element = make("section", {class: "handnet-knobs", "aria-label": "Numbers to turn"});
  element.append(make("div", {class: "handnet-groups"}, ...groups.map((group) => group.element)), reset);

  function update(what) {
    if (what === "selection") return;
    for (const group of groups) group.update(what);
    reset.disabled = !panel.calculation.canGoBack && !panel.calculation.changed().length;
  }
  update("choices");
  return {element, update};
}

function knobGroup(panel, title, place) {
  const members = panel.data.knobs.filter(({group}) => group === place);
  if (!members.length) return null;
  const knobs = members.map((each) => new Knob(panel, each));
  const kind = members.length > FEW ? "handnet-many" : "handnet-few";
  const sample = panel.data.samples[members[0].quantity];
  const isSeen = () => sample !== 0 && sample === panel.state.sample;
  const open = panel.data.knobs.length <= MOST_OPEN || place === 0 || isSeen();
  const element = make("details", {open, class: kind, ontoggle: () => element.open && showNumbers()});
  const inside = make("div", {class: "handnet-group"}, ...knobs.map((knob) => knob.element));
  element.append(make("summary", {}, title), inside);
  let seen = panel.state.sample;

  function showNumbers() {
    for (const knob of knobs) knob.showNumber();
  }

  function update(what) {
    if (what === "choices") {
      for (const knob of knobs) knob.showName();
      if (isSeen() && seen !== sample) element.open = true; // its sample was chosen
      seen = panel.state.sample;
    }
    if (element.open) showNumbers();
  }
  return {element, update};
}
