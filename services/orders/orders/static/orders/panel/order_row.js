// An order in the dialog of its table: everything about it, and what the person may do with it.
import { money, units } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { optionsView } from "../dish/choosing.js";
import { cancelOrder, refusable, refuseBatch } from "./cancel.js";
import { sign } from "./icons.js";
import { mayServe } from "./roles.js";
import { ICONS, after, before, isActive, stateName, stepName } from "./steps.js";
import { isPending, noticeOf, target } from "./taps.js";
import { step } from "./undo.js";

/** A row of the list: an order, or the heading of those that were sent together. */
export const rowView = (row) => (row.kind === "round" ? roundView(row) : orderView(row));

/** The heading of what was sent together: all of it can be refused at once. */
function roundView({ session, isLive, order: { batch, timestamp } }) {
  const time = clock(timestamp);
  const round = batch > 1 ? t("Add-on · {time}", { time }) : t("First order · {time}", { time });
  const several = isLive && mayServe() && refusable(session, batch).length > 1;
  return html`<li class="round"><h3>${round}</h3>${several ? html`<button type="button" class="button quiet"
    aria-label=${t("Refuse all: {round}", { round })} @click=${() => refuseBatch(session, batch)}>${sign("close")}${
    t("Refuse all")}</button>` : nothing}</li>`;
}

function orderView({ order, session, isLive }) {
  const state = target(order);
  const what = html`${order.quantity}× <bdi>${order.name || t("Product {id}", { id: order.product_id })}</bdi>`;
  const isGone = state === "cancelled";
  return html`<li class="order" data-state=${state}>
    <div class="order-head"><p class="order-what">${isGone ? html`<s>${what}</s>` : what}</p> <span class="money">${
      isGone || order.price === null ? nothing : money(units(order.price) * order.quantity)}</span></div>
    <p class="soft small order-facts">${factsView(order, state)}</p>
    ${optionsView(order.options)}
    ${order.note ? html`<p class="note"><bdi>${order.note}</bdi></p>` : nothing}
    ${noticeOf(order) ? html`<p class="line-notice">${noticeOf(order)}</p>` : nothing}
    ${isLive && !isGone ? buttonsView(order, session, state) : nothing}</li>`;
}

function factsView(order, state) {
  const by = order.guest || (order.by_staff ? t("Staff") : t("Guest without a name"));
  const hasMoved = order.changed && order.changed !== order.timestamp;
  const reason = order.reason && state === "cancelled" ? html`: <bdi>${order.reason}</bdi>` : nothing;
  return html`<span class="order-state">${sign(ICONS[state])} ${stateName(state)}${reason}</span> · <bdi>${
    by}</bdi> · ${t("ordered {time}", { time: clock(order.timestamp) })}${
    hasMoved ? ` · ${t("changed {time}", { time: clock(order.changed) })}` : ""}${
    isPending(order) ? ` · ${t("sending")}` : ""}`;
}

/** A step on, a step back, and the end of it. */
function buttonsView(order, session, state) {
  const [next, back] = [after(state), before(state)];
  const go = (to) => step(session, [[order, to]]);
  return html`<div class="order-buttons">
    ${next ? stepView("order-next", "forward", stepName(next), order, () => go(next)) : nothing}
    ${back ? stepView("", "undo", stateName(back), order, () => go(back)) : nothing}
    ${mayServe() && isActive(state) ? html`<button type="button" class="button quiet"
      aria-label=${t("Cancel order: {name}", { name: order.name })} @click=${() => cancelOrder(order)}>${
      t("Cancel order")}</button>` : nothing}</div>`;
}

const stepView = (kind, drawing, text, { name }, press) => html`<button type="button" class=${`button ${kind}`}
  aria-label=${t("{step}: {name}", { step: text, name })} @click=${press}>${sign(drawing)}${text}</button>`;
