/**
 * Texts and times in the reader's language. The page brings its texts along (libs/pages/texts.py); a text that
 * has no translation is shown as it is written in the code.
 */

/** @typedef {Object<string, string|number>} Values  what stands for `{name}` in a text */

/** @type {{language: string, languages: {tag: string, name: string}[], texts: Record<string, string|string[]>}} */
const { language, languages, texts } = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");

/** Latin digits in every language: tables and notes are typed with them, and one page has one kind of digits. */
const locale = `${language}-u-nu-latn`;
const numbers = new Intl.NumberFormat(locale);
const plurals = new Intl.PluralRules(language);
const english = new Intl.PluralRules("en");
const known = plurals.resolvedOptions().pluralCategories;
/** A catalogue holds a text's plural forms in this order. */
const forms = /** @type {const} */ (["zero", "one", "two", "few", "many", "other"])
  .filter((category) => known.includes(category));

const times = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const moments = new Intl.DateTimeFormat(locale, {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});

/** Letters that run from right to left: Hebrew, Arabic, Syriac and what lies between. */
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

export { language, languages };

/**
 * The text in the reader's language.
 * @param {string} message the English text, with `{name}` for each value
 * @param {Values} [values]
 * @returns {string}
 */
export function t(message, values = {}) {
  const text = texts[message] ?? asWritten(message);
  return fill(typeof text === "string" ? text : text[0], values);
}

/**
 * The text for a number of things; `{count}` in it is the number.
 * @param {string} one the English text for one thing
 * @param {string} many the English text for several
 * @param {number} count
 * @param {Values} [values]
 * @returns {string}
 */
export function n(one, many, count, values = {}) {
  const translated = texts[one];
  const text = Array.isArray(translated)
    ? (translated[forms.indexOf(plurals.select(count))] ?? translated.at(-1))
    : asWritten(english.select(count) === "one" ? one : many);
  return fill(text, { count, ...values });
}

/**
 * English keeps its full stop at its end between texts that run from right to left: isolated (Unicode, UAX 9).
 * @param {string} message
 */
function asWritten(message) {
  return document.dir === "rtl" ? `\u2066${message}\u2069` : message;
}

/**
 * Names and amounts from elsewhere do not turn the text around them, where one of the two runs from right to left.
 * @param {string} text
 * @param {Values} values
 */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (typeof value === "number") return numbers.format(value);
    return isolated(value);
  });
}

/** A name or an amount that turns nothing around it. @param {string} value */
export const isolated = (value) =>
  (document.dir === "rtl" || FROM_THE_RIGHT.test(value) ? `\u2068${value}\u2069` : value);

/**
 * The time of day of a moment: "14:05".
 * @param {string|Date} moment
 */
export function clock(moment) {
  return times.format(new Date(moment));
}

/**
 * The day and the time of day of a moment: "26 Nov, 14:05".
 * @param {string|Date} moment
 */
export function dayAndClock(moment) {
  return moments.format(new Date(moment));
}
