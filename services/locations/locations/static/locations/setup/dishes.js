/** The menu's list: groups of rows. A row's name leads to the editor, its switch sells it or not. */

import { hasWords, searchable, wordsOf } from "../../pages/fold.js";
import { byFirstCategory, isSoldOut } from "../../pages/menu.js";
import { money, units } from "../../pages/money.js";
import { pictureView } from "../../pages/picture.js";
import { t } from "../../pages/texts.js";
import { html, nothing, repeat } from "../../pages/view.js";
import { names } from "./labels.js";
import { address } from "./routes.js";
import { lowBadge, stockLink } from "./stock_view.js";

/** @typedef {import("../../pages/menu.js").Product} Product */
/** @typedef {{current: string, busy: Set<number>, toggle: (id: number) => void}} Rows
 *  `current` is the id of the product in the editor, `busy` has those whose switch waits for the service */

/** A scanner may read the 12 digits of a UPC-A with a 0 before them. @param {string|null} barcode */
const asScanned = (barcode) => (barcode ?? "").replace(/^\d{12}$/, "0$&");

/**
 * Whether every word that is searched for is somewhere in the product.
 * @param {Product} product
 * @param {string} search
 */
export function matches(product, search) {
  const lists = [product.categories, product.tags, product.additives].flatMap(names);
  const text = searchable(product.name, product.description, asScanned(product.barcode), ...lists);
  return hasWords(text, wordsOf(search));
}

/** @param {Product[]} products @param {Rows} rows */
export function groupsView(products, rows) {
  return html`<div class="groups">${repeat(byFirstCategory(products), ({ name }) => name, (group) => html`
    <section class="group">
      <h3 dir="auto">${group.name || t("Without a category")}</h3>
      <ul class="rows">${repeat(group.products, ({ id }) => id, (product) => row(product, rows))}</ul>
    </section>`)}</div>`;
}

/** @param {Product} product @param {Rows} rows */
function row(product, { current, busy, toggle }) {
  const { id, name } = product;
  const soldOut = isSoldOut(product);
  const more = [product.description, names(product.tags).join(", ")].filter(Boolean).join(" · ");
  return html`<li class="dish" data-product=${id} ?data-sold-out=${soldOut}>
    ${product.image ? pictureView(product.image, 48) : nothing}
    <div class="about">
      <p class="name"><a dir="auto" href=${address(product.location_id, "menu", id)}
        aria-current=${String(id) === current ? "true" : nothing}>${name}</a>${
        soldOut ? html`<span class="badge" data-state="warn">${t("Sold out")}</span>` : lowBadge(product)}</p>
      <p class="hint" dir="auto">${more}</p>${stockLink(product)}
    </div>
    <span class="money">${money(units(product.price))}</span>
    <button type="button" class="switch" role="switch" aria-checked=${String(product.is_active)}
      aria-label=${t("On sale: {name}", { name })} aria-busy=${busy.has(id) ? "true" : nothing}
      @click=${() => toggle(id)}><span class="track"></span></button>
  </li>`;
}
