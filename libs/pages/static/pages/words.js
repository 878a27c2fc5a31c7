/** What things are called in the language of the page where that is known, else by their place. No DOM here. */

import { language, t } from "./texts.js";

/**
 * @typedef {{name?: string, description?: string}} Said
 * @typedef {Record<string, Said>} Words by language
 */

/**
 * What is said in a language, or in the one that it is a kind of: "de" for "de-AT".
 * @template Value
 * @param {Record<string, Value>|null|undefined} words
 * @param {string} [tag]
 * @returns {Value|undefined}
 */
export const saidIn = (words, tag = language) => words?.[tag] ?? words?.[tag.split("-")[0]];

/** @param {{name: string, words?: Words}} thing a product, a group of options or an option */
export const nameOf = (thing) => saidIn(thing.words)?.name ?? thing.name;

/** @param {{description: string, words?: Words}} product */
export const descriptionOf = (product) => saidIn(product.words)?.description ?? product.description;

/** @param {{name: string, words?: Record<string, string>}} category */
export const categoryName = (category) => saidIn(category.words) ?? category.name;

/** The fourteen of Annex II of Regulation (EU) No 1169/2011, in its order, by their codes. */
const ALLERGENS = {
  gluten: () => t("gluten"),
  crustaceans: () => t("crustaceans"),
  eggs: () => t("eggs"),
  fish: () => t("fish"),
  peanuts: () => t("peanuts"),
  soybeans: () => t("soya"),
  milk: () => t("milk"),
  nuts: () => t("nuts"),
  celery: () => t("celery"),
  mustard: () => t("mustard"),
  sesame: () => t("sesame"),
  sulphites: () => t("sulphites"),
  lupin: () => t("lupin"),
  molluscs: () => t("molluscs"),
};

export const allergens = () => Object.keys(ALLERGENS);

/** @param {string} code */
export const allergenName = (code) => ALLERGENS[/** @type {keyof typeof ALLERGENS} */ (code)]?.() ?? code;

/**
 * What is in a product or an option: its allergens in the language of the page, then what else its place has written.
 * @param {{allergens?: string[], additives: {name: string}[]}} thing
 * @returns {string[]}
 */
export function contentsOf({ allergens: codes = [], additives }) {
  const coded = codes.map(allergenName);
  const others = additives.map(({ name }) => name).filter((name) => !coded.some((one) => isSame(one, name)));
  return [...coded, ...others];
}

/** @param {string} one @param {string} other */
const isSame = (one, other) => one.localeCompare(other, undefined, { sensitivity: "accent" }) === 0;
