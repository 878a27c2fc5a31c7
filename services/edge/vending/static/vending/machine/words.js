/** What machines, orders and payments refuse, in words that say what to do next. */

import { Refused } from "../../pages/api.js";
import { explain as common } from "../../pages/refusals.js";
import { t } from "../../pages/texts.js";

/** @type {import("../../pages/refusals.js").Words} */
const WORDS = {
  machine_not_found: () => t("There is no machine with this name. Scan the code on the machine again."),
  machine_not_available: () => t("This machine cannot sell just now."),
  machine_busy: () => t("Somebody else was faster. Nothing was charged."),
  no_active_lock: () => t("Your time at the machine is over. Start again with the code on its display."),
  lock_not_owned: () => t("Somebody else has the machine now. Wait until it is free."),
  insufficient_stock: () => t("There is less left than you want. Take fewer."),
  amount_wrong: () => t("The price has changed. Look at it again, then pay."),
  transaction_processed: () => t("This is paid already."),
  payment_provider_unavailable: () =>
    t("The payment service does not answer. Nothing was charged. Try again in a moment."),
  payments_not_configured: () => t("Nothing can be paid here just now. Nothing was charged."),
  verification_failed: () =>
    t("The payment could not be confirmed here. If you have paid, just wait: it is looked up."),
  access_code_mismatch: () => t("The machine did not take the code. If you have paid, your money comes back."),
};

/** The words for anything that a call throws. @param {unknown} error */
export const explain = (error) => common(error, WORDS);

/** The display shows a code that is over. */
export const pastWords = () =>
  t("The code on the display is over. Wait until it shows a new one: a few minutes at most.");

/**
 * Why a code was not taken.
 * @param {unknown} error
 * @param {{isOver: boolean, isPast: boolean}} display whether it shows another one by now, or one that is over
 */
export function codeWords(error, { isOver, isPast }) {
  if (!(error instanceof Refused) || error.reason !== "code_not_found") return explain(error);
  if (isOver) return t("That code is over. The display shows a new one: type that.");
  return isPast ? pastWords() : t("No machine shows this code. Look at the display and type it again.");
}

/** Whether there is no such machine. @param {unknown} error */
export const isUnknown = (error) => error instanceof Refused && error.status === 404;
