/** The menu of a place, as each page reads it. */

import { getAll } from "./api.js";

/**
 * A product as the service products tells it.
 * @typedef {object} Product
 * @property {number} id
 * @property {number} location_id
 * @property {string} name
 * @property {string} description
 * @property {string} price with two decimals
 * @property {{name: string, words?: Record<string, string>}[]} categories
 * @property {{name: string}[]} tags
 * @property {{name: string}[]} additives
 * @property {string[]} [allergens] codes of words.js
 * @property {import("./words.js").Words} [words] name and description in other languages
 * @property {string|null} image a path, or an address of http or https
 * @property {string|null} barcode
 * @property {number|null} stock null: not counted
 * @property {number|null} available what is not reserved of the stock; null: not counted
 * @property {string|null} [vat_rate] in percent, included in the price; null is the place's standard
 * @property {number} low_stock_threshold from how many available units on few are left
 * @property {number|null} position in the menu; null: at its end
 * @property {boolean} is_active whether it is on sale
 * @property {boolean} [is_listed] whether it stands on the menu
 * @property {number[]} [option_groups] ids of what may be chosen with it
 */

/** @typedef {{name: string, products: Product[]}} Category  "" is the name of what has none */

const PAGE = 1000; // products in one answer

/**
 * All products of a place, in the order of its menu. Throws what the call throws.
 * @param {number} placeId
 * @returns {Promise<Product[]>}
 */
export async function productsOf(placeId) {
  const found = await getAll("/products/find/", { location_id: placeId }, { size: PAGE });
  return inOrder(found.map(({ product }) => product));
}

/**
 * As the place has arranged them; what came later is last.
 * @param {Product[]} products
 * @returns {Product[]}
 */
export function inOrder(products) {
  const place = (/** @type {Product} */ { position }) => position ?? Number.MAX_SAFE_INTEGER;
  return [...products].sort((one, other) => place(one) - place(other) || one.id - other.id);
}

/** What of these stands on the menu: not what only options take from stock. @param {Product[]} products */
export const onMenu = (products) => products.filter(({ is_listed: isListed }) => isListed !== false);

/**
 * Where a page gets a product's picture: by https, which is all that its policy lets through.
 * @param {string} image
 */
export const addressOf = (image) => image.replace(/^http:/, "https:");

/**
 * The category under which a product stands on the menu; "" for none.
 * @param {Product} product
 */
export const categoryOf = (product) => product.categories[0]?.name ?? "";

/**
 * What is equal for categories that look alike: compatible forms, case, spaces and what nobody sees.
 * @param {string} name
 */
export const categoryKey = (name) => name.normalize("NFKC")
  .replace(/[\p{Cf}\p{Variation_Selector}\u115f\u1160\u3164]|\u034f/gu, "")
  .toLowerCase().normalize("NFKC").replace(/\s+/gu, " ").trim();

/**
 * The products by category, each in all of its own, in the order in which the categories come; what has none is last.
 * @param {Product[]} products
 * @returns {Category[]}
 */
export const byCategory = (products) => grouped(products, ({ categories }) => categories.map(({ name }) => name));

/**
 * The products by the category in which they are arranged and have their name once: the first.
 * @param {Product[]} products
 * @returns {Category[]}
 */
export const byFirstCategory = (products) => grouped(products, (product) => [categoryOf(product)]);

/**
 * Categories that look alike are one heading, which says what the first of them says.
 * @param {Product[]} products
 * @param {(product: Product) => string[]} namesOf
 * @returns {Category[]}
 */
function grouped(products, namesOf) {
  /** @type {Map<string, Category>} */
  const groups = new Map();
  for (const product of products) {
    const names = namesOf(product);
    const own = new Map((names.length ? names : [""]).map((name) => [categoryKey(name), name]));
    for (const [key, name] of own) {
      const group = groups.get(key) ?? { name: key && name, products: [] };
      group.products.push(product);
      groups.set(key, group);
    }
  }
  return [...groups.values()].sort((one, other) => Number(one.name === "") - Number(other.name === ""));
}

/**
 * Whether guests cannot order it: not on the menu any more, switched off, or none left that is not reserved.
 * @param {Product|null|undefined} product
 */
export const isSoldOut = (product) => !product || !product.is_active || leftOf(product) === 0;

/** Units that are kept for carts which are being paid. @param {Pick<Product, "stock"|"available">} product */
export const reservedOf = ({ stock, available }) => (stock ?? 0) - (available ?? 0);

/** Whether few are left, but not none. @param {Pick<Product, "available"|"low_stock_threshold">} product */
export const isLow = ({ available, low_stock_threshold: few }) =>
  available !== null && available > 0 && available <= few;

/**
 * How many can be ordered; Infinity where nobody counts.
 * @param {Product} product
 */
export const leftOf = (product) => product.available ?? product.stock ?? Infinity;

/**
 * How many can be ordered where these are few; null where there is no need to tell.
 * @param {Product} product
 */
export const fewLeft = (product) => (leftOf(product) <= (product.low_stock_threshold ?? 0) ? leftOf(product) : null);
