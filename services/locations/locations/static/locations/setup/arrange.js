/**
 * The order of the menu: categories and products are dragged, moved by keys, a step by a tap, or to a number. Its view
 * is in arrange_view.js.
 */

import { say } from "../../pages/dom.js";
import { byFirstCategory } from "../../pages/menu.js";
import { t } from "../../pages/texts.js";
import { page } from "./state.js";

/** @typedef {import("../../pages/menu.js").Product} Product */
/** @typedef {import("../../pages/menu.js").Category} Category */
/** @typedef {{groups: Category[], changed: (products: Product[]) => void}} Order */

/**
 * Something that is moved among others.
 * @typedef {object} Line
 * @property {string} name
 * @property {number} at where it is, from 0 on
 * @property {number} count how many places there are
 * @property {(to: number) => void} move to another place
 */

/**
 * An order to change; `changed` is called after each move with the whole menu in its new order.
 * @param {Product[]} products
 * @param {(products: Product[]) => void} changed
 * @returns {Order}
 */
export const makeOrder = (products, changed) => ({ groups: byFirstCategory(products), changed });

/**
 * Moves one of a list to another place, at most to its last.
 * @template Item
 * @param {Order} order
 * @param {Item[]} list
 * @param {number} from
 * @param {number} to
 * @param {number} count how many places there are: what has no category comes last and stays there
 */
function move(order, list, from, to, count) {
  const place = Math.min(Math.max(to, 0), count - 1);
  if (place === from) return;
  list.splice(place, 0, ...list.splice(from, 1));
  page.changed();
  say(t("Now number {place} of {count}.", { place: place + 1, count }));
  order.changed(order.groups.flatMap((group) => group.products));
}

/** The categories that can be moved. @param {Order} order @returns {Line[]} */
export function categoryLines(order) {
  const { groups } = order;
  const count = groups.filter(({ name }) => name !== "").length;
  return groups.slice(0, count).map(({ name }, at) => ({
    name, at, count, move: (to) => move(order, groups, at, to, count),
  }));
}

/** The products of a category. @param {Order} order @param {Category} group @returns {Line[]} */
export function productLines(order, { products }) {
  const count = products.length;
  return products.map(({ name }, at) => ({ name, at, count, move: (to) => move(order, products, at, to, count) }));
}

/**
 * Saves one state after the other, and of those that came meanwhile only the last; `failed` is told.
 * @template State
 * @param {(state: State) => Promise<unknown>} save
 * @param {(error: unknown) => void} failed
 * @returns {(state: State) => Promise<void>}
 */
export function saver(save, failed) {
  /** @type {State[]} */
  let next = [];
  let busy = false;
  return async (state) => {
    next = [state];
    if (busy) return;
    busy = true;
    try {
      for (let now = next.pop(); now !== undefined; now = next.pop()) await save(now);
    } catch (error) {
      next = [];
      failed(error);
    } finally {
      busy = false;
    }
  };
}
