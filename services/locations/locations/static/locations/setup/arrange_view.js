/** The order of the menu, as it is changed: first that of the categories, then that of the products in each. */

import { t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { categoryLines, productLines } from "./arrange.js";
import { drag } from "./drag.js";
import { askPlace } from "./move_to.js";

/** @typedef {import("./arrange.js").Line} Line */
/** @typedef {import("./arrange.js").Order} Order */

/** @param {Order} order */
export function orderView(order) {
  const categories = categoryLines(order);
  return html`<div class="order">
    ${categories.length < 2 ? nothing : html`<section class="group" aria-label=${t("Order of the categories")}>
      <p class="caption">${t("Categories")}</p>${linesView(categories)}</section>`}
    ${repeat(order.groups, ({ name }) => name, (group) => html`<section class="group">
      <h3 dir="auto">${group.name || t("Without a category")}</h3>
      ${linesView(productLines(order, group), group.products.map(({ id }) => id))}
    </section>`)}</div>`;
}

/** @param {Line[]} lines @param {unknown[]} keys */
const linesView = (lines, keys = lines.map(({ name }) => name)) => html`<ol class="rows">${
  repeat(lines, ({ at }) => keys[at], lineView)}</ol>`;

/** A button for each direction. The one that cannot go further keeps the focus. @param {Line} line */
function lineView(line) {
  const { name, at, count, move } = line;
  const step = (/** @type {number} */ by, /** @type {string} */ shape, /** @type {string} */ label) => {
    const isEnd = at + by < 0 || at + by >= count;
    return html`<button type="button" class="button quiet" aria-label=${label} aria-disabled=${String(isEnd)}
      @click=${() => isEnd || move(at + by)}>${symbol(shape)}</button>`;
  };
  return html`<li class="line">
    <button type="button" class="button quiet grip" aria-haspopup="dialog"
      aria-label=${t("Place of {name}: drag it, use the arrow keys, or press to choose", { name })}
      @pointerdown=${(/** @type {PointerEvent} */ event) => drag(event, line)}
      @keydown=${(/** @type {KeyboardEvent} */ event) => pressed(event, line)}
      @click=${() => askPlace(line)}>${symbol("grip")}</button>
    <span class="about" dir="auto">${name}</span>
    ${step(-1, "up", t("Move {name} up", { name }))}${step(1, "down", t("Move {name} down", { name }))}
  </li>`;
}

/** The keys that move a line, with the place to which each does. @type {Record<string, (line: Line) => number>} */
const KEYS = {
  ArrowUp: ({ at }) => at - 1, ArrowDown: ({ at }) => at + 1, Home: () => 0, End: ({ count }) => count - 1,
};

/** @param {KeyboardEvent} event @param {Line} line */
function pressed(event, line) {
  const place = KEYS[event.key];
  if (!place || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  line.move(place(line));
  const grip = /** @type {HTMLElement} */ (event.currentTarget);
  requestAnimationFrame(() => grip.scrollIntoView({ block: "nearest" }));
}
