// A line of a card: an order. One tap brings it one state on; a note is never cut off.
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { icon } from "./icons.js";
import { markSeen } from "./settings.js";
import { ICONS, after, isActive, stateName, stepName } from "./steps.js";
import { isDouble, isPending, isStuck, noticeOf, target } from "./taps.js";
import { step } from "./undo.js";

export function makeLine(order, session) {
  const parts = {
    amount: h("span", { class: "amount" }),
    name: h("bdi", { class: "what" }),
    state: h("span", { class: "line-state" }),
    next: h("span", { class: "visually-hidden" }),
    note: h("p", { class: "note" }),
    notice: h("p", { class: "line-notice" }),
  };
  const button = h("button", { type: "button", class: "line-step" }, parts.amount, " ", parts.name, " ",
    parts.state, parts.next);
  const node = h("li", { class: "ticket-row line" }, button, parts.note, parts.notice);
  Object.assign(node, { parts, button, order });
  button.addEventListener("click", (event) => {
    const to = after(target(node.order));
    if (to && !isDouble(event)) step(session, [[node.order, to]]);
  });
  return node;
}

export function updateLine(node, order) {
  const { parts } = node;
  const state = target(order);
  node.order = order;
  node.dataset.state = state;
  node.toggleAttribute("data-pending", isPending(order));
  parts.amount.textContent = `${order.quantity}×`;
  parts.name.textContent = order.name || t("Product {id}", { id: order.product_id });
  parts.state.replaceChildren(...stateOf(order, state));
  parts.next.textContent = isActive(state) ? ` – ${stepName(after(state))}` : "";
  node.button.setAttribute("aria-disabled", String(!isActive(state)));
  writeNote(parts.note, order.note);
  parts.notice.textContent = noticeOf(order);
  parts.notice.hidden = !noticeOf(order);
}

/** The state, and whether the server knows of it: all in one place, so that nothing moves when it changes. */
function stateOf(order, state) {
  const waits = isPending(order) && isStuck();
  const words = waits ? t("{state}, not sent yet", { state: stateName(state) }) : stateName(state);
  return [icon(waits ? "wait" : ICONS[state]), h("span", { class: "state-word" }, ` ${words}`)];
}

function writeNote(node, note) {
  node.hidden = !note;
  if (node.textContent !== note) node.replaceChildren(icon("note"), h("bdi", {}, note));
}

/** An order that was cancelled: struck through until somebody at this device has said to have seen it. */
export function makeGone(order) {
  const parts = {
    name: h("s", {}),
    reason: h("p", { class: "reason" }),
    seen: h("button", { type: "button", class: "button seen", on: { click: () => markSeen([order.id]) } }),
  };
  parts.seen.append(icon("check"), t("Seen"));
  const told = h("span", { class: "visually-hidden" }, t("Cancelled:"), " ");
  const text = h("p", { class: "gone-name" }, told, parts.name);
  const node = h("li", { class: "ticket-row gone" }, text, parts.reason, parts.seen);
  node.parts = parts;
  return node;
}

export function updateGone(node, order) {
  node.parts.name.textContent = `${order.quantity}× ${order.name || t("Product {id}", { id: order.product_id })}`;
  node.parts.reason.textContent = order.reason ? t("Cancelled: {reason}", { reason: order.reason }) : t("Cancelled");
  node.parts.seen.setAttribute("aria-label", t("Seen: {name} was cancelled", { name: order.name }));
}
