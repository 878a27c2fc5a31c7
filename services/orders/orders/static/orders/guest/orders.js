// What was ordered: each item's state, grouped by sending, what is mine of it, and the running tab by guest.
import { money, units } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { calledOf, optionsCalled } from "./called.js";
import { priceOf } from "./cart.js";
import { optionsView } from "../dish/choosing.js";
import { leftView, netOf, standing, takenOff } from "./left.js";
import { outcomeView } from "./outcome.js";
import { isClosed } from "./state.js";
import { guestName, isCompany, isOwn, keyOf } from "./who.js";
import { STATE_ICONS, STEPS, closedWord, stateWord } from "./words.js";

export function ordersView(state) {
  return html`<section class="view" id="view-orders" aria-labelledby="title-orders">
    <h2 id="title-orders" tabindex="-1">${t("Orders")}</h2>
    ${outcomeView(state)}
    ${state.orders.size
      ? nothing
      : html`<p class="nothing soft">${t("Nothing has been ordered at this table yet.")}</p>`}
    ${tabView(state)}
  </section>`;
}

/** The tab without its heading: the closed table shows it as well. */
export function tabView({ orders }) {
  const all = [...orders.values()];
  if (all.length === 0) return nothing;
  const own = isCompany();
  return html`<div class="batches">
      ${repeat(grouped(all), ({ number }) => number, (batch) => batchView(batch, own))}</div>
    <div class="tab">${sharesView(standing())}
      <p class="sum"><span>${isClosed() ? t("Total") : t("Total so far")}</span>
        <span class="money">${money(netOf(standing()))}</span></p>
      ${leftView()}</div>`;
}

/** Newest sending first: that is what one waits for. */
function grouped(orders) {
  const found = new Map();
  for (const order of orders) {
    if (!found.has(order.batch)) found.set(order.batch, []);
    found.get(order.batch).push(order);
  }
  return [...found].map(([number, items]) => ({ number, items })).reverse();
}

/** What each guest has ordered or chosen, this phone's own first; told when there is more than one. */
export function sharesView(items) {
  const shares = new Map();
  for (const item of items) {
    const share = shares.get(keyOf(item)) ?? { key: keyOf(item), items: [] };
    share.items.push(item);
    shares.set(share.key, share);
  }
  const all = [...shares.values()].sort((one, other) => Number(other.key === "own") - Number(one.key === "own"));
  if (all.length < 2) return nothing;
  return html`<dl class="shares">${repeat(all, ({ key }) => key, ({ key, items: some }) => html`
    <div class="share ${key === "own" ? "is-own" : ""}"><dt dir="auto">${guestName(some.at(-1))}</dt>
      <dd class="money">${money(netOf(some))}</dd></div>`)}</dl>`;
}

function batchView({ number, items }, isShared) {
  const values = { number, time: clock(items[0].timestamp) };
  const staff = items.every((order) => order.by_staff);
  const title = staff ? t("Order {number}, {time}, taken by the staff", values) : t("Order {number}, {time}", values);
  return html`<section class="card batch" aria-labelledby="title-batch-${number}">
    <h3 id="title-batch-${number}" class="batch-title">${title}</h3>
    <ul class="orders">${repeat(items, ({ id }) => id, (order) => orderView(order, isShared))}</ul>
  </section>`;
}

function orderView(order, isShared) {
  const amount = order.quantity === 1 ? "" : `${t("{count} ×", { count: order.quantity })} `;
  const mine = isShared && isOwn(order);
  const who = isShared || order.guest ? guestName(order) : "";
  return html`<li class="order ${mine ? "is-own" : ""}" data-state=${order.state}>
    <div class="line-head">
      <span class="line-name">${amount}<bdi>${calledOf(order) || t("Item")}</bdi></span>
      <span class="money">${order.price === null ? "–" : money(priceOf(order) * order.quantity)}</span>
    </div>
    ${optionsView(optionsCalled(order))}
    ${takenOff(order) ? html`<p class="soft">${takenOffText(order)}</p>` : nothing}
    ${who || order.note ? html`<p class="order-facts">
      ${who ? html`<span dir="auto" class=${mine ? "own-mark" : ""}>${who}</span>` : nothing}
      ${order.note ? html`<q dir="auto">${order.note}</q>` : nothing}</p>` : nothing}
    <div class="order-state">${stateView(order)}</div>
  </li>`;
}

function takenOffText({ discount, voided }) {
  const words = [
    units(discount) ? t("Discount: −{amount}", { amount: money(units(discount)) }) : "",
    units(voided) ? t("Not charged: −{amount}", { amount: money(units(voided)) }) : "",
  ];
  return words.filter(Boolean).join(" · ");
}

function stateView({ state, reason }) {
  const word = isClosed() ? closedWord(state) : stateWord(state);
  return html`<span class="state-word">${symbol(STATE_ICONS[state] ?? "info")}${word}</span>
    ${state === "cancelled" ? html`<span class="reason" dir="auto">${reason}</span>` : progress(state)}`;
}

/** How far it is, for the eye only: the word says the same. */
function progress(state) {
  if (isClosed()) return nothing;
  const reached = STEPS.indexOf(state);
  return html`<span class="progress" aria-hidden="true">
    ${STEPS.map((_, index) => html`<i class=${index <= reached ? "is-done" : ""}></i>`)}</span>`;
}
