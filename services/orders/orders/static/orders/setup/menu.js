// The menu of a place: a list by category with search, and beside it the editor of one product.

import { h, icon, say } from "../../pages/dom.js";
import { n, t } from "../../pages/texts.js";
import { inOrder, isSoldOut, productsOf } from "../shared/menu.js";
import { arranger, saver } from "./arrange.js";
import { drawGroups, matches } from "./dishes.js";
import { names } from "./labels.js";
import { productForm } from "./product.js";
import { explain } from "./reasons.js";
import { address, go, replace } from "./routes.js";
import { hasTables, productEdit, productsArrange } from "./store.js";
import { tell } from "./tell.js";
import { emptyMenu, nextStep } from "./welcome.js";

const SEARCH_SAID_MS = 800;

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
  #order;
  #step = h("div", { hidden: true });
  #hint = h("p", { class: "hint" },
    t("Tap a product to change it. The switch beside it sells it or marks it as sold out."));
  #timer = 0;
  #save = saver((ids) => productsArrange(this.#place.id, ids), (error) => {
    tell(t("The order was not saved. {reason}", { reason: explain(error) }), { kind: "bad" });
    this.load().catch(() => {}); // what is shown stays until the menu can be read again
  });

  constructor(place) {
    this.#place = place;
    this.#tools = this.#toolbar();
    this.#list = h("section", { class: "stack list", "aria-label": t("Menu") },
      this.#step, this.#tools, this.#hint, this.#none, this.#groups);
    this.element = h("div", { class: "menu-view" }, this.#list, this.#aside);
  }

  /** Reads the menu; throws what the services answer. */
  async load() {
    this.#products = await productsOf(this.#place.id);
    this.#draw();
    if (this.#item === "order") this.#arrange();
    this.#suggest();
  }

  /** Shows the editor of a product, of a new one, the order of the menu, or none. */
  show(item) {
    this.#item = item;
    if (item === "order") return this.#arrange();
    const product = this.#products.find((each) => String(each.id) === item) ?? null;
    this.element.toggleAttribute("data-editing", item === "new" || product !== null);
    if (item !== "new" && product === null) {
      this.#aside.replaceChildren(this.#idle());
      this.#mark();
      if (item) tell(t("This product is not on the menu of this place."), { kind: "warn" });
      return undefined;
    }
    return this.#edit(product);
  }

  #arrange() {
    this.element.toggleAttribute("data-editing", true);
    const heading = h("h2", { tabindex: "-1" }, t("Order of the menu"));
    const order = arranger(this.#products, (products) => {
      this.#products = products.map((product, at) => ({ ...product, position: at + 1 }));
      this.#draw();
      this.#save(products.map(({ id }) => id));
    });
    const done = h("a", { class: "button", href: address(this.#place.id) }, t("Done"));
    this.#open(h("div", { class: "line" }, heading, done),
      h("p", { class: "hint" }, t("Guests see the menu in this order.")), order);
    heading.focus();
  }

  #edit(product) {
    const editor = productForm({
      placeId: this.#place.id, menu: this.#products, product, category: this.#category,
      saved: (stored, another) => this.#saved(stored, product === null, another),
      deleted: () => this.#deleted(product),
      cancel: () => go(address(this.#place.id)),
    });
    this.#open(editor.element);
    editor.focus();
  }

  /** Shows something beside the list; on a phone instead of it. */
  #open(...content) {
    const back = h("a", { class: "button quiet back", href: address(this.#place.id) }, icon("back"), t("Menu"));
    this.#aside.replaceChildren(h("div", { class: "card stack" }, back, ...content));
    this.#aside.scrollTop = 0;
    this.#mark();
  }

  #saved(stored, isNew, another) {
    const others = this.#products.filter((each) => each.id !== stored.id);
    this.#products = inOrder([...others, stored]);
    this.#category = names(stored.categories)[0] ?? null;
    tell(isNew ? t("{name} is on the menu.", { name: stored.name }) : t("{name} is saved.", { name: stored.name }));
    this.#draw();
    this.#suggest();
    if (another) return this.#edit(null);
    replace(address(this.#place.id));
    return this.#rowOf(stored.id)?.focus();
  }

  #deleted({ id, name }) {
    this.#products = this.#products.filter((each) => each.id !== id);
    tell(t("{name} is deleted.", { name }));
    this.#draw();
    replace(address(this.#place.id));
    this.#tools.querySelector("input").focus();
  }

  /** Tells which product is in the editor. */
  #mark() {
    for (const row of this.#groups.querySelectorAll(".dish")) {
      const link = row.querySelector("a");
      if (row.dataset.product === this.#item) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  #rowOf(id) {
    return this.#groups.querySelector(`[data-product="${id}"] a`);
  }

  #idle() {
    if (this.#products.length === 0) return h("div", {});
    return h("p", { class: "idle hint" }, t("Choose a product, or add one."));
  }

  /** Once the menu is there, what comes next is a table. */
  async #suggest() {
    const ready = this.#products.length > 0;
    const tables = !ready || (await hasTables(this.#place.id).catch(() => true)); // unknown: suggest nothing
    this.#step.hidden = tables;
    this.#step.replaceChildren(...(tables ? [] : [nextStep(this.#place.id)]));
  }

  #toolbar() {
    const label = t("Search the menu");
    const search = h("input", { type: "search", id: "menu-search", autocomplete: "off", placeholder: label });
    search.addEventListener("input", () => this.#filter({ search: search.value.trim() }));
    this.#order = h("a", { class: "button", href: address(this.#place.id, "menu", "order") }, t("Change the order"));
    this.#sold = h("button", { type: "button", class: "chip", "aria-pressed": "false" });
    this.#sold.addEventListener("click", () => this.#filter({ soldOutOnly: !this.#soldOutOnly }));
    return h("div", { class: "tools" },
      h("div", { class: "search" },
        h("label", { class: "visually-hidden", for: "menu-search" }, label), icon("search"), search),
      h("a", { class: "button primary", href: address(this.#place.id, "menu", "new") },
        icon("plus"), t("Add a product")),
      this.#order, this.#sold);
  }

  #filter({ search = this.#search, soldOutOnly = this.#soldOutOnly }) {
    [this.#search, this.#soldOutOnly] = [search, soldOutOnly];
    this.#draw();
    clearTimeout(this.#timer);
    const found = this.#found().length;
    const words = () => say(n("{count} product found.", "{count} products found.", found));
    this.#timer = setTimeout(words, SEARCH_SAID_MS);
  }

  #found() {
    const shown = this.#products.filter((each) => !this.#soldOutOnly || isSoldOut(each));
    return this.#search ? shown.filter((each) => matches(each, this.#search)) : shown;
  }

  #draw() {
    const found = this.#found();
    const sold = this.#products.filter(isSoldOut).length;
    this.#soldOutOnly &&= sold > 0;
    this.#tools.hidden = this.#hint.hidden = this.#products.length === 0;
    this.#sold.hidden = sold === 0;
    this.#order.hidden = this.#products.length < 2;
    this.#sold.textContent = t("Sold out: {count}", { count: sold });
    this.#sold.setAttribute("aria-pressed", String(this.#soldOutOnly));
    this.element.toggleAttribute("data-empty", this.#products.length === 0);
    this.#drawNone(found.length);
    drawGroups(this.#groups, found, (id, toggle) => this.#toggle(id, toggle));
    this.#mark();
  }

  #drawNone(found) {
    this.#none.hidden = found > 0;
    if (found > 0) return;
    if (this.#products.length === 0) return this.#none.replaceChildren(emptyMenu(this.#place.id));
    const clear = h("button", { type: "button", class: "button" }, t("Show the whole menu"));
    clear.addEventListener("click", () => this.#clear());
    const words = t("Nothing on the menu matches “{search}”.", { search: this.#search });
    this.#none.replaceChildren(h("p", {}, words), clear);
  }

  #clear() {
    const search = this.#tools.querySelector("input");
    [this.#search, this.#soldOutOnly, search.value] = ["", false, ""];
    this.#draw();
    search.focus();
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
      tell(`${before.name}: ${explain(error)}`, { kind: "bad" });
    } finally {
      toggle.removeAttribute("aria-busy");
    }
  }

  #put(product) {
    this.#products = this.#products.map((each) => (each.id === product.id ? product : each));
    this.#draw();
  }
}
