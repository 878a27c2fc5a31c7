/** Amounts in the page's currency as people type them. */

import { currency, decimals, point, priceText, units } from "./money.js";
import { readPrice } from "./price.js";

/** What was typed, and what may be meant. @param {string} typed */
export const readTyped = (typed) => readPrice(typed, { currency, decimals, point });

/** The same in the smallest unit; null where that is no amount, or not surely one. @param {string} typed */
export function typedAmount(typed) {
  const { amount } = readTyped(typed);
  return amount === null ? null : units(amount);
}

/** An amount of the services ("3.60") as somebody here would type it. @param {string} amount */
export const written = (amount) => amount.replace(".", point);

/** The same of so many of the smallest unit. @param {number} amount not below 0 */
export const typedText = (amount) => written(priceText(amount));
