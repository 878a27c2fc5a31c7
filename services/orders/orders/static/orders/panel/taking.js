// What staff are about to take of a bill, and what that comes to. Amounts in the currency's smallest unit; no elements.
import { money, priceText } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { SHARED_BY, amountOf, leftOf, sharesLeft } from "../bill/sums.js";
import { readAmount } from "./amount_field.js";
import { payable } from "./bill_lines.js";

/** What is asked for at first; `lines`: these of the bill. What is typed is kept as it is. */
export const freshTaking = (bill, lines = null) => ({
  kind: "cash", part: lines ? "items" : "all",
  orders: new Set(payable(bill, lines ?? []).map(({ order_id: id }) => id)),
  shares: 1, of: 2, amount: "", tip: "", given: "",
});

/** What is to be paid, as sums.js and the server know it; null while something is missing. */
export function wantedOf({ part, orders, shares, of, amount }) {
  if (part === "items") return orders.size ? { part, orders: [...orders] } : null;
  if (part === "share") return { part, shares, shares_of: of };
  if (part !== "amount") return { part: "all" };
  const typed = readAmount(amount);
  return typed ? { part, amount: typed } : null;
}

/** The sums of a taking: {amount, tip, total, given, change}; `given` is null where nobody typed it. */
export function sumsOf(bill, taking) {
  const wanted = wantedOf(taking);
  const [amount, tip] = [wanted ? amountOf(bill, wanted) : 0, readAmount(taking.tip) ?? 0];
  const isTyped = taking.kind === "cash" && taking.given.trim() !== "";
  const given = isTyped ? readAmount(taking.given) : null;
  return { amount, tip, total: amount + tip, given, change: given === null ? null : given - amount - tip };
}

/** Why it cannot be taken like this, in words; "" when it can. */
export function whyNot(bill, taking) {
  const { amount, total, given } = sumsOf(bill, taking);
  const typed = [taking.tip, ...(taking.part === "amount" ? [taking.amount] : []),
    ...(taking.kind === "cash" ? [taking.given] : [])];
  if (typed.some((text) => readAmount(text) === null)) return t("One of the amounts cannot be read.");
  if (taking.part === "items" && !taking.orders.size) return t("Choose at least one line.");
  if (taking.part === "amount" && !taking.amount.trim()) return t("Type the amount.");
  if (taking.part === "amount" && readAmount(taking.amount) > leftOf(bill)) {
    return t("Not more than {amount} is left to pay.", { amount: money(leftOf(bill)) });
  }
  if (amount === 0) return t("Nothing of this is left to be paid.");
  if (given !== null && given < total) return t("That is {amount} too little.", { amount: money(total - given) });
  return "";
}

/** What the server is sent; `expected` is what the screen shows. */
export function bodyOf(bill, taking) {
  const { amount, tip, given } = sumsOf(bill, taking);
  const wanted = wantedOf(taking);
  return {
    kind: taking.kind, ...wanted, ...(wanted.part === "amount" ? { amount: priceText(wanted.amount) } : {}),
    tip: priceText(tip), expected: priceText(amount), ...(given === null ? {} : { given: priceText(given) }),
  };
}

/** What can be shared: the count and the number of shares within their bounds. */
export function withShares(bill, taking, { shares = taking.shares, of = taking.of }) {
  const between = Math.min(SHARED_BY.most, Math.max(SHARED_BY.least, of));
  return { ...taking, of: between, shares: Math.min(Math.max(1, shares), Math.max(1, sharesLeft(bill, between))) };
}

/** The same taking for a bill that has changed: lines that are paid are not chosen any more. */
export function keptTaking(bill, taking) {
  const open = new Set(payable(bill).map(({ order_id: id }) => id));
  return withShares(bill, { ...taking, orders: new Set([...taking.orders].filter((id) => open.has(id))) }, {});
}
