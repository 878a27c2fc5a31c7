/** What has happened to a sale, in words. */

import { currency, money } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";

/** @typedef {import("./review.js").Step} Step */
/** @typedef {import("./calls.js").LoggedEvent} LoggedEvent */

/** Why money goes back. @type {Record<string, () => string>} */
const REASONS = {
  late_payment: () => t("it came after the time of the lock"),
  surplus: () => t("it was paid already"),
  wrong_amount: () => t("another amount came than was ordered"),
  lock_ended: () => t("the time of the lock was over before anything was dispensed"),
  not_dispensed: () => t("nothing came out"),
  partly_dispensed: () => t("fewer units came out"),
  unconfirmed: () => t("the machine did not say what came out"),
  staff: () => t("an operator decided so"),
  motor_jam: () => t("the motor jammed"),
};

/** @param {string} reason */
export const refundReason = (reason) => REASONS[reason]?.() ?? reason.replaceAll("_", " ");

/** What an operator should look at. @type {Record<string, () => string>} */
const FLAGS = {
  wrong_amount: () => t("Another amount came than was ordered"),
  late_confirm: () => t("The machine said what came out only after the dispense was given up"),
  more_than_ordered: () => t("The machine says that more came out than was ordered"),
  stock_short: () => t("More came out than was known to be inside"),
};

/** @param {string} flag */
export const flagWords = (flag) => FLAGS[flag]?.() ?? flag.replaceAll("_", " ");

/** @type {Record<string, (details: Record<string, any>) => string>} */
const STEPS = {
  ordered: ({ quantity, amount }) =>
    n("{count} unit ordered for {amount}", "{count} units ordered for {amount}", quantity ?? 1,
      { amount: money(amount ?? 0) }),
  paid: () => t("Paid"),
  test: ({ by, reason }) => [t("{name} tests the machine", { name: by ?? "?" }), reason].filter(Boolean).join(": "),
  dispensing: () => t("The machine was told to dispense"),
  confirm: ({ dispensed }) =>
    n("The machine says: {count} unit came out", "The machine says: {count} units came out", dispensed ?? 0),
  review: () => t("The machine has not said what came out"),
  flagged: ({ flag }) => flagWords(flag ?? ""),
};

/** A step in words; "" for those that say nothing to an operator who decides. @param {Step} step */
export const stepWords = ({ step, details }) => STEPS[step]?.(details) ?? "";

/** @type {Record<string, (payload: Record<string, any>) => string>} */
const EVENTS = {
  offline: () => t("The machine went off line"),
  online: () => t("The machine came back on line"),
  motor_jam: () => t("The machine says: the motor is jammed"),
  error: ({ error }) =>
    t("The machine says: {error}", { error: typeof error === "string" ? error : JSON.stringify(error) }),
};

/** What a machine has said or done; "" for all else. @param {LoggedEvent} event */
export const eventWords = ({ type, payload }) => EVENTS[type]?.(payload) ?? "";

/** What was paid, perhaps in another currency. @param {{amount: number, currency: string}} paid */
export const paidText = ({ amount, currency: paid }) => (paid === currency ? money(amount)
  : t("{amount} of the smallest unit of {currency}", { amount: String(amount), currency: paid }));

/** @type {import("../../pages/refusals.js").Words} */
export const DECIDED = {
  not_in_review: () => t("Somebody else has decided that already."),
  refund_done: () => t("This money is back already."),
  refund_being_asked: () => t("The payment provider is being asked just now. Look again in a moment."),
  refund_on_its_way: () =>
    t("The payment provider may have sent it already. Wait for its answer before you pay by hand."),
  transaction_not_found: () => t("There is no such transaction."),
  refund_not_found: () => t("There is no such refund."),
};
