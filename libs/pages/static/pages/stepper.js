/** Minus, number, plus. */

import { h, icon } from "./dom.js";
import { t } from "./texts.js";

/** The most of one thing in one line. */
export const MOST = 99;

/**
 * A stepper for the number of a thing.
 * @param {{name: string, quantity: number, change: (quantity: number, by: number) => void, least?: number,
 *   most?: number}} options `name` is of the thing that is counted; `change` hears what a tap asks for, and how much
 *   more that is; `least` is 1, or 0 where the last tap on minus removes the thing
 * @returns {{node: HTMLElement, set: (quantity: number) => void}}
 */
export function stepper({ name, quantity, change, least = 1, most = MOST }) {
  let now = quantity;
  const count = h("output", { class: "stepper-count" });
  const less = button(t("One {name} less", { name }), "minus", () => turn(-1));
  const more = button(t("One {name} more", { name }), "plus", () => turn(1));
  const set = (/** @type {number} */ next) => {
    now = next;
    if (count.textContent !== String(now)) count.textContent = String(now); // it is read when it changes
    less.toggleAttribute("disabled", now <= least);
    more.toggleAttribute("disabled", now >= most);
  };
  const turn = (/** @type {number} */ step) => {
    set(Math.min(most, Math.max(least, now + step)));
    change(now, step);
  };
  set(quantity);
  const node = h("div", { class: "stepper", role: "group", "aria-label": t("Quantity") }, less, count, more);
  return { node, set };
}

/** @param {string} label @param {string} sign @param {() => void} click */
function button(label, sign, click) {
  return h("button", { type: "button", class: "stepper-button", "aria-label": label, on: { click } }, icon(sign));
}
