// What staff choose from for a guest: the menu, found by words.
import { h, keyed } from "../../pages/dom.js";
import { byCategory, categoryOf, fewLeft, isSoldOut } from "../../pages/menu.js";
import { money, units } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { icon } from "./icons.js";

const drawn = new WeakMap(); // li → what it shows

/** Draw the products in which all words are found; `add(id)` chooses one. */
export function drawOffer(list, products, search, add) {
  const words = search.trim().toLocaleLowerCase().split(/\s+/);
  const text = (product) => `${product.name} ${categoryOf(product)}`.toLocaleLowerCase();
  const found = products.filter((product) => words.every((word) => text(product).includes(word)));
  const rows = byCategory(found).flatMap(({ name, products: some }) =>
    [{ key: `category ${name}`, category: name },
      ...some.map((product) => ({ key: `${name}\n${product.id}`, product }))]);
  keyed(list, rows, (row) => row.key, (row) => make(row, add), update);
  return found.length;
}

function make(row, add) {
  if (!row.product) return h("li", { class: "products-head" }, row.category || t("Other"));
  const click = () => add(row.product.id);
  const node = h("li", {}, h("button", { type: "button", class: "product", on: { click } }));
  update(node, row);
  return node;
}

/** The button stays, so that it keeps the focus. */
function update(node, { product }) {
  const shows = JSON.stringify(product);
  if (!product || drawn.get(node) === shows) return;
  drawn.set(node, shows);
  const soldOut = isSoldOut(product);
  node.firstChild.setAttribute("aria-disabled", String(soldOut));
  node.firstChild.replaceChildren(h("span", {}, product.name), ...few(product, soldOut),
    soldOut ? badge(t("Sold out")) : h("span", { class: "money" }, money(units(product.price))), icon("plus"));
}

const badge = (text) => h("span", { class: "badge", dataset: { state: "warn" } }, text);

/** Says that few are left. */
function few(product, soldOut) {
  const count = fewLeft(product);
  return soldOut || count === null ? [] : [badge(n("Only {count} left", "Only {count} left", count))];
}
