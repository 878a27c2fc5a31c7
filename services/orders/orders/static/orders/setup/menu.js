// The menu of a place: a list by category with search, and beside it the editor of one product.

import { h, icon, keyed, say, toast } from "../../kit/dom.js";
import { cents, money, n, t } from "../../kit/texts.js";
import { names } from "./labels.js";
import { productForm } from "./product.js";
import { explain } from "./reasons.js";
import { address, go, replace } from "./routes.js";
import { hasTables, menu, productEdit } from "./store.js";
import { emptyMenu, nextStep } from "./welcome.js";

const SEARCH_SAID_MS = 800;

/** The products as guests find them: by category in the order the categories came, the rest last. */
export function byCategory(products) {
  const groups = new Map();
  for (const product of products) {
    const name = names(product.categories)[0] ?? "";
    groups.set(name, [...(groups.get(name) ?? []), product]);
  }
  const sorted = [...groups].map(([name, found]) => ({ name, products: found }));
  return sorted.sort((one, other) => Number(one.name === "") - Number(other.name === ""));
}

/** Whether every word that is searched for is somewhere in the product. */
export function matches(product, search) {
  const lists = [product.categories, product.tags, product.additives].flatMap(names);
  const text = [product.name, product.description, product.barcode ?? "", ...lists].join("\n").toLocaleLowerCase();
  return search.toLocaleLowerCase().split(/\s+/).every((word) => text.includes(word));
}

export class MenuView {
  #place;
  #products = [];
  #search = "";
  #soldOutOnly = false;
  #item = "";
  #category = null;
  #groups = h("div", { class: "groups" });
  #none = h("div", { class: "none stack", hidden: true });
  #aside = h("section", { class: "editor", "aria-label": t("Product") });
  #list;
  #tools;
  #sold;
  #step = h("div", {});
  #timer = 0;

