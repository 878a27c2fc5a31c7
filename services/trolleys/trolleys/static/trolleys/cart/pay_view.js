/** Paying: where it is paid, until when, and how to give it up; what keeps the cart from it. */

import { plainButton } from "../../pages/buttons.js";
import { money, units } from "../../pages/money.js";
import { payPage } from "../../pages/paying.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol, waiting } from "../../pages/view.js";
import { jobs } from "./kept.js";
import { isMendable, mend } from "./mend.js";
import { giveUp, pay, payHere } from "./pay.js";
import { cart } from "./state.js";
import { issueWords } from "./words.js";

/**
 * The buttons that open a payment.
 * @param {{cash?: boolean}} [options] whether it can be paid in cash, too
 */
export function payButtons({ cash = false } = {}) {
  const { busy } = cart.state;
  const waits = String(busy || jobs().length > 0);
  return html`<div class="pays">${cash ? html`<button type="button" class="button large" aria-disabled=${waits}
      @click=${() => pay("cash")}>${t("Pay in cash")}</button>` : nothing}
    <button type="button" class="button primary large" aria-disabled=${waits} @click=${() => pay()}>${
      busy ? t("One moment…") : t("Pay")}</button></div>`;
}

/** The payment that is open. */
export function payView() {
  const { payment } = cart.state;
  if (!payment) return nothing;
  if (payment.status === "paid") {
    return html`<section class="card stack">
      <h2 tabindex="-1">${t("Paid")}</h2>${waiting(t("Your receipt comes…"))}</section>`;
  }
  return html`<section class="card stack">
    <h2 tabindex="-1">${t("Pay {amount}", { amount: money(units(payment.amount)) })}</h2>
    ${failureView()}
    ${payment.provider === "cash" ? cashView() : onlineView(payment)}
    <p class="soft">${t("Your goods are kept for you until {time}.", { time: clock(payment.expires_at) })}</p>
    ${plainButton(t("Back to the cart"), giveUp, "quiet")}
  </section>`;
}

/** What came of a payment that did not work out, until something else is done. */
export function failureView() {
  const { payment, isDeclined } = cart.state;
  const words = FAILURES[isDeclined ? "failed" : payment?.status ?? ""];
  if (!words) return nothing;
  return html`<p class="banner" data-state="bad" role="alert">${symbol("warn")}<span>${words()}</span></p>`;
}

/** @type {Record<string, () => string>} */
const FAILURES = {
  failed: () => t("The payment was declined. Nothing was charged. Try again, or pay in another way."),
  expired: () => t("The time for paying is over. Nothing was charged. Try again."),
  refund_due: () => t("Something was sold out by the time you paid. Nothing was sold, and your money comes back."),
  refunded: () => t("Nothing was sold, and your money was sent back."),
};

/** @param {import("./calls.js").Payment} payment */
function onlineView(payment) {
  const { checkout } = payment;
  if (!checkout) return nothing;
  if (!checkout.url) return html`<p>${t("If you have paid already, just wait a moment.")}</p>
    <button type="button" class="button primary wide large" @click=${() => payHere(payment)}>${t("Pay now")}</button>`;
  return html`<p>${t("You pay on the provider's page and come back here by yourself.")} ${
      t("If you have paid already, just wait a moment.")}</p>
    <a class="button primary wide large" href=${payPage(checkout.url)}>${symbol("forward")}${
      t("Go to the payment")}</a>`;
}

const cashView = () => html`<p>${t("Please go to the staff, and pay in cash. This page goes on by itself.")}</p>
  ${waiting(t("Waiting for the staff…"))}`;

/** What has to be put right first, in one list. */
export function issuesView() {
  const { issues } = cart.state;
  if (!issues.length) return nothing;
  return html`<section class="notice stack" role="alert">
    <h2 tabindex="-1">${t("Please look at this before you pay")}</h2>
    <ul>${repeat(issues, ({ product_id: id }) => id, ({ product_name: name, codes, issues: texts }) => html`<li>
      <strong dir="auto">${name}</strong>: ${
        codes.map((code, at) => issueWords(code, texts[at])).join(" ")}</li>`)}</ul>
    ${isMendable(issues) ? html`<p><button type="button" class="button primary" @click=${mend}>${
      t("Put it right")}</button></p>` : nothing}
  </section>`;
}
