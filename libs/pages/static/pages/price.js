/**
 * What people type as a price. A price that is surely meant is taken; of all else the likely readings are offered, so
 * that nothing is stored a hundred times too high. Pure: no elements, no currency of the page.
 */

import { SIGNED, isOwnSign } from "./currency_signs.js";

/**
 * @typedef {object} Money the currency that is typed in
 * @property {string} currency ISO 4217, three letters
 * @property {number} decimals of its amounts: 0, 2 or 3
 * @property {string} point the reader's decimal sign, "." or ","
 */

/**
 * @typedef {object} Reading
 * @property {string|null} amount the price as the services take it ("12.50"); null when it is not sure
 * @property {string[]} offers when it is not sure, what may be meant: two at most
 */

/** @typedef {{groups: string[], marks: string[]}} Cuts  groups of digits, and what stands between them */
/** @typedef {{amount: string, isSure: boolean}} Found */

export const CEILING = 99_999_999; // the highest price, as in kit.money

const INVISIBLE = /\p{Cf}/gu; // marks of direction come along when a price is pasted
const APOSTROPHES = /[’‘´`ʼ]/gu;
const BODY = /^(?:[.,']?\d)(?:[\d.,' :;·٫٬]*\d)?$/u;
const GROUPING = /^[.,' ٬]$/u;
const DECIMAL = /^[.,٫]$/u;
const LAKH = new Set(["INR", "PKR", "BDT", "NPR", "LKR"]); // 1,00,000 is a hundred thousand

/**
 * Reads a price.
 * @param {string} typed
 * @param {Money} money
 * @returns {Reading}
 */
export function readPrice(typed, money) {
  const { body, isSure, isWhole } = bare(latin(typed), money.currency);
  if (!BODY.test(body)) return { amount: null, offers: [] };
  const cuts = { groups: body.split(/\D+/u), marks: body.match(/\D+/gu) ?? [] };
  const found = isWhole ? wholes(cuts, money) : [...fractions(cuts, money), ...wholes(cuts, money)];
  const readings = found.filter(({ amount }) => Number(amount) <= CEILING);
  const amounts = [...new Set(readings.map(({ amount }) => amount))];
  if (isSure && amounts.length === 1 && readings[0].isSure) return { amount: amounts[0], offers: [] };
  return { amount: null, offers: amounts.slice(0, 2) };
}

/** The same with Latin digits, one kind of space and one of apostrophe. @param {string} typed */
function latin(typed) {
  const digit = (/** @type {string} */ char) => String((char.codePointAt(0) ?? 0) & 0xf);
  return typed.replace(INVISIBLE, "").replace(/[\u0660-\u0669\u06F0-\u06F9\uFF10-\uFF19]/gu, digit)
    .replace(/\uFF0E/gu, ".").replace(APOSTROPHES, "'").replace(/\s+/gu, " ").trim();
}

/**
 * The number without what says that it is money: a currency's sign at its ends, and the dash of "5,–", after which it
 * has no decimals. A sign of another currency leaves it unsure.
 * @param {string} text
 * @param {string} currency
 */
function bare(text, currency) {
  let body = text, isSure = true, isWhole = false;
  for (let before = ""; before !== body;) {
    before = body;
    for (const pattern of SIGNED) {
      const { sign, rest } = pattern.exec(body)?.groups ?? {};
      if (sign === undefined) continue;
      isSure &&= isOwnSign(sign, currency);
      body = rest.trim();
    }
    const undashed = body.replace(/ ?[.,] ?[-–—−]{1,2}$/u, "");
    isWhole ||= undashed !== body;
    body = undashed.trim();
  }
  return { body, isSure, isWhole };
}

/** As if the last mark were the decimal sign. @param {Cuts} cuts @param {Money} money @returns {Found[]} */
function fractions({ groups, marks }, money) {
  const mark = marks.at(-1), typed = groups.at(-1) ?? "", { decimals } = money;
  const before = { groups: groups.slice(0, -1), marks: marks.slice(0, -1) };
  if (mark === undefined || before.marks.some((each) => each.trim() === mark.trim())) return [];
  if (/[^0]/.test(typed.slice(decimals))) return []; // more decimals than the currency has
  if (mark === " " && typed.length !== decimals && typed.length !== 1) return [];
  const fraction = decimals ? `.${typed.slice(0, decimals).padEnd(decimals, "0")}` : "";
  const isSure = DECIMAL.test(mark) && typed.length <= decimals && !isThousands({ groups, marks }, money);
  return integers(before, money).map((each) => ({ amount: each.amount + fraction, isSure: each.isSure && isSure }));
}

/**
 * Whether "1.375" may be a thousand in a currency with three decimals: not with the reader's own decimal sign.
 * @param {Cuts} cuts
 * @param {Money} money
 */
const isThousands = ({ groups: [first, last], marks }, { point }) =>
  marks.length === 1 && last.length === 3 && marks[0] !== point && marks[0] !== "٫" && /^[1-9]/.test(first);

/** As if all marks only made the digits easier to read. @param {Cuts} cuts @param {Money} money @returns {Found[]} */
function wholes(cuts, money) {
  const { groups: [first], marks } = cuts, [mark] = marks, { decimals } = money;
  if (marks.at(-1) === "٫") return [];
  const isPoint = marks.length === 1 && /^[.,]$/.test(mark) && decimals > 0; // "3.605" is not surely in thousands
  if (isPoint && decimals === 3 && (mark === money.point || !/^[1-9]/.test(first))) return [];
  const zeros = decimals ? `.${"0".repeat(decimals)}` : "";
  return integers(cuts, money).map(({ amount, isSure }) => ({ amount: amount + zeros, isSure: isSure && !isPoint }));
}

/**
 * A whole number. It is sure when it has no marks, or the same mark before each three digits; digits that are parted
 * by spaces in another way are read as one number, which is not sure.
 * @param {Cuts} cuts
 * @param {Money} money
 * @returns {Found[]}
 */
function integers({ groups, marks }, { currency, decimals }) {
  const digits = groups.join("");
  const amount = digits.replace(/^0+(?=\d)/, "") || "0";
  if (!marks.length) return [{ amount, isSure: digits !== "" && !/^0\d/.test(digits) }];
  const [mark] = marks, isSame = marks.every((each) => each === mark) && GROUPING.test(mark);
  if (isSame && isGrouped(groups, LAKH.has(currency))) return [{ amount, isSure: true }];
  const isParted = marks.every((each) => /^[ ']$/.test(each))
    && (marks.length > 1 || groups[1].length < 3 || !decimals);
  return isParted ? [{ amount, isSure: false }] : [];
}

/** "1", "234", "567"; where `isLakh`, also "12", "34", "567". @param {string[]} groups @param {boolean} isLakh */
function isGrouped([first, ...rest], isLakh) {
  if (!/^[1-9]\d{0,2}$/.test(first)) return false;
  const sizes = rest.map(({ length }) => length);
  return sizes.every((size) => size === 3)
    || (isLakh && first.length < 3 && sizes.at(-1) === 3 && sizes.slice(0, -1).every((size) => size === 2));
}