  constructor(place) {
    this.#place = place;
    this.#tools = this.#toolbar();
    this.#list = h("section", { class: "stack list", "aria-label": t("Menu") }, this.#step, this.#tools, this.#none, this.#groups);
    this.element = h("div", { class: "menu-view" }, this.#list, this.#aside);
  }

  /** Reads the menu; throws what the services answer. */
  async load() {
    this.#products = await menu(this.#place.id);
    this.#draw();
    this.#suggest();
  }

  /** Shows the editor of a product, of a new one, or none. */
  show(item) {
    this.#item = item;
    const product = this.#products.find((each) => String(each.id) === item) ?? null;
    this.element.toggleAttribute("data-editing", item === "new" || product !== null);
    if (item !== "new" && product === null) {
      this.#aside.replaceChildren(this.#idle());
      if (item) toast(t("This product is not on the menu of this place."), { kind: "warn" });
      return;
    }
    this.#edit(product);
  }

  #edit(product) {
    const heading = h("h2", {}, product ? t("Change a product") : t("New product"));
    const editor = productForm({
      placeId: this.#place.id, menu: this.#products, product, category: this.#category,
      saved: (stored, another) => this.#saved(stored, product === null, another),
      cancel: () => go(address(this.#place.id)),
    });
    const back = h("a", { class: "button quiet back", href: address(this.#place.id) }, icon("back"), t("Menu"));
    this.#aside.replaceChildren(h("div", { class: "card stack" }, back, heading, editor.element));
    this.#aside.scrollIntoView({ block: "nearest" });
    editor.focus();
  }

  #saved(stored, isNew, another) {
    this.#products = [...this.#products.filter((each) => each.id !== stored.id), stored].sort((one, other) => one.id - other.id);
    this.#category = names(stored.categories)[0] ?? null;
    toast(isNew ? t("{name} is on the menu.", { name: stored.name }) : t("{name} is saved.", { name: stored.name }));
    this.#draw();
    this.#suggest();
    if (another) return this.#edit(null);
    replace(address(this.#place.id));
    return this.#rowOf(stored.id)?.focus();
  }

  #rowOf(id) {
    return this.#groups.querySelector(`[data-product="${id}"] a`);
  }

  #idle() {
    if (this.#products.length === 0) return h("div", {});
    return h("p", { class: "idle hint" }, t("Choose a product to change it."));
  }

  /** Once the menu is there, what comes next is a table. */
  async #suggest() {
    if (this.#products.length === 0) return this.#step.replaceChildren();
    const tables = await hasTables(this.#place.id).catch(() => true); // then we do not suggest anything
    return this.#step.replaceChildren(...(tables ? [] : [nextStep(this.#place.id)]));
  }

  #toolbar() {
    const search = h("input", { type: "search", id: "menu-search", autocomplete: "off", placeholder: t("Search the menu") });
    search.addEventListener("input", () => { this.#search = search.value.trim(); this.#draw(); this.#sayFound(); });
    this.#sold = h("button", { type: "button", class: "chip", "aria-pressed": "false" });
    this.#sold.addEventListener("click", () => { this.#soldOutOnly = !this.#soldOutOnly; this.#draw(); this.#sayFound(); });
    return h("div", { class: "tools" },
      h("div", { class: "search" }, h("label", { class: "visually-hidden", for: "menu-search" }, t("Search the menu")),
        icon("search"), search),
      this.#sold,
      h("a", { class: "button primary", href: address(this.#place.id, "menu", "new") }, icon("plus"), t("Add a product")));
  }

  #found() {
    const shown = this.#products.filter((each) => !this.#soldOutOnly || !each.is_active);
    return this.#search ? shown.filter((each) => matches(each, this.#search)) : shown;
  }

  #sayFound() {
    clearTimeout(this.#timer);
    const found = this.#found().length;
    this.#timer = setTimeout(() => say(n("{count} product found.", "{count} products found.", found)), SEARCH_SAID_MS);
  }

  #draw() {
    const found = this.#found();
    const sold = this.#products.filter((each) => !each.is_active).length;
    this.#soldOutOnly &&= sold > 0;
    this.#tools.hidden = this.#products.length === 0;
    this.#sold.hidden = sold === 0;
    this.#sold.textContent = t("Sold out: {count}", { count: sold });
    this.#sold.setAttribute("aria-pressed", String(this.#soldOutOnly));
    this.element.toggleAttribute("data-empty", this.#products.length === 0);
    this.#drawNone(found.length);
    keyed(this.#groups, byCategory(found), (group) => group.name, (group) => this.#group(group), fillGroup(this));
  }

  #drawNone(found) {
    this.#none.hidden = found > 0;
    if (found > 0) return;
    if (this.#products.length === 0) return this.#none.replaceChildren(emptyMenu(this.#place.id));
    const clear = h("button", { type: "button", class: "button" }, t("Show the whole menu"));
    clear.addEventListener("click", () => this.#clear());
    const words = this.#search ? t("Nothing on the menu matches “{search}”.", { search: this.#search }) : t("Nothing is sold out.");
    this.#none.replaceChildren(h("p", {}, words), clear);
  }

  #clear() {
    const search = this.#tools.querySelector("input");
    [this.#search, this.#soldOutOnly, search.value] = ["", false, ""];
    this.#draw();
    search.focus();
  }

  #group(group) {
    const rows = h("ul", { class: "rows" });
    const node = h("section", { class: "group" }, h("h3", {}, group.name || t("Without a category")), rows);
    fillGroup(this)(node, group);
    return node;
  }

  /** A row: the name leads to the editor, the switch sells it or not. */
  row(product) {
    const link = h("a", { href: address(this.#place.id, "menu", product.id) });
    const toggle = h("button", { type: "button", class: "switch", role: "switch" }, h("span", { class: "track" }));
    const node = h("li", { class: "dish", dataset: { product: product.id } },
      h("div", { class: "about" }, h("p", { class: "name" }, link), h("p", { class: "hint" })),
      h("span", { class: "money" }), toggle);
    toggle.addEventListener("click", () => this.#toggle(product.id, toggle));
    this.update(node, product);
    return node;
  }

  update(node, product) {
    node.querySelector("a").textContent = product.name;
    node.querySelector(".hint").textContent = [product.description, names(product.tags).join(", ")].filter(Boolean).join(" · ");
    node.querySelector(".money").textContent = money(cents(product.price));
    node.querySelector(".badge")?.remove();
    if (!product.is_active) node.querySelector(".name").append(h("span", { class: "badge", "data-state": "warn" }, t("Sold out")));
    const toggle = node.querySelector(".switch");
    toggle.setAttribute("aria-checked", String(product.is_active));
    toggle.setAttribute("aria-label", t("On sale: {name}", { name: product.name }));
    node.toggleAttribute("data-sold-out", !product.is_active);
  }

  /** Shown at once, taken back when it could not be stored. */
  async #toggle(id, toggle) {
    if (toggle.getAttribute("aria-busy") === "true") return;
    const before = this.#products.find((each) => each.id === id);
    const is_active = !before.is_active;
    toggle.setAttribute("aria-busy", "true");
    this.#put({ ...before, is_active });
    try {
      this.#put(await productEdit(id, { is_active }));
      say(is_active ? t("{name} is on sale.", { name: before.name }) : t("{name} is sold out.", { name: before.name }));
    } catch (error) {
      this.#put(before);
      toast(`${before.name}: ${explain(error)}`, { kind: "bad" });
    } finally {
      toggle.removeAttribute("aria-busy");
    }
  }

  #put(product) {
    this.#products = this.#products.map((each) => (each.id === product.id ? product : each));
    this.#draw();
  }
}

/** Brings the rows of a group up to date. */
function fillGroup(view) {
  return (node, group) =>
    keyed(node.querySelector("ul"), group.products, (each) => each.id, (each) => view.row(each), (row, each) => view.update(row, each));
}
