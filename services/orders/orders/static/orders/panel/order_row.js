// An order in the dialog of its table: everything about it, and what staff may do with it.
import { h } from "../../pages/dom.js";
import { money, units } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { cancelOrder, refusable, refuseBatch } from "./cancel.js";
import { icon } from "./icons.js";
import { mayServe } from "./roles.js";
import { ICONS, after, before, isActive, stateName, stepName } from "./steps.js";
import { isPending, noticeOf, target } from "./taps.js";
import { step } from "./undo.js";

/** A row of the list: an order, or the heading of those that were sent together. */
export function makeRow(row) {
  const node = row.kind === "round" ? makeRound() : makeOrder(row);
  updateRow(node, row);
  return node;
}

export function updateRow(node, row) {
  if (row.kind === "order") updateOrder(node, row);
  else updateRound(node, row);
}

/** The heading of what was sent together: all of it can be refused at once. */
function makeRound() {
  const heading = h("h3", {});
  const all = h("button", { type: "button", class: "button quiet",
    on: { click: () => refuseBatch(node.row.session, node.row.order.batch) } }, icon("close"), t("Refuse all"));
  const node = h("li", { class: "round" }, heading, all);
  Object.assign(node, { heading, all });
  return node;
}

function updateRound(node, row) {
  const { session, isLive, order: { batch, timestamp } } = row;
  const time = clock(timestamp);
  const title = batch > 1 ? t("Add-on · {time}", { time }) : t("First order · {time}", { time });
  node.row = row;
  node.heading.textContent = title;
  node.all.hidden = !isLive || !mayServe() || refusable(session, batch).length < 2;
  node.all.setAttribute("aria-label", t("Refuse all: {round}", { round: title }));
}

function makeOrder({ session }) {
  const parts = {
    what: h("p", { class: "order-what" }),
    price: h("span", { class: "money" }),
    facts: h("p", { class: "soft small order-facts" }),
    note: h("p", { class: "note" }),
    notice: h("p", { class: "line-notice" }),
    back: h("button", { type: "button", class: "button", on: { click: () => go(before) } }),
    next: h("button", { type: "button", class: "button order-next", on: { click: () => go(after) } }),
    cancel: h("button", { type: "button", class: "button quiet", on: { click: () => cancelOrder(node.order) } }),
  };
  const go = (way) => {
    const to = way(target(node.order));
    if (to) step(session, [[node.order, to]]);
  };
  const buttons = h("div", { class: "order-buttons" }, parts.next, parts.back, parts.cancel);
  const node = h("li", { class: "order" }, h("div", { class: "order-head" }, parts.what, parts.price), parts.facts,
    parts.note, parts.notice, buttons);
  Object.assign(node, { parts, buttons });
  return node;
}

function updateOrder(node, { order, isLive }) {
  const { parts } = node;
  const state = target(order);
  const what = `${order.quantity}× ${order.name || t("Product {id}", { id: order.product_id })}`;
  node.order = order;
  node.dataset.state = state;
  parts.what.replaceChildren(state === "cancelled" ? h("s", {}, what) : what);
  const isPriced = order.price !== null && state !== "cancelled";
  parts.price.textContent = isPriced ? money(units(order.price) * order.quantity) : "";
  parts.facts.replaceChildren(...facts(order, state));
  parts.note.hidden = !order.note;
  parts.note.replaceChildren(h("bdi", {}, order.note));
  parts.notice.hidden = !noticeOf(order);
  parts.notice.textContent = noticeOf(order);
  node.buttons.hidden = !isLive || state === "cancelled";
  label(parts.back, before(state), order, "undo");
  label(parts.next, after(state), order, "forward");
  parts.cancel.hidden = !isActive(state) || !mayServe();
  parts.cancel.textContent = t("Cancel order");
  parts.cancel.setAttribute("aria-label", t("Cancel order: {name}", { name: order.name }));
}

/** A button for one step, if there is one. */
function label(button, to, order, drawing) {
  const text = to ? (drawing === "undo" ? stateName(to) : stepName(to)) : "";
  button.hidden = !to;
  button.replaceChildren(icon(drawing), text);
  if (to) button.setAttribute("aria-label", t("{step}: {name}", { step: text, name: order.name }));
}

function facts(order, state) {
  const by = order.guest || (order.by_staff ? t("Staff") : t("Guest without a name"));
  const moved = order.changed && order.changed !== order.timestamp;
  const reason = order.reason && state === "cancelled" ? `: ${order.reason}` : "";
  return [
    h("span", { class: "order-state" }, icon(ICONS[state]), ` ${stateName(state)}${reason}`),
    ` · ${by} · ${t("ordered {time}", { time: clock(order.timestamp) })}`,
    moved ? ` · ${t("changed {time}", { time: clock(order.changed) })}` : "",
    isPending(order) ? ` · ${t("sending")}` : "",
  ];
}
