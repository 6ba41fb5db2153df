/* Python is heard in a page that was slow, too.

  hearPython(model, missed)        once the widget is drawn; `missed` is called where messages were lost

anywidget lets messages from Python wait for the code of a widget. When that takes more than two seconds, as in a
busy browser, it gives up, and every message is lost from then on: no number set in Python would come, no verdict.
*/

const NOTHING = {content: {data: {}}}; // a message that asks for nothing

export async function hearPython(model, missed = () => {}) {
  const heard = await model.widget_manager?.get_model?.(model.get("identity"));
  if (!heard?.comm) return; // no kernel
  try {
    await heard._handle_comm_msg(NOTHING);
  } catch {
    const {_handle_comm_msg: handle} = Object.getPrototypeOf(Object.getPrototypeOf(heard)); // as every other widget has it
    heard.comm.on_msg((message) => handle.call(heard, message));
    heard.comm.send({method: "request_state"}); // what was said meanwhile
    missed();
  }
}
