/** What may be chosen with a product, at which price. No DOM here. */

import { isSoldOut } from "./menu.js";
import { priceText, units } from "./money.js";
import { n, t } from "./texts.js";

/**
 * @typedef {object} Option
 * @property {number} id
 * @property {string} name
 * @property {string} price the difference that it makes, perhaps with a minus
 * @property {boolean} is_default
 * @property {boolean} is_active false while it is sold out
 * @property {number|null} product_id what one of it takes from stock
 * @property {{name: string}[]} additives
 * @property {string[]} [allergens] codes of words.js
 * @property {import("./words.js").Words} [words] its name in other languages
 */
/**
 * At least `least` and at most `most` of its options are chosen.
 * @typedef {{id: number, name: string, least: number, most: number, words?: import("./words.js").Words,
 *   options: Option[]}} OptionGroup
 */
/** @typedef {{id: number, group: string, name: string, price: string, product_id: number|null}} Chosen */
/** @typedef {import("./menu.js").Product & {options?: OptionGroup[]}} Product */
/** @typedef {Map<number, Product>|null|undefined} Menu products by id */

/** @param {Product|null|undefined} product */
export const groupsOf = (product) => product?.options ?? [];

/**
 * How many of a group are chosen, in words.
 * @param {Pick<OptionGroup, "least"|"most">} group
 */
export function howMany({ least, most }) {
  if (least === 1 && most === 1) return t("Choose one");
  if (least === most) return n("Choose {count}", "Choose {count}", least);
  if (least === 0) return most === 1 ? t("Choose one, if you like") : t("Choose up to {count}", { count: most });
  return t("Choose {least} to {most}", { least, most });
}

/**
 * Whether an option is sold out, by itself or as what it takes from stock.
 * @param {Option} option
 * @param {Menu} menu
 */
export const isGone = ({ is_active: isActive, product_id: taken }, menu) =>
  !isActive || (taken !== null && Boolean(menu) && isSoldOut(menu?.get(taken)));

/**
 * What is chosen where nobody says anything.
 * @param {Product} product
 * @param {Menu} menu
 * @returns {number[]} ids
 */
export const defaultsOf = (product, menu) => groupsOf(product).flatMap(({ options }) =>
  options.filter((each) => each.is_default && !isGone(each, menu)).map(({ id }) => id));

/**
 * The first group of which too few or too many are chosen; undefined when all is well.
 * @param {Product} product
 * @param {number[]} ids
 */
export const openGroup = (product, ids) => groupsOf(product).find(({ least, most, options }) => {
  const count = options.filter(({ id }) => ids.includes(id)).length;
  return count < least || count > most;
});

/**
 * The options of these ids as orders show them, in the order of the groups.
 * @param {Product} product
 * @param {number[]} ids
 * @returns {Chosen[]}
 */
export const chosenOf = (product, ids) => groupsOf(product).flatMap((group) =>
  group.options.filter(({ id }) => ids.includes(id))
    .map(({ id, name, price, product_id }) => ({ id, group: group.name, name, price, product_id })));

/**
 * What it costs with these, as the services write it; never less than nothing.
 * @param {Pick<Product, "price">} product
 * @param {{price: string}[]} chosen
 */
export function priceWith({ price }, chosen) {
  if (price === null || chosen.length === 0) return price;
  const all = chosen.reduce((total, each) => total + units(each.price), units(price));
  return priceText(Math.max(0, all));
}

/**
 * The ids of what was chosen, as lines show it or as ids already.
 * @param {({id: number}|number)[]|undefined} chosen
 */
export const idsOf = (chosen) => (chosen ?? []).map((each) => (typeof each === "number" ? each : each.id));

/**
 * One text for each way in which something is had: equal for the same product with the same options.
 * @param {{product_id: number, options?: ({id: number}|number)[]}} item
 */
export const wayOf = ({ product_id: id, options }) =>
  [id, ...idsOf(options).sort((one, other) => one - other)].join("-");
