// How taking money looks: what of the bill, in cash or by card, what was handed over, and the change.
import { typedText } from "../../pages/amount.js";
import { money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing, repeat } from "../../pages/view.js";
import { SHARED_BY, handedOver, leftOf, sharesLeft } from "../bill/sums.js";
import { amountField } from "./amount_field.js";
import { guestsOf, payable } from "./bill_lines.js";
import { receiptLink } from "./bill_payments.js";
import { sendingView } from "./bill_view.js";
import { chip, chipsView, lineCheck } from "./chips.js";
import { sign } from "./icons.js";
import { sumsOf, withShares } from "./taking.js";

const QUICK = 5; // notes that one tap fills in

const PARTS = () => [["all", t("Everything")], ["items", t("Chosen lines")], ["share", t("An equal share")],
  ["amount", t("An amount")]];
const KINDS = () => [["cash", t("Cash")], ["card", t("Card")]];

/** `set(some)` changes the taking, `submit` sends it. */
export function takeView({ bill, taking, problem, sending, isLive }, { set, submit }) {
  const { total, change } = sumsOf(bill, taking);
  const trouble = isLive ? "" : t("No connection: money cannot be taken here just now.");
  return html`<form class="taking" novalidate @submit=${submit}>
    ${chipsView(t("What is paid"), PARTS(), taking.part, (part) => set({ part }))}
    ${partView(bill, taking, set)}
    ${chipsView(t("How it is paid"), KINDS(), taking.kind, (kind) => set({ kind }))}
    ${amountField({ label: t("Tip, if there is one"), value: taking.tip, set: (tip) => set({ tip }) })}
    <p class="taking-total"><span>${t("To take")}</span> <strong class="money">${money(total)}</strong></p>
    ${taking.kind === "cash" ? cashView(bill, taking, set) : nothing}
    <div class="taking-foot">${change !== null && change >= 0 ? changeView(change) : nothing}
    ${sendingView(sending)}<p class="problem" role="alert">${problem || trouble}</p>
    <button type="submit" class="button primary wide taking-go" aria-disabled=${String(Boolean(sending) || !isLive)}>${
      sign("check")}${taking.kind === "cash" ? t("Take {amount} in cash", { amount: money(total) })
      : t("Take {amount} by card", { amount: money(total) })}</button></div></form>`;
}

function partView(bill, taking, set) {
  if (taking.part === "items") return linesView(bill, taking, set);
  if (taking.part === "share") return shareView(bill, taking, set);
  if (taking.part !== "amount") return nothing;
  return amountField({ label: t("Amount"), value: taking.amount, set: (amount) => set({ amount }),
    hint: t("{amount} are left to pay.", { amount: money(leftOf(bill)) }) });
}

function linesView(bill, { orders }, set) {
  const turn = (ids, isOn) => {
    const next = new Set(orders);
    for (const id of ids) if (isOn) next.add(id); else next.delete(id);
    set({ orders: next });
  };
  const lines = payable(bill);
  if (!lines.length) return html`<p class="soft">${t("No line is left: take everything, or an amount.")}</p>`;
  return html`${guestsView(bill, orders, turn)}<fieldset class="checks"><legend>${t("Lines")}</legend>${
    repeat(lines, ({ order_id: id }) => id, (line) =>
      lineCheck(line, line.left, orders.has(line.order_id), (isOn) => turn([line.order_id], isOn)))}</fieldset>`;
}

/** All lines of a guest by one tap; no choice where there is one guest. */
function guestsView(bill, orders, turn) {
  const guests = guestsOf(bill).map(({ name, lines }) =>
    ({ name, ids: payable(bill, lines).map(({ order_id: id }) => id) })).filter(({ ids }) => ids.length);
  if (guests.length < 2) return nothing;
  return html`<div class="row" role="group" aria-label=${t("Lines by guest")}>${guests.map(({ name, ids }) => {
    const isOn = ids.every((id) => orders.has(id));
    return chip(html`<bdi>${name}</bdi>`, isOn, () => turn(ids, !isOn));
  })}</div>`;
}

function shareView(bill, taking, set) {
  const { shares, of } = taking;
  const count = (words, key, value, least, most) => html`<label class="field"><span>${words}</span>
    <input type="number" inputmode="numeric" min=${least} max=${most} step="1" .value=${String(value)}
      @change=${({ target }) => set(withShares(bill, taking, { [key]: target.valueAsNumber || least }))}></label>`;
  return html`<div class="pair">${count(t("Shares that are paid"), "shares", shares, 1, of)}${
    count(t("of so many equal shares"), "of", of, SHARED_BY.least, SHARED_BY.most)}</div>
    <p class="soft small">${t("{count} of {of} shares are not taken yet.", { count: sharesLeft(bill, of), of })}</p>`;
}

function cashView(bill, taking, set) {
  const { total } = sumsOf(bill, taking);
  const notes = total > 0 ? handedOver(total).slice(0, QUICK) : [];
  return html`${amountField({ label: t("Handed over"), value: taking.given, set: (given) => set({ given }) })}
    <div class="row" role="group" aria-label=${t("Usual amounts")}>${notes.map((note) => chip(
      note === total ? t("Exactly {amount}", { amount: money(note) }) : money(note), typedText(note) === taking.given,
      () => set({ given: typedText(note) })))}</div>`;
}

const changeView = (change) => html`<p class="taking-change" role="status"><span>${t("Change to give")}</span>
  <strong class="money">${money(change)}</strong></p>`;

/** What was taken, and what is left now. */
export function takenView({ payment, bill, isRead }, { more, close }) {
  const left = leftOf(bill);
  return html`<div class="taking" data-done>
    <p class="banner" data-state="good" role="status">${sign("check")} <span>${payment.kind === "cash"
      ? t("{amount} taken in cash.", { amount: money(units(payment.total)) })
      : t("{amount} taken by card.", { amount: money(units(payment.total)) })}</span></p>
    ${payment.change !== null ? changeView(units(payment.change)) : nothing}
    ${isRead ? restView(left, units(bill.pending)) : nothing}
    <div class="row">${payment.receipts.map(receiptLink)}
      ${isRead && left ? html`<button type="button" class="button" @click=${more}>${
        sign("bill")}${t("Take more")}</button>` : nothing}
      <button type="button" class="button primary" @click=${close}>${t("Done")}</button></div></div>`;
}

/** What of the bill is not paid yet. */
function restView(left, pending) {
  if (!left && !pending) return html`<p class="taking-total"><span>${t("All is paid")}</span> ${sign("check")}</p>`;
  return html`<p class="taking-total"><span>${left ? t("Left to pay") : t("Is being paid just now")}</span>
    <strong class="money">${money(left || pending)}</strong></p>`;
}
