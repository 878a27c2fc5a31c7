/** The coins and notes of currencies, and what so many of each come to. Amounts are in the smallest unit. */

import { currency, decimals } from "../../pages/money.js";

const ONE = 10 ** decimals; // of the currency

/** What is in use, the largest first; in the smallest unit. @type {Record<string, number[]>} */
const IN_USE = {
  AUD: [10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5],
  CAD: [10000, 5000, 2000, 1000, 500, 200, 100, 25, 10, 5],
  CHF: [20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5],
  CZK: [500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100],
  DKK: [50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50],
  EUR: [20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  GBP: [5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  INR: [50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100],
  JPY: [10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1],
  NOK: [50000, 20000, 10000, 5000, 2000, 1000, 500, 100],
  PLN: [50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  SEK: [100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100],
  USD: [10000, 5000, 2000, 1000, 500, 200, 100, 25, 10, 5, 1],
};
/** For a currency that is not listed, what most have. */
const USUAL = [100, 50, 20, 10, 5, 2, 1].map((units) => units * ONE);

export const coins = IN_USE[currency] ?? USUAL;

/** @param {Record<string, string>} counts how many there are, as typed, by coin; what is no number counts as none */
export const sumOf = (counts) => coins.reduce((sum, coin) => sum + coin * countOf(counts[coin]), 0);

/** @param {string|undefined} typed */
const countOf = (typed = "") => (/^\d{1,6}$/.test(typed.trim()) ? Number(typed) : 0);
