/** How currencies are written beside a price, and which of these signs belong to which currency. */

/** Signs that are words, in lower case, with their currencies. @type {Record<string, string>} */
const WORDS = {
  "kr": "SEK NOK DKK ISK", "kr.": "SEK NOK DKK ISK", "zł": "PLN", "zl": "PLN", "kč": "CZK", "ft": "HUF",
  "lei": "RON MDL",
  "лв": "BGN", "лв.": "BGN", "руб": "RUB", "руб.": "RUB", "грн": "UAH", "грн.": "UAH", "tl": "TRY", "km": "BAM",
  "fr": "CHF", "fr.": "CHF", "sfr": "CHF", "sfr.": "CHF", "rs": "INR PKR LKR NPR MUR", "rs.": "INR PKR LKR NPR MUR",
  "r$": "BRL", "us$": "USD", "a$": "AUD", "c$": "CAD", "nz$": "NZD", "hk$": "HKD", "nt$": "TWD", "s$": "SGD",
  "rp": "IDR", "rp.": "IDR", "rm": "MYR", "s/": "PEN", "ksh": "KES", "円": "JPY", "元": "CNY", "원": "KRW",
  "د.إ": "AED", "د.إ.": "AED", "ر.س": "SAR", "ر.س.": "SAR", "د.ك": "KWD", "د.ك.": "KWD", "د.ب": "BHD", "د.ب.": "BHD",
  "ل.ل": "LBP", "ل.ل.": "LBP", "د.ا": "JOD", "د.أ": "JOD", "د.أ.": "JOD", "ر.ع": "OMR", "ر.ع.": "OMR", "د.ت": "TND",
  "د.ت.": "TND", "ج.م": "EGP", "ج.م.": "EGP", "ر.ق": "QAR", "ر.ق.": "QAR", "د.ع": "IQD", "د.ع.": "IQD",
  "ريال": "SAR QAR OMR IRR YER", "دينار": "KWD BHD JOD IQD TND LYD DZD", "درهم": "AED MAD", "تومان": "",
};

/** @type {Record<string, string>} Signs of several currencies, beside those that the browser knows for a currency. */
const SHARED = { "￥": "JPY CNY", "¥": "JPY CNY", "₨": "INR PKR LKR NPR MUR", "£": "GBP EGP LBP SYP" };

const escaped = (/** @type {string} */ text) => text.replace(/[.$/]/g, String.raw`\$&`);
const words = Object.keys(WORDS).sort((one, other) => other.length - one.length).map(escaped).join("|");
const sign = String.raw`(?<sign>${words}|[a-z]{3}|\p{Sc})`; // three letters: a code

/** A price with a sign at one of its ends; `rest` is the price without it. */
export const SIGNED = [
  new RegExp(String.raw`^${sign} ?(?<rest>[\d.,'٫].*)$`, "iu"),
  new RegExp(String.raw`^(?<rest>.*[\d .,'–—−-])${sign}$`, "iu"),
];

/** Whether a sign is that of this currency. @param {string} written @param {string} currency ISO 4217, three letters */
export function isOwnSign(written, currency) {
  const found = written.toLowerCase();
  if (found === currency.toLowerCase()) return true;
  if ((WORDS[found] ?? SHARED[found] ?? "").split(" ").includes(currency)) return true;
  return found === narrow(currency).toLowerCase();
}

/** "$" for all dollars. @param {string} currency */
function narrow(currency) {
  const format = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  return format.formatToParts(0).find(({ type }) => type === "currency")?.value ?? "";
}
