// What of the bill this phone is about to pay: all, certain items, equal shares, an amount; and the tip.
import { typedAmount, written } from "../../pages/amount.js";
import { units } from "../../pages/money.js";
import { SHARED_BY, amountOf, leftOf, tipOf } from "../bill/sums.js";
import { isCompany, isOwn, keyOf } from "./who.js";

/** The lines that cost something. */
export const payable = (bill) =>
  bill.lines.filter(({ state, amount }) => state !== "cancelled" && units(amount) > 0);

const asItem = (line) => ({ ...line, id: line.order_id, batch: 0 });
const isLeft = ({ left }) => units(left) > 0;

/** Whether an item of the bill is of this phone. */
export const isMine = (line) => isOwn(asItem(line));

/** The items that are chosen: at first those of this phone. What somebody else pays meanwhile is none of them. */
export function picked(bill, choice) {
  const ids = choice.picked ?? new Set(bill.lines.filter(isMine).map(({ order_id: id }) => id));
  return payable(bill).filter((line) => isLeft(line) && ids.has(line.order_id)).map(({ order_id: id }) => id);
}

/** Between how many a bill is shared unless somebody says otherwise: those who have ordered. */
export function sharers(bill, { of }) {
  const guests = new Set(payable(bill).map((line) => keyOf(asItem(line)))).size;
  return of || Math.min(SHARED_BY.most, Math.max(SHARED_BY.least, guests));
}

/** What is paid unless somebody says otherwise: at a table with others one's own. */
export function partOf(bill, choice) {
  if (choice.part) return choice.part;
  return isCompany() && picked(bill, choice).length > 0 ? "items" : "all";
}

const PARTS = {
  all: () => ({}),
  items: (bill, choice) => ({ orders: picked(bill, choice) }),
  share: (bill, choice) => ({ shares: choice.count, shares_of: sharers(bill, choice) }),
  amount: (_, choice) => ({ amount: typedAmount(choice.amount) ?? 0 }),
};

/** What one part of the bill comes to as things are chosen now, without the tip. */
export const amountIf = (part, bill, choice) => amountOf(bill, { part, ...PARTS[part](bill, choice) });

/** What is asked for: its part, what goes with that, `amount` and `tip` in the smallest unit. */
export function wantedNow(bill, choice) {
  const part = partOf(bill, choice);
  const amount = amountIf(part, bill, choice);
  const more = part === "amount" ? {} : PARTS[part](bill, choice);
  return { part, ...more, amount, tip: tipNow(choice, amount) };
}

const tipNow = ({ tip, ownTip }, amount) => (tip === "own" ? typedAmount(ownTip) ?? 0 : tipOf(amount, Number(tip)));

/** What was chosen when this was asked for. */
export const choiceOf = ({ part, orders = null, shares = 1, shares_of: of = 0, amount = "", tip }) => ({
  part, picked: orders && new Set(orders), of, count: shares, amount,
  ...(units(tip) ? { tip: "own", ownTip: written(tip) } : { tip: "0", ownTip: "" }),
});

/** What hinders paying as it is chosen: "", "nothing", "amount", "too_much" or "tip". */
export function hindrance(bill, choice) {
  const part = partOf(bill, choice);
  const amount = part === "amount" ? typedAmount(choice.amount) : amountIf(part, bill, choice);
  if (amount === null) return "amount";
  if (part === "amount" && amount > leftOf(bill)) return "too_much";
  if (amount === 0) return part === "amount" ? "amount" : "nothing";
  return choice.tip === "own" && typedAmount(choice.ownTip) === null ? "tip" : "";
}
