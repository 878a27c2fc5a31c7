// A table in a dialog: what was ordered and by whom, its QR code, ordering for the guest, closing it.
import { open } from "../../pages/dialog.js";
import { h, keyed } from "../../pages/dom.js";
import { money } from "../../pages/money.js";
import { clock, n, t } from "../../pages/texts.js";
import { makeCall, updateCall } from "./calls.js";
import { closeTable } from "./close_table.js";
import { icon } from "./icons.js";
import { makeRow, updateRow } from "./order_row.js";
import { placeOrder } from "./place_order.js";
import { picture, showCode } from "./qr.js";
import { panel, watch } from "./state.js";
import { cartTotal, toDoText, total } from "./sums.js";

/** Show a session; `shown` is one that is not on the panel (any more). */
export function showSession(code, shown = panel.sessions.get(code)) {
  if (!shown) return;
  const parts = makeParts(() => panel.sessions.get(code) ?? shown);
  const render = () => update(parts, panel.sessions.get(code) ?? { ...shown, state: endOf(shown, code) },
    panel.sessions.has(code));
  const stop = watch(render);
  const { element } = open({ title: shown.name, body: parts.body, onClose: stop });
  element.classList.add("large");
  parts.close = () => element.close();
  render();
}

/** A table that left the panel while it is looked at was closed. */
const endOf = (shown, code) => (panel.sessions.has(code) ? shown.state : "CLOSED");

function makeParts(current) {
  const parts = {
    facts: h("p", { class: "session-facts" }),
    calls: h("ul", { class: "calls" }),
    orders: h("ul", { class: "session-orders" }),
    empty: h("p", { class: "soft" }, t("Nothing ordered yet.")),
    sum: h("p", { class: "session-sum" }),
    cart: h("section", { class: "session-cart", "aria-labelledby": "cart-title" }),
    actions: h("div", { class: "session-actions" }),
    side: h("div", { class: "session-side" }, picture(current())),
  };
  const act = (drawing, label, kind, run) =>
    h("button", { type: "button", class: `button ${kind}`, on: { click: run } }, icon(drawing), label);
  parts.actions.append(
    act("plus", t("Order for the guest"), "primary", () => placeOrder(current())),
    act("qr", t("QR code"), "", () => showCode(current())),
    act("close", t("Close table"), "danger", async () => (await closeTable(current())) && parts.close()),
  );
  parts.body = h("div", { class: "session" },
    h("div", { class: "session-main stack" }, parts.facts, parts.calls, parts.actions, parts.empty, parts.orders,
      parts.sum, parts.cart), parts.side);
  return parts;
}

function update(parts, session, isLive) {
  const isOpen = session.state === "OPEN";
  const calls = [...session.calls.values()].map((call) => ({ call, session }));
  const rows = rowsOf(session, isLive);
  parts.facts.replaceChildren(...facts(session, isOpen));
  parts.actions.hidden = parts.side.hidden = !isOpen;
  parts.calls.hidden = !calls.length;
  keyed(parts.calls, calls, ({ call }) => call.id, (item) => makeCall(item), updateCall);
  parts.empty.hidden = rows.length > 0;
  keyed(parts.orders, rows, (row) => row.key, makeRow, updateRow);
  parts.sum.hidden = !rows.length;
  parts.sum.replaceChildren(t("Total"), h("strong", { class: "money" }, money(total(session))));
  updateCart(parts.cart, session);
}

function facts(session, isOpen) {
  const time = clock(session.timestamp);
  const words = isOpen ? t("opened at {time}", { time }) : t("Was opened at {time}", { time });
  return [h("span", { class: "badge", dataset: { state: isOpen ? "good" : "over" } }, isOpen ? t("Open") : t("Closed")),
    h("span", {}, words), h("span", {}, toDoText(session)), h("strong", { class: "money" }, money(total(session)))];
}

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

function updateCart(node, session) {
  const lines = [...session.cart.values()];
  node.hidden = !lines.length;
  node.replaceChildren(
    h("h3", { id: "cart-title" },
      n("{count} line in the cart, not ordered yet", "{count} lines in the cart, not ordered yet", lines.length)),
    h("ul", {}, lines.map((line) => h("li", {}, `${line.quantity}× ${line.name}`, line.guest && ` · ${line.guest}`,
      line.note && h("p", { class: "note" }, h("bdi", {}, line.note))))),
    h("p", { class: "soft small" }, t("{total} more when the guests send it.", { total: money(cartTotal(session)) })),
  );
}
