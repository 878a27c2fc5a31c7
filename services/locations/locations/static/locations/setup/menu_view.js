/** The menu of a place: a list by category with search, and beside it the editor of one product. */

import { isSoldOut } from "../../pages/menu.js";
import { panelOf } from "../../pages/places.js";
import { t } from "../../pages/texts.js";
import { html, keyed, live, nothing, symbol } from "../../pages/view.js";
import { orderView } from "./arrange_view.js";
import { groupsView } from "./dishes.js";
import { editorView } from "./product_view.js";
import { optionsView } from "./options_view.js";
import { address } from "./routes.js";
import { page } from "./state.js";
import { stockView } from "./stock_view.js";
import { transferView } from "./transfer_view.js";

/** @typedef {import("./menu.js").Menu} Menu */

const wide = matchMedia("(min-width: 62rem)"); // as in setup.css
wide.addEventListener("change", page.changed);

/** @param {Menu} menu */
export function menuView(menu) {
  const isEmpty = menu.products.length === 0;
  const found = menu.found();
  return html`<div class="menu-view" ?data-editing=${isBusy(menu)} ?data-empty=${isEmpty}>
    <section class="stack list" aria-label=${t("Menu")}>
      ${menu.suggested ? nextStep(menu.place.id) : nothing}
      ${isEmpty ? nothing : tools(menu)}
      ${isEmpty ? nothing : html`<p class="hint how">${
        t("Tap a product to change it. The switch beside it sells it or marks it as sold out.")}</p>`}
      ${found.length ? nothing
        : html`<div class="none stack">${isEmpty ? emptyMenu(menu.place.id) : noMatch(menu)}</div>`}
      ${groupsView(found, { current: menu.item.split("-")[0], busy: menu.busy, toggle: (id) => menu.toggle(id) })}
      ${isEmpty ? nothing : html`<p><a class="button quiet" href=${address(menu.place.id, "menu", "file")}>${
        t("Import and export")}</a></p>`}
    </section>
    <section class="editor" aria-label=${isEdited(menu) ? t("Product") : t("As guests see it")}
      tabindex=${isEdited(menu) ? nothing : "0"}>${
      keyed(menu.editor ?? menu.order ?? menu.stock ?? menu.transfer ?? menu.options?.editor, aside(menu))}</section>
  </div>`;
}

/** @param {Menu} menu */
const isEdited = ({ editor, order, stock, transfer, options }) =>
  Boolean(editor || order || stock || transfer || options);

/** Whether something stands beside the list; on a phone instead of it. @param {Menu} menu */
const isBusy = (menu) => isEdited(menu) || menu.item === "preview";

/** @param {Menu} menu */
function tools(menu) {
  const label = t("Search the menu");
  const sold = menu.products.filter(isSoldOut).length;
  const typed = (/** @type {InputEvent} */ event) =>
    menu.filter({ search: /** @type {HTMLInputElement} */ (event.currentTarget).value });
  return html`<div class="tools">
    <div class="search">
      <label class="visually-hidden" for="menu-search">${label}</label>${symbol("search")}
      <input type="search" id="menu-search" autocomplete="off" placeholder=${label} @input=${typed}
        .value=${live(menu.search)}>
    </div>
    <a class="button primary add" href=${address(menu.place.id, "menu", "new")}>${symbol("plus")}<span>${
      t("Add a product")}</span></a>
    <div class="more-tools">
      ${menu.products.length < 2 ? nothing
        : html`<a class="button" href=${address(menu.place.id, "menu", "order")}>${t("Change the order")}</a>`}
      <a class="button" href=${address(menu.place.id, "menu", "options")}>${t("Options")}</a>
      <a class="button see" href=${address(menu.place.id, "menu", "preview")}>${symbol("eye")}${
        t("See it as a guest")}</a>
      ${sold === 0 ? nothing : html`<button type="button" class="chip" aria-pressed=${String(menu.soldOutOnly)}
        @click=${() => menu.filter({ soldOutOnly: !menu.soldOutOnly })}>${
          t("Sold out: {count}", { count: sold })}</button>`}
    </div>
  </div>`;
}

/** @param {Menu} menu */
function noMatch(menu) {
  return html`<p>${t("Nothing on the menu matches “{search}”.", { search: menu.search.trim() })}</p>
    <button type="button" class="button" @click=${() => menu.clear()}>${t("Show the whole menu")}</button>`;
}

/** What stands beside the list; on a phone instead of it. @param {Menu} menu */
function aside(menu) {
  const { editor, order, stock, transfer, options, place, products } = menu;
  if (!isBusy(menu)) return menu.products.length && wide.matches ? previewView(menu) : nothing;
  return html`<div class="card stack">
    <a class="button quiet back" href=${address(place.id)}>${symbol("back")}${t("Menu")}</a>
    ${editor ? editorView(editor, { cancel: () => menu.cancel(), drop: () => menu.drop() }) : nothing}
    ${stock ? stockView(stock) : nothing}
    ${transfer ? transferView(transfer) : nothing}
    ${options ? optionsView(options, products) : nothing}
    ${menu.item === "preview" ? previewView(menu) : nothing}
    ${order ? html`<div class="line">
        <h2 tabindex="-1">${t("Order of the menu")}</h2>
        <a class="button" href=${address(place.id)}>${t("Done")}</a>
      </div>
      <p class="hint">${t("Guests see the menu in this order.")}</p>${orderView(order)}` : nothing}
  </div>`;
}

/** Where it has room beside the list, it is there whenever nothing is edited. @param {Menu} menu */
const previewView = ({ preview, place, products }) => html`<h2 tabindex="-1" class="sample-title">${
  t("As guests see it")}</h2>${preview.view(place, products)}`;

/** Before there is a product. @param {number} placeId */
function emptyMenu(placeId) {
  return html`<div class="card stack empty">
    <h3>${t("Your menu is empty")}</h3>
    <p>${t("Begin with what is ordered most. A name and a price are enough; guests see each product at once.")}</p>
    <p><a class="button primary" href=${address(placeId, "menu", "new")}>
      ${symbol("plus")}${t("Add the first product")}</a></p>
    <p><a href=${address(placeId, "menu", "file")}>${t("Or import all products from a file")}</a></p>
  </div>`;
}

/** Before there is a table. @param {number} placeId */
function nextStep(placeId) {
  return html`<div class="card stack next">
    <h3>${t("Next: a table")}</h3>
    <p>${t("Open the order panel and create a table. Guests scan its QR code and order; you see it there.")}</p>
    <p><a class="button primary" href=${`${panelOf(placeId)}/tables`}>
      ${symbol("table")}${t("Open the panel and create a table")}</a></p>
  </div>`;
}
