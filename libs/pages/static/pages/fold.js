/**
 * What is searched for meets what things are called, however either is written and whatever the browser's language.
 * The same function for services is kit.searching; a test holds both to one table of cases and to each other.
 */

// Marks of Latin, Greek, Cyrillic, Hebrew, Arabic and Syriac letters. Those of other scripts are vowels.
const MARKS = new RegExp("[\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7"
  + "\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed"
  + "\\u0711\\u0730-\\u074a\\u08d3-\\u08e1\\u08e3-\\u08ff\\u1ab0-\\u1aff"
  + "\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f]", "gu");

// Nobody sees them; the tatweel, the hamza and apostrophes, which people leave out; ™ ® © ℠.
const LEFT_OUT = new RegExp("[\\u00ad\\u061c\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufe00-\\ufe0f"
  + "\\ufeff\\u{e0100}-\\u{e01ef}\\u0640\\u0621'`\\u00b4\\u02b9-\\u02bc\\u2018\\u2019\\u2032\\uff07"
  + "\\u2122\\u00ae\\u00a9\\u2120]", "gu");

/** @type {Record<string, string>} */
const LETTERS = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", ı: "i", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ŧ: "t", ŋ: "n", ĸ: "k", ə: "e",
  ς: "σ", ٱ: "ا", ى: "ي", ی: "ي", ک: "ك", ة: "ه", ھ: "ه", ہ: "ه",
};
for (let digit = 0; digit < 10; digit += 1) {
  LETTERS[String.fromCodePoint(0x660 + digit)] = String(digit);
  LETTERS[String.fromCodePoint(0x6f0 + digit)] = String(digit);
}
const LISTED = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "gu");

/** As people write them whose keyboard lacks them, beside the plain letter. @type {Record<string, string>} */
const SPELLED = { ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" };

const BETWEEN = /[\p{P}\p{Z}\p{Cc}\p{Sm}\p{Sk}]+/gu;

/**
 * The words of a text, one space apart, without case, accents, Arabic vowel signs, punctuation and what nobody sees.
 * "Crème brûlée" is "creme brulee", "Coca-Cola" is "coca cola".
 * @param {string} text
 */
export function fold(text) {
  const plain = text.replace(LEFT_OUT, "").normalize("NFKD").toLowerCase();
  const letters = plain.replace(LEFT_OUT, "").replace(MARKS, "").replace(LISTED, (letter) => LETTERS[letter]);
  return letters.replace(BETWEEN, " ").trim();
}

/**
 * What a search looks into: these texts folded, and once more with ä as ae, ö and ø as oe, ü as ue, å as aa.
 * @param {...(string|null|undefined)} texts
 */
export function searchable(...texts) {
  const text = texts.map((each) => each ?? "").join("\n").normalize("NFC").toLowerCase();
  const spelled = text.replace(/[äöüøå]/gu, (letter) => SPELLED[letter]);
  return spelled === text ? fold(text) : `${fold(text)} ${fold(spelled)}`;
}

/**
 * What has to be in `searchable`, each somewhere, in whatever order; nothing where nothing is searched for.
 * @param {string} search
 */
export const wordsOf = (search) => fold(search).split(" ").filter(Boolean);

/**
 * Whether every word that is searched for is somewhere in what `searchable` made.
 * @param {string} text made by `searchable`
 * @param {string[]} words made by `wordsOf`
 */
export const hasWords = (text, words) => words.every((word) => text.includes(word));

/**
 * Whether every word that is searched for is somewhere in a text.
 * @param {string} text
 * @param {string} search
 */
export const matches = (text, search) => hasWords(searchable(text), wordsOf(search));
