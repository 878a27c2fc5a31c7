/**
 * Amounts in the page's currency. They are counted in its smallest unit as whole numbers (cents, yen, fils), so that no
 * sum drifts; the services write them as text ("2.40", "450", "1.375").
 */

const { currency = "EUR", decimals: digits = "2" } = document.body.dataset;

/** The currency (ISO 4217, three letters), and how many decimals its amounts have: 0, 2 or 3. */
export { currency };
export const decimals = Number(digits);

/** Latin digits in every language, as in texts.js. The browser's own decimals may be others than those of ISO 4217. */
const format = new Intl.NumberFormat(`${document.documentElement.lang || "en"}-u-nu-latn`, {
  style: "currency",
  currency,
  minimumFractionDigits: decimals,
  maximumFractionDigits: decimals,
});

const parts = new Intl.NumberFormat(`${document.documentElement.lang || "en"}-u-nu-latn`).formatToParts(0.5);

/** The reader's decimal sign, "." or ",". */
export const point = parts.find(({ type }) => type === "decimal")?.value ?? ".";

/**
 * An amount as the reader writes it: 240 is "€2.40" in English.
 * @param {number} amount in the smallest unit
 */
export function money(amount) {
  return format.format(/** @type {Intl.StringNumericLiteral} */ (priceText(amount)));
}

/**
 * A price of the services in the smallest unit: "2.40" is 240, null is 0. What was stored with more decimals than the
 * currency has is rounded half up.
 * @param {string|null|undefined} price
 * @returns {number}
 */
export function units(price) {
  if (!price) return 0;
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(price) ?? [];
  if (whole === undefined) throw new TypeError(`${price} is no price`);
  const amount = Number(whole + fraction.slice(0, decimals).padEnd(decimals, "0")) + Number(fraction[decimals] >= "5");
  return sign && amount ? -amount : amount;
}

/**
 * An amount as the services write it: 240 is "2.40".
 * @param {number} amount in the smallest unit
 */
export function priceText(amount) {
  const text = String(Math.abs(amount)).padStart(decimals + 1, "0");
  const cut = text.length - decimals;
  return `${amount < 0 ? "-" : ""}${text.slice(0, cut)}${decimals ? `.${text.slice(cut)}` : ""}`;
}

/**
 * What these cost together, in the smallest unit; what has no price adds nothing.
 * @param {Iterable<{price: string|null, quantity: number}>} items
 */
export function sum(items) {
  let total = 0;
  for (const { price, quantity } of items) total += units(price) * quantity;
  return total;
}
