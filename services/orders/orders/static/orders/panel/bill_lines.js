// What of a bill belongs to whom, in words and sums; no elements.
import { units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { leftOf } from "../bill/sums.js";
import { orderOf } from "./state.js";
import { guestName } from "./sums.js";

/** What is on the bill: what was cancelled is not. */
export const linesOf = (bill) => bill.lines.filter(({ state }) => state !== "cancelled");

const ownerOf = (line) => guestName({ ...line, by_staff: orderOf(line.order_id)?.by_staff });

/** The lines by guest, in the order in which they began: [{name, lines, amount, left}, …]. */
export function guestsOf(bill) {
  const found = new Map();
  for (const line of linesOf(bill)) {
    const name = ownerOf(line);
    found.set(name, [...(found.get(name) ?? []), line]);
  }
  const all = (lines, field) => lines.reduce((sum, line) => sum + units(line[field]), 0);
  return [...found].map(([name, lines]) => ({ name, lines, amount: all(lines, "amount"),
    left: Math.min(all(lines, "left"), leftOf(bill)) }));
}

/** Lines of which something is left to be paid: none where others have paid for all. */
export const payable = (bill, lines = linesOf(bill)) =>
  (leftOf(bill) ? lines.filter(({ left }) => units(left) > 0) : []);

const KINDS = { cash: () => t("Cash"), card: () => t("Card"), online: () => t("On the phone") };
export const kindName = (kind) => KINDS[kind]();

const STATES = {
  created: ["warn", () => t("is being paid")],
  authorised: ["warn", () => t("is being paid")],
  paid: ["good", () => t("paid")],
  failed: ["", () => t("not paid")],
  cancelled: ["", () => t("given up")],
  expired: ["", () => t("given up")],
  refund_due: ["warn", () => t("goes back")],
  refunded: ["", () => t("given back")],
};

/** How a payment stands: [look of its badge, in words]. */
export function standOfPayment({ status }) {
  const [look, words] = STATES[status];
  return [look, words()];
}

const REFUNDS = {
  due: ["warn", () => t("on its way back")],
  sent: ["warn", () => t("on its way back")],
  done: ["", () => t("given back")],
  failed: ["bad", () => t("did not go back: give it back by hand, in the provider’s dashboard")],
};

/** The same of a refund. */
export function standOfRefund({ state }) {
  const [look, words] = REFUNDS[state];
  return [look, words()];
}

/** Who has paid, or who has taken it. */
export const payerOf = (payment) =>
  (payment.guest || payment.guest_id ? guestName(payment) : payment.staff_id ? t("taken by staff") : "");

/** What of a payment, and of its tip, has not gone back: {amount, tip}. */
export function keptOf({ amount, tip, refunds }) {
  const back = (field) => refunds.reduce((sum, refund) => sum + units(refund[field]), 0);
  return { amount: units(amount) - back("amount"), tip: units(tip) - back("tip") };
}
