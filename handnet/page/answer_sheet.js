/* The sheet as a widget: Python judges what stands in its boxes.

  render({model, el})            for anywidget, with the traits data, answers, verdicts,
                                 summary and identity
*/

import {hearPython} from "./late.js";
import {drawSheet} from "./sheet.js";

const PATIENCE = {first: 3000, later: 15_000}; // milliseconds without a word from Python; looking for hints takes its time

export function render({model, el}) {
  let drawn = null;
  let patience = null;
  let wasHeard = false;

  function takeAnswers() {
    drawn.setAnswers(model.get("answers") ?? {});
  }

  function takeVerdicts() {
    drawn.setVerdicts(model.get("verdicts") ?? [], model.get("summary") ?? {});
  }

  /* Whether Python is there: it answers at once, unless it has to do something else. */
  function knock() {
    patience ??= setTimeout(() => drawn.setHeard(false), wasHeard ? PATIENCE.later : PATIENCE.first);
    model.send("here?");
  }

  function hear(message) {
    if (message !== "here") return;
    clearTimeout(patience);
    patience = null;
    wasHeard = true;
    drawn.setHeard(true);
  }

  function send(answers) {
    model.set("answers", answers);
    model.save_changes();
    knock();
  }

  function ask() {
    model.send("explain");
    knock();
  }

  function draw() {
    drawn?.destroy();
    drawn = drawSheet(model.get("data"), el, {onAnswers: send, onAsk: ask});
    takeAnswers();
    takeVerdicts();
    knock();
  }

  const listeners = {
    "change:data": draw, "change:answers": takeAnswers, "change:verdicts": takeVerdicts, "change:summary": takeVerdicts,
    "msg:custom": hear,
  };
  for (const [event, listener] of Object.entries(listeners)) model.on(event, listener);
  draw();
  hearPython(model, knock);
  return () => {
    for (const [event, listener] of Object.entries(listeners)) model.off(event, listener);
    drawn.destroy();
    clearTimeout(patience);
  };
}
