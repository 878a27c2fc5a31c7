/** What trolleys and carts refuse, in words that say what to do next. Their texts are part of their contract. */

import { Refused } from "../../pages/api.js";
import { money, units } from "../../pages/money.js";
import { explain as common } from "../../pages/refusals.js";
import { clock, t } from "../../pages/texts.js";

/** @typedef {import("../../pages/api.js").Refused} Problem */

/** @type {import("../../pages/refusals.js").Words} */
const WORDS = {
  "Product not found or unavailable": () => t("this is not known here. Please ask the staff."),
  "Cannot add more. Maximum 99 units allowed per item": () => t("99 are the most of one thing."),
  "Cart is full": () => t("the cart is full: 100 different things are the most."),
  "Item not found in cart": () => t("somebody has taken this out of the cart already."),
  "Payment in progress": () => t("a payment is open. Finish or cancel it first."),
  "Spot check required": () => t("please wait for the staff, who look at this trolley now."),
  "Session has ended": () => t("this visit is over."),
  "Trolley is not available for use": () => t("This trolley is out of order. Please take another one."),
  "Trolley is reserved": (error) =>
    t("Somebody has reserved this trolley until {time}. Please take another one.",
      { time: clock(error?.details.reserved_until) }),
  "Trolley is already in use": (error) => inUse(error?.details.assigned_to),
  "Trolley belongs to another place": () => t("That trolley belongs to another place."),
  "Session has expired due to inactivity": () => t("Too much time has passed. Please scan the trolley again."),
  "Cart is empty": () => t("Nothing is in the cart yet."),
  "Cash is not taken here": () => t("Cash is not taken here. Please pay on this phone."),
  "Payments are not configured": () => t("Nothing can be paid on the phone just now. Please go to the till."),
  "Checkout in progress": () => t("This is being worked on. Try again in a moment."),
  "Payment is already paid": () => t("This is paid already."),
  "Verification failed": () => t("The payment could not be confirmed here. If you have paid, just wait a moment."),
  "": (error) => (error?.reason ? t("This was refused: {reason}", { reason: error.reason }) : t("This was refused.")),
};

/** @param {string|null|undefined} name */
export const inUse = (name) => (name ? t("This trolley is already in use by {name}. Please take another one.", { name })
  : t("This trolley is already in use. Please take another one."));

/** The words for anything that a call throws. @param {unknown} error */
export function explain(error) {
  if (isUnknown(error)) return t("There is no such trolley. Please scan its code again.");
  return common(error, WORDS);
}

/** @param {unknown} error */
export const isUnknown = (error) => error instanceof Refused && error.status === 404;

/** Why the cart did not take something: more is in its details than in its reason. @param {Problem} problem */
export function cartWords(problem) {
  const [left] = problem.details?.errors?.quantity ?? [];
  const only = /^Only (\d+) unit/.exec(left ?? "")?.[1];
  if (only === "0") return t("nothing is left of it.");
  if (only) return t("only {count} are left.", { count: Number(only) });
  return common(problem, WORDS);
}

/** @type {Record<string, (amount: string) => string>} */
const ISSUES = {
  price_increased: (amount) => t("Price increased by {amount}.", { amount }),
  price_decreased: (amount) => t("Price decreased by {amount}.", { amount }),
  insufficient_stock: (count) => t("Only {count} available.", { count }),
  unavailable: () => t("No longer available."),
  approval_needed: () => t("The staff check your age first. They have been told."),
  approval_denied: () => t("Not approved. Please take it out."),
};

/** What the staff have decided about an age. @param {import("./calls.js").Line["approval"]} approval */
export const approvalWords = (approval) => (approval === "approved" ? t("Approved by the staff.")
  : t("Not approved. Please take it out."));

/** What keeps a line from being paid. @param {string} code @param {string} text which has the number in it */
export function issueWords(code, text) {
  const [number = ""] = /\d+(\.\d+)?/.exec(text) ?? [];
  const shown = code.startsWith("price") && number ? money(units(number)) : number;
  return ISSUES[code]?.(shown) ?? text;
}
