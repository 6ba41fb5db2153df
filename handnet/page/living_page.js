/* A page of its own: the calculation as a panel, answers where some are asked, a link to what is shown.

  drawPage(packed, works, answers)    packed: the data of the panel, made whole with works, see unpacked.js;
      answers: null, or {draw(answers, data, root), data} for what is asked
      gives {values(), panel}; values() are those of all quantities now, by address

The page has elements for all of it: #panel and #answers, each in a <details>, and #link. What stands folded
is drawn when it is opened first: until then no value of the calculation is in the page. In a frame the page
tells the page around it how high it is, as a message {type: "handnet-height", height} in CSS pixels.
*/

import {Panel, drawViews} from "./panel.js";
import {linkOf, linkedState} from "./page_link.js";
import {unpacked} from "./unpacked.js";

const place = (id) => document.getElementById(id);

export function drawPage(packed, works, answers = null) {
  const data = unpacked(packed, works);
  const panel = new Panel(data, {onValues: follow, onChoice: follow});
  let sheet = null;

  /* Answers are judged by the numbers that the sliders show, in the letters that are chosen. */
  function follow() {
    sheet?.setNotation(panel.seen().notation);
    sheet?.setValues(panel.values(), panel.calculation.phase);
    Object.assign(place("link"), {href: linkOf(panel), hidden: false});
  }

  function takeLink() {
    const {pairs, choices} = linkedState(data, location.hash);
    if (pairs.length) panel.setValues(pairs);
    if (Object.keys(choices).length) panel.take(choices);
    follow();
  }

  const {asked: goal} = data.options; // the quantity whose line is looked at first
  if (goal !== undefined) panel.take({selected: panel.numbered.get(goal) ?? null});
  takeLink();
  addEventListener("hashchange", () => {
    panel.calculation.reset();
    panel.take({...data.options, sample: 1});
    takeLink();
  });
  drawWhenOpen(place("panel"), (root) => drawViews(panel, root));
  if (answers) {
    drawWhenOpen(place("answers"), (root) => {
      sheet = answers.draw(answers.data, data, root);
      follow();
    });
  }
  tellHeight();
  return {panel, values: () => valuesByAddress(panel)};
}

function drawWhenOpen(root, draw) {
  const fold = root.closest("details");
  const look = () => {
    if (!fold.open) return;
    fold.removeEventListener("toggle", look);
    root.replaceChildren();
    draw(root);
  };
  fold.addEventListener("toggle", look);
  look();
}

function valuesByAddress({calculation, data}) {
  const known = data.quantities.map((address, quantity) => [address, calculation.value(quantity)]);
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}

function tellHeight() {
  if (window.parent === window) return;
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    window.parent.postMessage({type: "handnet-height", height}, "*");
  };
  new ResizeObserver(tell).observe(document.body);
}
