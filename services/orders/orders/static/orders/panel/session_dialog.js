// A table in a dialog: what was ordered and by whom, what it owes, its QR code, ordering for the guest, closing it.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { render as draw } from "../../pages/view.js";
import { showBill } from "./bill_dialog.js";
import { closeTable } from "./close_table.js";
import { placeOrder } from "./place_order.js";
import { picture, showCode } from "./qr.js";
import { sessionView } from "./session_view.js";
import { panel, watch } from "./state.js";
import { tableActs } from "./table_acts.js";

/** Show a session; `shown` is one that is not on the panel (any more). */
export function showSession(code, shown = panel.sessions.get(code)) {
  if (!shown) return;
  const current = () => panel.sessions.get(code) ?? shown;
  const body = h("div", { class: "session" });
  const qr = picture(current());
  const acts = actsOf(current, () => dialog.close());
  const render = () => {
    const isLive = panel.sessions.has(code);
    const session = isLive ? current() : { ...shown, state: endOf(shown) };
    draw(sessionView(session, { rows: rowsOf(session, isLive), qr, acts }), body);
    title(dialog, current().name);
  };
  const stop = watch(render);
  const timer = setInterval(render, 1000);
  const dialog = open({ title: shown.name, body, onClose: () => (stop(), clearInterval(timer)) });
  dialog.element.classList.add("large");
  render();
}

/** A table that left the panel while it is looked at was closed. */
const endOf = ({ code, state }) => (panel.sessions.has(code) ? state : "CLOSED");

const title = ({ element }, name) => {
  const heading = element.querySelector(".dialog-head h2");
  if (heading.textContent !== name) heading.textContent = name;
};

/** What can be done with a session, once its dialog is `close`d where another one follows. */
const actsOf = (current, close) => ({
  order: () => placeOrder(current()),
  bill: () => showBill(current()),
  code: () => showCode(current()),
  close: async () => (await closeTable(current())) && close(),
  ...tableActs(current, close),
});

/** The orders with a heading for what was sent together. */
function rowsOf(session, isLive) {
  const rows = [];
  let batch = 0;
  for (const order of session.orders.values()) {
    if (order.batch !== batch) rows.push({ kind: "round", key: `round ${order.batch}`, order, session, isLive });
    batch = order.batch;
    rows.push({ kind: "order", key: order.id, order, session, isLive });
  }
  return rows;
}
