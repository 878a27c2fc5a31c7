/** What has happened to a machine, and to a transaction, in words. */

import { money } from "../../pages/money.js";
import { isolated, n, t } from "../../pages/texts.js";

/** @typedef {Record<string, any>} Details */

/** Names of what was changed. @type {Record<string, () => string>} */
const COLUMNS = {
  name: () => t("name"), location: () => t("location"), unit_price_paise: () => t("price"),
  latitude: () => t("place"), longitude: () => t("place"),
};

/** Why a lock has ended, or money goes back. @type {Record<string, () => string>} */
const REASONS = {
  unlocked: () => t("given back"), expired: () => t("its time was over"), confirmed: () => t("it has dispensed"),
  given_up: () => t("the dispense was given up"), late_payment: () => t("the money came too late"),
  surplus: () => t("it was paid twice"), wrong_amount: () => t("another amount was paid"),
  lock_ended: () => t("the time of the lock was over"), not_dispensed: () => t("nothing came out"),
  partly_dispensed: () => t("not all came out"), unconfirmed: () => t("the machine has not confirmed in time"),
  staff: () => t("somebody decided so"), motor_jam: () => t("its motor jammed"),
};

/** @param {string} why */
export const reasonText = (why) => REASONS[why]?.() ?? plain(why);

/** What operators should look at. @type {Record<string, () => string>} */
const FLAGS = {
  wrong_amount: () => t("Another amount was paid than was ordered"),
  late_confirm: () => t("The machine confirmed after the dispense was given up"),
  more_than_ordered: () => t("The machine says that more came out than was ordered"),
  stock_short: () => t("More came out than was inside by the book"),
};

/** @param {string} flag */
export const flagText = (flag) => FLAGS[flag]?.() ?? plain(flag);

/** @type {Record<string, (payload: Details) => string>} */
const EVENTS = {
  online: () => t("Came on line"),
  offline: () => t("Went off line"),
  registered: () => t("Was set up"),
  lock: ({ name }) => (name ? t("Locked by {name}", { name }) : t("Locked by a customer")),
  unlock: ({ why }) => t("Unlocked: {why}", { why: reasonText(why) }),
  dispense: ({ quantity }) =>
    (quantity ? n("Dispenses {count} unit", "Dispenses {count} units", quantity) : t("Dispenses")),
  test_dispense: ({ by, quantity }) =>
    n("{by} tries it with {count} unit", "{by} tries it with {count} units", quantity, { by }),
  confirm: ({ dispensed }) => n("{count} unit came out", "{count} units came out", dispensed),
  motor_jam: () => t("Its motor jammed"),
  dispense_given_up: ({ why }) => t("Dispense given up: {why}", { why: reasonText(why) }),
  review: () => t("A dispense waits for a decision: the machine has not confirmed in time"),
  decision_refund: ({ by, reason }) => t("{by} decided that nothing came out: {reason}", { by, reason }),
  decision_deliver: ({ by, reason }) => t("{by} decided that it came out: {reason}", { by, reason }),
  wrong_amount: () => t("Another amount was paid than was ordered"),
  low_stock: ({ remaining }) =>
    n("{count} unit left: operators were told", "{count} units left: operators were told", remaining),
  stock_update: ({ stock, before, by }) => t("Filled by {by}: {before} became {stock}", { by, before, stock }),
  key_added: ({ by }) => t("New key made by {by}", { by }),
  key_revoked: ({ by }) => t("Key removed by {by}", { by }),
  feedback: ({ rating }) => t("A customer says {rating} of 5", { rating }),
  feedback_changed: () => t("Feedback was moved on"),
  refund_retry: ({ by, amount }) =>
    t("{by} had the provider be asked again for {amount}", { by, amount: money(amount) }),
  refund_settle: settledText,
  error: ({ error }) => t("Reports: {error}", { error: typeof error === "string" ? error : JSON.stringify(error) }),
  changed: changedText,
};

/** @param {Details} payload */
function settledText({ by, amount, reason, reference }) {
  const words = t("{by} has paid {amount} back by hand: {reason}", { by, amount: money(amount), reason });
  return reference ? `${words} (${isolated(reference)})` : words;
}

/** @param {Details} payload */
function changedText({ by, in_service: isIn, ...columns }) {
  const names = [...new Set(Object.keys(columns).map((name) => COLUMNS[name]?.() ?? plain(name)))].join(", ");
  if (isIn === true) return t("Put back into service by {by}", { by });
  if (isIn === false) return t("Taken out of service by {by}", { by });
  return t("{by} changed: {names}", { by, names });
}

/** @param {{type: string, payload: Details}} event */
export const eventWords = ({ type, payload }) => EVENTS[type]?.(payload) ?? plain(type);

/** @type {Record<string, (details: Details) => string>} */
const STEPS = {
  ordered: ({ quantity }) => n("{count} unit ordered", "{count} units ordered", quantity ?? 1),
  test: ({ by, quantity, reason }) =>
    [n("{by} tries it with {count} unit", "{by} tries it with {count} units", quantity, { by }), reason]
      .filter(Boolean).join(": "),
  order_made: () => t("The payment provider has the order"),
  money: ({ amount }) =>
    (amount === undefined ? t("Money came") : t("Money came: {amount}", { amount: money(amount) })),
  paid: () => t("Paid"),
  expired: () => t("Not paid in time"),
  dispensing: () => t("The machine was told to dispense"),
  confirm: ({ dispensed }) => n("The machine confirmed {count} unit", "The machine confirmed {count} units", dispensed),
  delivered: () => t("Delivered"),
  partly_delivered: () => t("Partly delivered"),
  review: () => t("No confirm in time: somebody has to decide"),
  nothing_dispensed: ({ why }) =>
    (why ? t("Nothing came out: {why}", { why: reasonText(why) }) : t("Nothing came out")),
  refund_due: ({ why }) =>
    (why ? t("The money goes back: {why}", { why: reasonText(why) }) : t("The money goes back")),
  refund: ({ amount, reason }) =>
    t("{amount} to be paid back: {why}", { amount: money(amount), why: reasonText(reason) }),
  refund_done: ({ amount }) => t("{amount} paid back", { amount: money(amount) }),
  refund_sent: ({ amount }) => t("{amount} sent back", { amount: money(amount) }),
  refund_failed: ({ amount }) => t("The provider refused to pay back {amount}", { amount: money(amount) }),
  refunded: () => t("All paid back"),
  decision: ({ by, decision, reason }) =>
    (decision === "deliver" ? t("{by} decided that it came out: {reason}", { by, reason })
      : t("{by} decided that nothing came out: {reason}", { by, reason })),
  decision_retry: EVENTS.refund_retry,
  decision_settle: EVENTS.refund_settle,
  flagged: ({ flag }) => flagText(flag),
};

/** @param {{step: string, details: Details}} step */
export const stepWords = ({ step, details }) => STEPS[step]?.(details) ?? plain(step);

/** A word of the services that this page does not know. @param {string} word */
const plain = (word) => word.replaceAll("_", " ");
