/** Whole numbers as people type them. */

import { Wrong } from "./form.js";
import { t } from "./texts.js";

const DIGITS = /^\d{1,12}$/;

/** What reads one in a field; it throws `Wrong` with words that say what to type.
 * @param {number} least @param {number} most */
export const wholeOf = (least, most) => (/** @type {string} */ typed) => {
  const number = Number(typed);
  if (!DIGITS.test(typed) || number < least || number > most) {
    throw new Wrong(t("A whole number from {least} to {most}.", { least, most }));
  }
  return number;
};
