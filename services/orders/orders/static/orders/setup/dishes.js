// The menu's list: groups of rows. A row's name leads to the editor, its switch sells it or not.

import { h, keyed } from "../../pages/dom.js";
import { cents, money, t } from "../../pages/texts.js";
import { byCategory, isSoldOut } from "../shared/menu.js";
import { names } from "./labels.js";
import { address } from "./routes.js";

/** Whether every word that is searched for is somewhere in the product. */
export function matches(product, search) {
  const lists = [product.categories, product.tags, product.additives].flatMap(names);
  const text = [product.name, product.description, product.barcode ?? "", ...lists].join("\n").toLocaleLowerCase();
  return search.toLocaleLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** Shows these products in `parent`; `toggled(product, button)` is called when one's switch is pressed. */
export function drawGroups(parent, products, toggled) {
  const fillRows = (node, group) => keyed(node.lastElementChild, group.products, (each) => each.id,
    (each) => row(each, toggled), update);
  const make = (group) => {
    const node = h("section", { class: "group" },
      h("h3", { dir: "auto" }, group.name || t("Without a category")), h("ul", { class: "rows" }));
    fillRows(node, group);
    return node;
  };
  keyed(parent, byCategory(products), (group) => group.name, make, fillRows);
}

function row(product, toggled) {
  const link = h("a", { dir: "auto", href: address(product.location_id, "menu", product.id) });
  const toggle = h("button", { type: "button", class: "switch", role: "switch" }, h("span", { class: "track" }));
  toggle.addEventListener("click", () => toggled(product.id, toggle));
  const node = h("li", { class: "dish", dataset: { product: product.id } },
    h("div", { class: "about" }, h("p", { class: "name" }, link), h("p", { class: "hint", dir: "auto" })),
    h("span", { class: "money" }), toggle);
  update(node, product);
  return node;
}

function update(node, product) {
  const more = [product.description, names(product.tags).join(", ")];
  node.querySelector("a").textContent = product.name;
  node.querySelector(".hint").textContent = more.filter(Boolean).join(" · ");
  node.querySelector(".money").textContent = money(cents(product.price));
  node.querySelector(".badge")?.remove();
  const badge = h("span", { class: "badge", "data-state": "warn" }, t("Sold out"));
  if (isSoldOut(product)) node.querySelector(".name").append(badge);
  const toggle = node.querySelector(".switch");
  toggle.setAttribute("aria-checked", String(product.is_active));
  toggle.setAttribute("aria-label", t("On sale: {name}", { name: product.name }));
  node.toggleAttribute("data-sold-out", isSoldOut(product));
}
