/** The menu for waiters and the kitchen: what is sold out, and nothing else of it. */

import { say } from "../../pages/dom.js";
import { byCategory, isSoldOut, productsOf } from "../../pages/menu.js";
import { t } from "../../pages/texts.js";
import { html, nothing, repeat } from "../../pages/view.js";
import { productSoldOut } from "./calls.js";
import { matches } from "./dishes.js";
import { explain } from "./reasons.js";
import { page } from "./state.js";
import { tell } from "./tell.js";

/** @typedef {import("../../pages/menu.js").Product} Product */

export class SoldOut {
  /** @type {Product[]} */
  products = [];
  search = "";
  /** The products whose switch waits for the service. @type {Set<number>} */
  busy = new Set();

  /** @param {import("../../pages/places.js").Place} place */
  constructor(place) {
    this.place = place;
  }

  view() {
    return soldOutView(this);
  }

  /** Reads the menu; throws what the services answer. */
  async load() {
    this.products = await productsOf(this.place.id);
    page.changed();
  }

  /** @param {string} search */
  filter(search) {
    this.search = search;
    page.changed();
  }

  /** Shown at once, taken back when it could not be stored. @param {Product} product */
  async toggle(product) {
    const { id, name, is_active: was } = product;
    if (this.busy.has(id)) return;
    this.busy.add(id);
    this.#replace({ ...product, is_active: !was });
    try {
      this.#replace(await productSoldOut(id, was));
      say(was ? t("{name} is sold out.", { name }) : t("{name} is on sale.", { name }));
    } catch (error) {
      this.#replace(product);
      tell(`${name}: ${explain(error)}`, { kind: "bad" });
    } finally {
      this.busy.delete(id);
      page.changed();
    }
  }

  /** @param {Product} product */
  #replace(product) {
    this.products = this.products.map((each) => (each.id === product.id ? product : each));
    page.changed();
  }
}

/** @param {SoldOut} part */
function soldOutView(part) {
  const search = part.search.trim();
  const found = search ? part.products.filter((each) => matches(each, search)) : part.products;
  const typed = (/** @type {InputEvent} */ event) =>
    part.filter(/** @type {HTMLInputElement} */ (event.currentTarget).value);
  return html`<div class="stack">
    <p class="hint">${
      t("The switch sells a dish or marks it as sold out. What else is on the menu a manager changes.")}</p>
    <div class="search">
      <label class="visually-hidden" for="menu-search">${t("Search the menu")}</label>
      <input type="search" id="menu-search" autocomplete="off" placeholder=${t("Search the menu")} @input=${typed}
        .value=${part.search}>
    </div>
    ${found.length ? nothing : html`<p>${t("Nothing on the menu matches “{search}”.", { search })}</p>`}
    <div class="groups">${repeat(byCategory(found), ({ name }) => name, (group) => html`<section class="group">
      <h3 dir="auto">${group.name || t("Without a category")}</h3>
      <ul class="rows">${repeat(group.products, ({ id }) => id, (product) => row(part, product))}</ul>
    </section>`)}</div>
  </div>`;
}

/** @param {SoldOut} part @param {Product} product */
function row(part, product) {
  const { id, name } = product;
  return html`<li class="dish" data-product=${id} ?data-sold-out=${isSoldOut(product)}>
    <div class="about"><p class="name"><span dir="auto">${name}</span>${
      isSoldOut(product) ? html`<span class="badge" data-state="warn">${t("Sold out")}</span>` : nothing}</p></div>
    <button type="button" class="switch" role="switch" aria-checked=${String(product.is_active)}
      aria-label=${t("On sale: {name}", { name })} aria-busy=${part.busy.has(id) ? "true" : nothing}
      @click=${() => part.toggle(product)}><span class="track"></span></button>
  </li>`;
}
