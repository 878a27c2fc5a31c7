/** What an operator who decides is told, in words. */

import { currency, money } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { eventWords, stepWords } from "./event_words.js";

/** @typedef {import("./review.js").Ledger} Ledger */
/** @typedef {import("./calls.js").LoggedEvent} LoggedEvent */

/** Steps of a sale, and events of its machine, that help to decide. */
const STEPS = new Set(["ordered", "test", "paid", "dispensing", "confirm", "review", "flagged"]);
const EVENTS = new Set(["offline", "online", "motor_jam", "error"]);

/**
 * What is known of a sale, oldest first: its steps, and what its machine did since it was ordered.
 * @param {Ledger} ledger
 * @param {LoggedEvent[]} events of its machine
 * @returns {{at: string, words: string}[]}
 */
export function trailOf({ steps, created_at: begin }, events) {
  const own = steps.filter(({ step }) => STEPS.has(step)).map((each) => ({ at: each.at, words: stepWords(each) }));
  const signs = events.filter(({ type, created_at: at }) => EVENTS.has(type) && at >= begin)
    .map((each) => ({ at: each.created_at, words: t("Machine: {event}", { event: eventWords(each) }) }));
  return [...own, ...signs].sort((one, other) => one.at.localeCompare(other.at));
}

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
