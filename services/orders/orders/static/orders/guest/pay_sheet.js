// The sheet in which one pays: what is left, what of it one pays, the tip; then the payment that is open; then thanks.
import { plainButton } from "../../pages/buttons.js";
import { money, units } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, render, symbol } from "../../pages/view.js";
import { leftOf } from "../bill/sums.js";
import { unsentView } from "./bill.js";
import { countOf, rows } from "./cart.js";
import { hindrance, wantedNow } from "./pay_choice.js";
import { partsView, tipView } from "./pay_parts.js";
import { failureWords, hinderedWords } from "./pay_words.js";
import { askAgain, giveUp, goOn, isOpen, isUnanswered, letGo, pay, payMore, paying, start } from "./paying.js";
import { receiptsView } from "./receipts.js";
import { page } from "./state.js";
import { guestName } from "./who.js";

/** Draws the sheet in `host` until the answer is called. */
export function show(host, dialog) {
  host.replaceChildren();
  const draw = () => render(sheetView(paying.state, () => dialog.close()), host);
  const stops = [paying.watch(draw), page.watch(draw), start()];
  draw();
  return () => stops.forEach((stop) => stop());
}

function sheetView(state, close) {
  const { bill, payment } = state;
  if (!bill) return state.error ? failureView(state) : html`<p role="status">${t("Asking for the bill…")}</p>`;
  if (payment?.status === "paid") return paidView(bill, payment, close);
  return html`${headView(bill)}${failureView(state)}${stepView(state)}${othersView(bill)}`;
}

function stepView(state) {
  if (isOpen()) return openView(state);
  return isUnanswered() && !state.busy ? unansweredView() : choiceView(state);
}

const unansweredView = () => html`<p>${t("There was no answer. Trying again does not pay twice.")}</p>
  <div class="stack">
    <button type="button" class="button primary wide large" @click=${askAgain}>${t("Try again")}</button>
    ${plainButton(t("Pay something else"), letGo, "wide")}</div>`;

const headView = (bill) => html`<dl class="pay-head">
  <div class="pay-left"><dt>${t("Left to pay")}</dt><dd class="money">${money(leftOf(bill))}</dd></div>
  ${bill.due === bill.left ? nothing : headRow(t("Whole bill"), bill.due)}
  ${units(bill.paid) ? headRow(t("Paid"), bill.paid) : nothing}
  ${units(bill.pending) ? headRow(t("Being paid"), bill.pending) : nothing}</dl>`;

const headRow = (word, amount) => html`<div><dt>${word}</dt><dd class="money">${money(units(amount))}</dd></div>`;

function choiceView({ bill, choice, busy }) {
  if (leftOf(bill) === 0) return html`<p class="banner" data-state=${units(bill.pending) ? "" : "good"}>${
    units(bill.pending) ? t("The rest is being paid just now.") : t("All is paid. Thank you!")}</p>${receiptsView()}`;
  const { amount, tip } = wantedNow(bill, choice);
  const hindered = hindrance(bill, choice);
  const isOff = busy || hindered !== "";
  const unsent = countOf(rows());
  return html`${unsent ? unsentView(unsent) : nothing}
    <form class="stack" novalidate @submit=${(event) => (event.preventDefault(), isOff || pay())}>
      ${partsView(bill, choice)}
      ${tipView(choice, amount)}
      <div class="pay-foot"><p class="note-warn" role="alert" id="pay-hindered">${hinderedWords(hindered, bill)}</p>
        <button type="submit" class="button primary wide large pay-now" aria-disabled=${String(isOff)}
          aria-describedby="pay-hindered">${busy ? t("One moment…") : payWords(amount, tip)}</button></div>
    </form>`;
}

const payWords = (amount, tip) => {
  const values = { amount: money(amount + tip), tip: money(tip) };
  return tip ? t("Pay {amount}, with {tip} tip", values) : t("Pay {amount}", values);
};

/** A payment that waits for its money. */
function openView({ payment, busy }) {
  const values = { amount: money(units(payment.total)), time: clock(payment.expires_at) };
  return html`<p>${t("A payment of {amount} is open until {time}.", values)} ${
      t("If you have paid already, just wait a moment.")}</p>
    <div class="stack">
      <button type="button" class="button primary wide large" aria-disabled=${String(busy)} @click=${goOn}>${
        symbol("forward")}${t("Go to the payment")}</button>
      ${plainButton(t("Pay something else"), giveUp, "wide")}</div>`;
}

function paidView(bill, payment, close) {
  const left = leftOf(bill);
  const values = { amount: money(units(payment.total)) };
  return html`<div class="pay-done" role="status">${symbol("check")}<p class="pay-thanks">${
      t("You have paid {amount}. Thank you!", values)}</p></div>
    ${left ? html`<p>${t("Left to pay at this table: {amount}.", { amount: money(left) })}</p>` : nothing}
    ${receiptsView()}
    <div class="stack">${left ? plainButton(t("Pay something more"), payMore, "wide") : nothing}
      ${plainButton(t("Done"), close, "primary wide large")}</div>`;
}

function failureView(state) {
  const words = failureWords(state);
  if (!words) return nothing;
  return html`<p class="banner" data-state=${state.isAnew ? "warn" : "bad"} role="alert">${
    symbol("warn")}<span>${words}</span></p>`;
}

/** Who else pays, or has paid. */
function othersView({ payments }) {
  const all = payments.filter(({ status }) => ["created", "paid"].includes(status));
  if (!all.length) return nothing;
  return html`<section class="pay-others"><h3>${t("Payments at this table")}</h3><ul>${all.map((each) => html`<li
    class="share"><span><bdi>${payerOf(each)}</bdi> · ${each.status === "paid" ? wayOf(each) : t("is paying")}</span>
    <span class="money">${money(units(each.amount))}</span></li>`)}</ul></section>`;
}

const payerOf = (payment) => (payment.kind === "online" ? guestName(payment) : t("With the staff"));

const wayOf = ({ kind }) => ({ cash: t("paid in cash"), card: t("paid by card") })[kind] ?? t("paid");
