/** What the store refuses, and what becomes of money, in words that say what to do next. */

import { Refused, Unreachable } from "../../pages/api.js";
import { explain as common } from "../../pages/refusals.js";
import { t } from "../../pages/texts.js";

/** @type {import("../../pages/refusals.js").Words} */
const WORDS = {
  visit_not_found: () => t("There is no such visit of yours."),
  payment_in_progress: () => t("This is being paid already, perhaps on another phone. Wait a moment."),
  payment_paid: () => t("This is paid already."),
  checkout_in_progress: () => t("This is being paid already, perhaps on another phone. Wait a moment."),
  receipt_not_final: () => t("This receipt is being looked at. It can be paid afterwards."),
  receipt_changed: () => t("The receipt has changed meanwhile. Look at it again, then pay."),
  deposits_off: () => t("No deposit is asked for any more."),
  deposit_in_use: () => t("Your visit has taken this deposit already."),
  nothing_to_pay: () => t("There is nothing to pay."),
  nothing_to_contest: () => t("This receipt is being looked at already, or there is nothing on it."),
  payment_provider_unavailable: () =>
    t("The payment service does not answer. Nothing was charged. Try again in a moment."),
  payments_not_configured: () => t("Nothing can be paid here just now. Nothing was charged."),
  verification_failed: () =>
    t("The payment could not be confirmed here. If you have paid, just wait: it is looked up."),
};

/** The words for anything that a call throws. @param {unknown} error */
export function explain(error) {
  const words = error instanceof Unreachable ? WORDS[error.reason] : undefined;
  return words ? words() : common(error, WORDS);
}

/** Whether there is no such thing. @param {unknown} error */
export const isUnknown = (error) => error instanceof Refused && error.status === 404;

/** @type {Record<string, () => string>} */
const REASONS = {
  contest: () => t("Taken off after you wrote to us"),
  deposit: () => t("Not spent of your deposit"),
  surplus: () => t("Paid beyond what the receipt comes to"),
  wrong_amount: () => t("Not the amount that was asked for"),
  late_payment: () => t("Paid too late"),
  staff: () => t("Given back by the store"),
};

/** Why money goes back. @param {string} reason */
export const refundReason = (reason) => (REASONS[reason] ?? REASONS.staff)();

/** @type {Record<string, () => string>} */
const STATES = {
  due: () => t("goes back soon"),
  sent: () => t("on its way"),
  done: () => t("sent back"),
  failed: () => t("has not gone yet; it is tried again"),
};

/** How far it is. @param {string} state */
export const refundState = (state) => (STATES[state] ?? STATES.due)();
