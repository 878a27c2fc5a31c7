/** What becomes of a sale that is paid: each end has its own words, and says what to do next. */

import { plainButton } from "../../pages/buttons.js";
import { money } from "../../pages/money.js";
import { clock, dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { giveBack, startAgain } from "./buy.js";
import { feedback, feedbackView } from "./feedback.js";
import { kept } from "./kept.js";
import { receiptView } from "./receipt_part.js";
import { page, sale } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Sale} Sale */
/** @typedef {import("../../pages/view.js").Part} Part */

feedback.watch(page.changed);

/** @param {Sale} sale */
const units = ({ quantity }) => n("{count} unit", "{count} units", quantity);

/** The machine begins, as soon as it may. @param {State} state */
export function paidView(state) {
  const paid = sale();
  if (!paid) return nothing;
  const { triggerError, machineId, status } = state;
  const isOurs = Boolean(kept(machineId).code);
  return html`<section class="card stack">
    <h2 tabindex="-1">${t("Paid: {amount}", { amount: money(paid.amount) })}</h2>
    ${triggerError ? html`<p class="banner" data-state="bad" role="alert">${symbol("warn")}<span>${
      explain(triggerError)}</span></p>
      <p>${t("Your money comes back by itself at {time}, or now.", { time: clock(status?.expires_at ?? "") })}</p>
      ${plainButton(t("Give the machine back and return my money"), giveBack, "primary wide")}`
      : workingView(paid.quantity, isOurs ? t("The machine starts…")
        : t("The machine starts by itself within 15 seconds."))}
    ${receiptView(paid)}
  </section>`;
}

/** @param {State} state */
export function dispensingView({ status }) {
  const open = sale();
  if (!open || !status) return nothing;
  const isAway = status.status === "offline";
  return html`<section class="card stack">
    <h2 tabindex="-1">${isAway ? t("Waiting for the machine")
      : t("The machine gives out {units}", { units: units(open) })}</h2>
    ${isAway ? awayView(status) : workingView(open.quantity, t("Take it out when it has stopped."))}
    <p class="soft">${t("Paid: {amount}", { amount: money(open.amount) })}</p>
    ${receiptView(open)}
  </section>`;
}

/** @param {import("./calls.js").Status} status */
const awayView = ({ expires_at: until }) => html`<p class="banner" data-state="warn">${symbol("offline")}<span>${
  t("The machine is off line just now. Stay here: it goes on as soon as it is back.")} ${
  t("If it does not come back, your money does, at {time}.", { time: clock(until ?? "") })}</span></p>`;

const SHOWN = 5; // units that fall, at most

/**
 * So many units fall, for those who see it and do not mind motion.
 * @param {number} quantity
 * @param {string} words
 */
const workingView = (quantity, words) => html`<div class="falling" aria-hidden="true">${
  Array.from({ length: Math.min(quantity, SHOWN) }, () => html`<i></i>`)}</div>
  <p role="status">${words}</p>`;

/** @param {State} state */
export const deliveredView = (state) => endView(state, "good", "check", (over) => [
  t("Here you are"),
  html`<p>${t("{units} for {amount}. Thank you.", { units: units(over), amount: money(over.amount) })}</p>`]);

/** @param {State} state */
export const partlyView = (state) => endView(state, "warn", "info", (over) => [
  t("Not all of it came out"),
  html`<p>${t("{count} of {all} came out. For the rest you get {amount} back.",
    { count: over.dispensed ?? 0, all: over.quantity, amount: money(restOf(over)) })} ${
      over.refunded ? t("It was sent on its way.") : t("It is being sent on its way.")} ${bankWords()}</p>`]);

/** @param {State} state */
export const reviewView = (state) => endView(state, "warn", "eye", (over) => [
  t("Somebody looks at this"),
  html`<p>${t("The machine has not said what came out, so its operator looks at it.")} ${
    t("If you have got nothing, {amount} comes back to you.", { amount: money(over.amount) })} ${
    t("Keep the address of your receipt: it shows what was decided.")}</p>`]);

/** @param {State} state */
export const dueView = (state) => endView(state, "warn", "undo", (over) => [
  t("Your money is on its way back"),
  html`<p>${nothingOut(over)} ${t("{amount} goes back the way it was paid.", { amount: money(over.amount) })} ${
    bankWords()}</p>`]);

/** @param {State} state */
export const refundedView = (state) => endView(state, "good", "undo", (over) => [
  t("Your money was sent back"),
  html`<p>${nothingOut(over)} ${t("{amount} was sent back the way it was paid, on {time}.",
    { amount: money(over.refunded), time: dayAndClock(over.updated_at) })} ${bankWords()}</p>`]);

/** The time at the machine ran out unpaid. */
export function expiredView() {
  return html`<section class="card stack">
    <h2 tabindex="-1">${t("Your time at the machine is over")}</h2>
    <p>${t("Nothing was charged. Start again with the code that the display shows now.")} ${
      sale() ? t("What was paid in the last moment comes back by itself.") : nothing}</p>
    ${plainButton(t("Start again"), startAgain, "primary wide large")}
  </section>`;
}

const bankWords = () => t("Banks take some days to show it.");

/** @param {Sale} sale */
const nothingOut = ({ dispensed }) => (dispensed ? nothing : t("Nothing came out."));

/** What goes back for units that did not come out. @param {Sale} sale */
const restOf = ({ amount, quantity, dispensed }) => amount - (amount / quantity) * (dispensed ?? 0);

/**
 * @param {State} _
 * @param {"good"|"warn"} look
 * @param {string} sign
 * @param {(sale: Sale) => [title: string, words: Part]} about
 */
function endView(_, look, sign, about) {
  const over = sale();
  if (!over) return nothing;
  const [title, words] = about(over);
  return html`<section class="card stack end" data-state=${look}>
    <span class="sign" aria-hidden="true">${symbol(sign)}</span>
    <h2 tabindex="-1">${title}</h2>
    ${words}
    ${receiptView(over)}
    ${plainButton(t("Buy again"), startAgain, "primary wide")}
  </section>
  ${over.state === "review" || over.state === "refund_due" ? nothing
    : feedbackView({ machineId: over.machine_id, transactionId: over.transaction_id })}`;
}
