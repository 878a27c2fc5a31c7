// One dish in the menu's list, and the facts about a dish.
import { h, icon } from "../../pages/dom.js";
import { money } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { addressOf, fewLeft, isSoldOut } from "../../pages/menu.js";
import { addDish } from "./adding.js";
import { countsInCart, priceOf } from "./cart.js";
import { isOpen, table } from "./state.js";
import { go } from "./views.js";
import { leftText } from "./words.js";

const drawn = new WeakMap(); // li → what it shows
let counts = new Map();

/** Count anew what is in the cart, before the dishes are drawn. */
export function countCart() {
  counts = countsInCart();
}

const listed = (labels) => labels.map((label) => label.name).join(", ");

export const price = (product) => (product.price === null ? t("Price on request") : money(priceOf(product)));

/** Tags and additives as text nodes' parents. */
export function facts(product) {
  const found = [];
  if (product.tags.length) found.push(h("p", { class: "dish-tags", dir: "auto" }, listed(product.tags)));
  if (product.additives.length) {
    const contains = t("Contains: {additives}", { additives: listed(product.additives) });
    found.push(h("p", { class: "dish-contains", dir: "auto" }, contains));
  }
  return found;
}

export function picture(product, size) {
  if (!product.image) return [];
  const forget = (event) => event.target.remove();
  const at = { src: addressOf(product.image), alt: "", loading: "lazy", decoding: "async", width: size, height: size };
  return [h("img", { class: "dish-image", ...at, on: { error: forget } })];
}

export function makeDish(product) {
  const node = h("li", { class: "dish" });
  updateDish(node, product);
  return node;
}

export function updateDish(node, product) {
  const count = counts.get(product.id) ?? 0;
  const shows = JSON.stringify([product, count, isOpen()]);
  if (drawn.get(node)?.shows === shows) return;
  const before = drawn.get(node);
  drawn.set(node, { shows, product: JSON.stringify(product) });
  if (before?.product !== JSON.stringify(product)) fill(node, product);
  drawAdd(node.querySelector(".dish-add"), product, count);
}

function fill(node, product) {
  const focused = node.contains(document.activeElement) && document.activeElement.className;
  const gone = isSoldOut(product);
  node.classList.toggle("is-gone", gone);
  node.replaceChildren(...picture(product, 72), words(product, gone), addButton(product));
  if (focused) node.getElementsByClassName(focused)[0]?.focus();
}

function words(product, gone) {
  const click = () => go(`dish-${product.id}`);
  const open = { type: "button", class: "dish-open", "aria-haspopup": "dialog", dir: "auto", on: { click } };
  return h(
    "div",
    { class: "dish-text" },
    h("h4", {}, h("button", open, product.name)),
    product.description ? h("p", { class: "dish-about", dir: "auto" }, product.description) : null,
    ...facts(product),
    h(
      "p",
      { class: "dish-price" },
      h("span", { class: "money" }, price(product)),
      ...stockBadge(product, gone),
    ),
  );
}

/** Says that a dish is sold out, or soon will be. */
function stockBadge(product, gone) {
  if (gone) return [h("span", { class: "badge", dataset: { state: "bad" } }, t("Sold out"))];
  const count = fewLeft(product);
  return count === null ? [] : [h("span", { class: "badge", dataset: { state: "warn" } }, leftText(count))];
}

function addButton(product) {
  const click = () => addDish(table.menu.get(product.id) ?? product, 1, "");
  const count = h("span", { class: "dish-count", hidden: true, "aria-hidden": "true" });
  const label = t("Add {name}", { name: product.name });
  return h("button", { type: "button", class: "dish-add", "aria-label": label, on: { click } }, icon("plus"), count);
}

function drawAdd(button, product, count) {
  button.hidden = isSoldOut(product) || !isOpen();
  const badge = button.querySelector(".dish-count");
  badge.hidden = count === 0;
  badge.textContent = count;
  button.title = count ? t("{count} in the cart", { count }) : "";
}
