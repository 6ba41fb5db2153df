/* The knobs: every given number in groups, the way back to all of them.

  knobsView(panel)     folded groups are brought up to date when they are opened
*/

import {make} from "./dom.js";
import {Knob} from "./knob.js";

const MOST_OPEN = 16; // with more knobs only the first group is open

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
  const open = panel.data.knobs.length <= MOST_OPEN || place === 0;
  const element = make("details", {open, ontoggle: () => element.open && write(missed)});
  element.append(make("summary", {}, title), make("div", {class: "handnet-group"}, ...knobs.map((knob) => knob.element)));
  let missed = null; // what happened while it was folded

  function write(what) {
    if (what === null) return;
    for (const knob of knobs) {
      if (what === "choices") knob.showName();
      knob.showNumber();
    }
    missed = null;
  }

  function update(what) {
    if (element.open) write(what);
    else missed = missed === "choices" ? missed : what;
  }
  return {element, update};
}
