/**
 * The menu as guests see it: its order, pictures, texts and prices, in the colour of the place. Nothing in it can be
 * pressed; a table with a phone at it shows all the rest.
 */

import { accentsOf } from "../../pages/accent.js";
import { h } from "../../pages/dom.js";
import { byCategory, isSoldOut, onMenu } from "../../pages/menu.js";
import { money, units } from "../../pages/money.js";
import { groupsOf, howMany, isGone } from "../../pages/options.js";
import { pictureView } from "../../pages/picture.js";
import { t } from "../../pages/texts.js";
import { html, nothing, render, repeat } from "../../pages/view.js";
import { contentsOf } from "../../pages/words.js";
import { names } from "./labels.js";

/** @typedef {import("../../pages/places.js").Place} Place */
/** @typedef {import("../../pages/options.js").Product} Product */
/** @typedef {import("../../pages/options.js").Option} Option */
/** @typedef {import("../../pages/options.js").OptionGroup} OptionGroup */

const dark = matchMedia("(prefers-color-scheme: dark)");

/**
 * Gives an element the accent of a colour, as the guests' page has it; of none that of Aisle.
 * @param {HTMLElement} element
 * @param {string|null|undefined} colour
 * @param {"light"|"dark"} [theme] that of the system by default
 */
export function dress(element, colour, theme = dark.matches ? "dark" : "light") {
  const accent = accentsOf(colour)?.[theme];
  for (const name of ["--accent", "--accent-soft", "--on-accent"]) element.style.removeProperty(name);
  for (const [name, value] of Object.entries(accent ?? {})) element.style.setProperty(name, value);
}

export class Preview {
  #node = h("div", { class: "sample" });

  /** @param {Place} place @param {Product[]} products */
  view(place, products) {
    dress(this.#node, place.color);
    render(sampleView(place, products), this.#node);
    return this.#node;
  }
}

/** @param {Place} place @param {Product[]} products */
function sampleView({ name, logo, description }, products) {
  const menu = new Map(products.map((product) => [product.id, product]));
  return html`<div class="sample-head">
      ${logo ? pictureView(logo, 48) : nothing}
      <p class="sample-place" dir="auto">${name}</p>
    </div>
    ${description ? html`<p class="hint clamped" dir="auto">${description}</p>` : nothing}
    ${repeat(byCategory(onMenu(products)), ({ name: each }) => each, (group) => html`<section class="sample-group">
      <h3 dir="auto">${group.name || t("Other")}</h3>
      <ul>${repeat(group.products, ({ id }) => id, (product) => dishView(product, menu))}</ul>
    </section>`)}`;
}

/** @param {Product} product @param {Map<number, Product>} menu */
function dishView(product, menu) {
  const { name, description, image, tags, price } = product;
  const contains = contentsOf(product).join(", ");
  return html`<li class="sample-dish" ?data-sold-out=${isSoldOut(product)}>
    ${image ? pictureView(image, 80) : nothing}
    <div class="about">
      <p class="name" dir="auto">${name}</p>
      ${description ? html`<p class="clamped" dir="auto">${description}</p>` : nothing}
      ${tags.length ? html`<p class="sample-tags" dir="auto">${names(tags).join(", ")}</p>` : nothing}
      ${contains ? html`<p class="hint"><bdi>${t("Contains: {list}", { list: contains })}</bdi></p>` : nothing}
      <p class="sample-price">${money(units(price))}${
        isSoldOut(product) ? html`<span class="badge" data-state="warn">${t("Sold out")}</span>` : nothing}</p>
      ${groupsOf(product).map((group) => choiceView(group, menu))}
    </div>
  </li>`;
}

/** What guests choose with it, once they have tapped it.
 * @param {OptionGroup} group @param {Map<number, Product>} menu */
const choiceView = (group, menu) => html`<div class="sample-choice">
  <p><b dir="auto">${group.name}</b> <span class="hint">${howMany(group)}</span></p>
  <ul>${group.options.map((option) => optionView(option, menu))}</ul>
</div>`;

/** @param {Option} option @param {Map<number, Product>} menu */
function optionView(option, menu) {
  const difference = units(option.price);
  return html`<li><bdi>${option.name}</bdi>${difference === 0 ? nothing
    : html` <span class="money">${difference > 0 ? "+" : ""}${money(difference)}</span>`}${isGone(option, menu)
    ? html` <span class="badge" data-state="warn">${t("Sold out")}</span>` : nothing}</li>`;
}
