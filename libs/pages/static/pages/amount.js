/** Amounts in the page's currency as people type them, in its smallest unit. */

import { currency, decimals, point, priceText, units } from "./money.js";
import { readPrice } from "./price.js";

/** What was typed; null where that is no amount, or not surely one. @param {string} typed @returns {number|null} */
export function typedAmount(typed) {
  const { amount } = readPrice(typed, { currency, decimals, point });
  return amount === null ? null : units(amount);
}

/** An amount as somebody here would type it. @param {number} amount in the smallest unit, not below 0 */
export const typedText = (amount) => priceText(amount).replace(".", point);
