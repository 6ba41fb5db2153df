/* The panel in a notebook, as anywidget shows it, with the traits data, values, state and identity.

  render({model, el})
*/

import {hearPython} from "./late.js";
import {drawPanel} from "./panel.js";

const PAUSE = 20; // milliseconds between messages to Python

export function render({model, el}) {
  const sender = throttledSender(model);
  let drawn = null;
  let numbers = new Map(); // of each address, its quantity

  function draw() {
    drawn?.destroy();
    const data = model.get("data");
    numbers = new Map(data.quantities.map((address, quantity) => [address, quantity]));
    const named = ([quantity, value]) => [data.quantities[quantity], value];
    const addressed = (pairs) => Object.fromEntries(pairs.map(named));
    drawn = drawPanel(data, el, {
      onValues: (pairs) => sender.send("values", addressed(pairs)),
      onChoice: (state) => sender.send("state", state),
    });
    takeValues();
    takeState();
  }

  function takeValues() {
    if (sender.isSending) return;
    const given = Object.entries(model.get("values") ?? {}).filter(([address]) => numbers.has(address));
    if (given.length) drawn.setValues(given.map(([address, value]) => [numbers.get(address), value]));
  }

  function takeState() {
    const state = model.get("state") ?? {};
    if (!sender.isSending && Object.keys(state).length) drawn.choose(state);
  }

  const listeners = {"change:data": draw, "change:values": takeValues, "change:state": takeState};
  for (const [event, listener] of Object.entries(listeners)) model.on(event, listener);
  draw();
  hearPython(model);
  return () => {
    for (const [event, listener] of Object.entries(listeners)) model.off(event, listener);
    sender.flush();
    drawn.destroy();
  };
}

/* Sends what changed, the last state of it, at most every PAUSE; nothing is lost. */
function throttledSender(model) {
  const waiting = new Map();
  let timer = null;

  const sender = {
    isSending: false,
    send(trait, value) {
      waiting.set(trait, value);
      timer ??= setTimeout(sender.flush, PAUSE);
    },
    flush() {
      clearTimeout(timer);
      timer = null;
      if (!waiting.size) return;
      sender.isSending = true; // our own change must not come back to us
      for (const [trait, value] of waiting) model.set(trait, value);
      sender.isSending = false;
      waiting.clear();
      model.save_changes();
    },
  };
  return sender;
}
