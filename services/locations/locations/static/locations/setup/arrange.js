/** The order of the menu: categories and products go up or down, one step a tap. */

import { say } from "../../pages/dom.js";
import { byFirstCategory } from "../../pages/menu.js";
import { t } from "../../pages/texts.js";
import { html, repeat, symbol } from "../../pages/view.js";
import { page } from "./state.js";

/** @typedef {import("../../pages/menu.js").Product} Product */
/** @typedef {import("../../pages/menu.js").Category} Category */
/** @typedef {{groups: Category[], changed: (products: Product[]) => void}} Order */
/** @typedef {{name: string, isFirst: boolean, isLast: boolean, step: (by: number) => void}} Line */

/**
 * An order to change; `changed` is called after each step with the whole menu in its new order.
 * @param {Product[]} products
 * @param {(products: Product[]) => void} changed
 * @returns {Order}
 */
export const makeOrder = (products, changed) => ({ groups: byFirstCategory(products), changed });

/**
 * Moves one of a list by one place.
 * @template Item
 * @param {Order} order
 * @param {Item[]} list
 * @param {Item} item
 * @param {number} by 1 or -1
 */
function step(order, list, item, by) {
  const to = list.indexOf(item) + by;
  [list[to - by], list[to]] = [list[to], item];
  page.changed();
  say(t("Now number {place} of {count}.", { place: to + 1, count: list.length }));
  order.changed(order.groups.flatMap((group) => group.products));
}

/** What has no category comes last and stays there. @param {Order} order */
export function orderView(order) {
  const { groups } = order;
  const named = groups.filter(({ name }) => name !== "").length;
  return html`<div class="order">${repeat(groups, ({ name }) => name, (group, at) => html`
    <section class="group">
      <div class="line">
        <h3 dir="auto">${group.name || t("Without a category")}</h3>
        ${stepButtons({
          name: group.name || t("Without a category"), isFirst: at === 0 || group.name === "", isLast: at >= named - 1,
          step: (by) => step(order, groups, group, by),
        })}
      </div>
      <ol class="rows">${repeat(group.products, ({ id }) => id, (product, place) => html`<li class="line">
        <span class="about" dir="auto">${product.name}</span>
        ${stepButtons({
          name: product.name, isFirst: place === 0, isLast: place === group.products.length - 1,
          step: (by) => step(order, group.products, product, by),
        })}</li>`)}</ol>
    </section>`)}</div>`;
}

/** A button for each direction. The one that cannot go further keeps the focus. @param {Line} line */
function stepButtons({ name, isFirst, isLast, step: go }) {
  const button = (/** @type {number} */ by, /** @type {string} */ shape, /** @type {string} */ label,
    /** @type {boolean} */ off) => html`<button type="button" class="button quiet" aria-label=${label}
      aria-disabled=${String(off)} @click=${() => off || go(by)}>${symbol(shape)}</button>`;
  return [button(-1, "up", t("Move {name} up", { name }), isFirst),
    button(1, "down", t("Move {name} down", { name }), isLast)];
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
