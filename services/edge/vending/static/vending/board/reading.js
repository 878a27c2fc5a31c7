/** What operators type, as the services take it. Each throws `Wrong` with words that say what to type. */

import { Wrong } from "../../pages/form.js";
import { t } from "../../pages/texts.js";

const DIGITS = /^\d{1,12}$/;

/** An amount above nothing in minor units: "2.5", "2,50" are 250 with two decimals.
 * @param {number} decimals of the currency */
export const amountOf = (decimals) => (/** @type {string} */ typed) => {
  const [whole = "", fraction = "", ...rest] = typed.split(/[.,]/);
  const isOne = DIGITS.test(whole) && (fraction === "" || DIGITS.test(fraction)) && !rest.length && whole.length < 10;
  const amount = Number(whole + fraction.padEnd(decimals, "0"));
  if (!isOne || fraction.length > decimals || amount === 0) {
    const example = ["4", "", "2.50", "2.500"][decimals];
    throw new Wrong(t("An amount such as {example}, above nothing.", { example }));
  }
  return amount;
};

/** Degrees, at most six decimals; null for none. @param {number} most */
export const degreesOf = (most) => (/** @type {string} */ typed) => {
  if (typed === "") return null;
  const number = Number(typed.replace(",", "."));
  if (!/^-?\d{1,3}([.,]\d+)?$/.test(typed) || Math.abs(number) > most) {
    throw new Wrong(t("Degrees from {least} to {most}, such as {example}.",
      { least: -most, most, example: most === 90 ? "52.520008" : "13.404954" }));
  }
  return Number(number.toFixed(6));
};
