/** Paying a receipt or a deposit: the button, the payment that is open, what has failed. */

import { plainButton } from "../../pages/buttons.js";
import { money, units } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, symbol, waiting } from "../../pages/view.js";
import { failureWords, giveUp, goOn, pay } from "./pay.js";
import { page } from "./state.js";

/** @typedef {import("./calls.js").Payment} Payment */
/** @typedef {import("./calls.js").Visit} Visit */

/** What a receipt still costs, and how to pay that. @param {Visit} visit */
export function payView(visit) {
  const payment = page.state.payments.get(visit.id);
  const amount = money(units(visit.receipt?.due));
  if (payment?.status === "created") return payPart(visit.id, payment);
  if (payment?.status === "paid") return waiting(t("Paid. The receipt follows…"));
  const { busy } = page.state;
  return html`${failureView(payment)}
    <button type="button" class="button primary wide large" aria-disabled=${String(busy)} @click=${() => pay(visit)}>${
      busy ? t("One moment…") : t("Pay {amount}", { amount })}</button>`;
}

/** A payment that is open. @param {string} visitId "" for a deposit @param {Payment} payment */
export function payPart(visitId, payment) {
  const { busy } = page.state;
  return html`${failureView(payment)}
    <p>${t("A payment of {amount} is open until {time}.",
      { amount: money(units(payment.amount)), time: clock(payment.expires_at) })} ${
      t("If you have paid already, just wait a moment.")}</p>
    <button type="button" class="button primary wide large" aria-disabled=${String(busy)}
      @click=${() => goOn(visitId, payment)}>${symbol("forward")}${t("Go to the payment")}</button>
    ${plainButton(t("Not now"), () => giveUp(visitId, payment), "quiet")}`;
}

/** @param {Payment|undefined} payment */
function failureView(payment) {
  const words = failureWords(payment);
  if (!words) return nothing;
  return html`<p class="banner" data-state="bad" role="alert">${symbol("warn")}<span>${words}</span></p>`;
}
