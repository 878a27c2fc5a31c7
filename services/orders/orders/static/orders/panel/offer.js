// What staff choose from for a guest: the menu, found by words.
import { h, keyed } from "../../pages/dom.js";
import { hasWords, searchable, wordsOf } from "../../pages/fold.js";
import { byCategory, fewLeft, isSoldOut } from "../../pages/menu.js";
import { money, units } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { icon } from "./icons.js";

const drawn = new WeakMap(); // li → what it shows

/** Draw the products in which all words are found; `basket.add` chooses one, `basket.chosen(id)` says how many are. */
export function drawOffer({ list, jump, products, search, basket, add }) {
  const words = wordsOf(search);
  const found = products.filter((product) => hasWords(searchable(product.name, ...namesOf(product)), words));
  const groups = byCategory(found);
  const rows = groups.flatMap(({ name, products: some }) =>
    [{ key: `category ${name}`, category: name }, ...some.map((product) =>
      ({ key: `${name}\n${product.id}`, product, chosen: basket.chosen(product.id) }))]);
  keyed(list, rows, (row) => row.key, (row) => make(row, add), update);
  keyed(jump, groups.length > 1 ? groups : [], ({ name }) => name, ({ name }) => h("li", {}, h("button", {
    type: "button", class: "chip", on: { click: () => go(list, name) } }, name || t("Other"))));
  return found.length;
}

const namesOf = ({ categories }) => categories.map(({ name }) => name);

/** To where a category begins. */
function go(list, name) {
  const head = [...list.querySelectorAll(".products-head")].find((one) => one.dataset.category === name);
  head?.scrollIntoView({ block: "start" });
  head?.nextElementSibling?.querySelector("button")?.focus({ preventScroll: true });
}

function make(row, add) {
  if (!row.product) {
    return h("li", { class: "products-head", dataset: { category: row.category } }, row.category || t("Other"));
  }
  const click = () => add(row.product.id);
  const node = h("li", {}, h("button", { type: "button", class: "product", on: { click } }));
  update(node, row);
  return node;
}

/** The button stays, so that it keeps the focus. */
function update(node, { product, chosen }) {
  const shows = JSON.stringify([product, chosen]);
  if (!product || drawn.get(node) === shows) return;
  drawn.set(node, shows);
  const soldOut = isSoldOut(product);
  node.firstChild.setAttribute("aria-disabled", String(soldOut));
  node.toggleAttribute("data-chosen", chosen > 0);
  node.firstChild.replaceChildren(h("span", {}, product.name, chosen > 0 && [" ", h("strong", { class: "chosen" },
    t("{count} chosen", { count: chosen }))]), ...few(product, soldOut),
    soldOut ? badge(t("Sold out")) : h("span", { class: "money" }, money(units(product.price))), icon("plus"));
}

const badge = (text) => h("span", { class: "badge", dataset: { state: "warn" } }, text);

/** Says that few are left. */
function few(product, soldOut) {
  const count = fewLeft(product);
  return soldOut || count === null ? [] : [badge(n("Only {count} left", "Only {count} left", count))];
}
