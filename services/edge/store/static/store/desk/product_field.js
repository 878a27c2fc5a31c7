/** The field of a form in which a product is searched and chosen. */

import { money, units } from "../../pages/money.js";
import { idOf, problem } from "../../pages/fields.js";
import { t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { productsFind } from "./calls.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */
/** @typedef {{id: number, name: string}} Chosen */

/** @typedef {{typed: string, busy: boolean, found: import("../../pages/menu.js").Product[]|null, trouble: string}}
 *   Search */

const BARCODE = /^\d{6,14}$/;
const TYPING_MS = 250;
const SHOWN = 12; // products
const SHORTEST = 2; // characters of a part of a name

/** What is searched for in each form. @type {WeakMap<Form, Search>} */
const searches = new WeakMap();
let timer = 0;
let asked = 0;

/** A field whose value is the product that was chosen, null for none.
 * @param {string} name @param {Chosen|null} value @returns {Field} */
export const productField = (name, value) => ({
  name, label: t("Product"), value, raw: (chosen) => chosen ?? "", required: true, view: productView,
});

/** @param {Form} form */
const searchOf = (form) => searches.get(form) ?? { typed: "", busy: false, found: null, trouble: "" };

/** @param {Form} form @param {Partial<Search>} some */
function put(form, some) {
  searches.set(form, { ...searchOf(form), ...some });
  page.changed();
}

/** @param {Form} form @param {string} typed */
function type(form, typed) {
  put(form, { typed, trouble: "" });
  clearTimeout(timer);
  const words = typed.trim();
  if (words.length < SHORTEST) return put(form, { found: null, busy: false });
  timer = setTimeout(() => search(form, words), TYPING_MS);
  return undefined;
}

/** @param {Form} form @param {string} words */
async function search(form, words) {
  const turn = (asked += 1);
  put(form, { busy: true });
  try {
    const found = await productsFind(BARCODE.test(words) ? { barcode: words } : { name: words });
    if (turn === asked) put(form, { found, busy: false });
  } catch (error) {
    if (turn === asked) put(form, { trouble: explain(error), busy: false });
  }
}

/** @param {Form} form @param {string} name @param {Chosen} product */
function choose(form, name, { id, name: called }) {
  form.set(name, { id, name: called });
  searches.delete(form);
  page.flush();
  document.getElementById(idOf(form, name))?.focus();
}

/** @param {Form} form @param {Field} field */
function productView(form, field) {
  const id = idOf(form, field.name);
  const chosen = /** @type {Chosen|null} */ (form.values[field.name]);
  const { typed, busy, found, trouble } = searchOf(form);
  const listen = (/** @type {Event} */ event) =>
    type(form, /** @type {HTMLInputElement} */ (event.currentTarget).value);
  return html`<div class="field">
    <label for=${id}>${field.label}</label>
    ${chosen ? html`<p>${symbol("check")} <bdi>${chosen.name}</bdi></p>` : nothing}
    <div class="finder">${symbol("search")}<input id=${id} type="search" .value=${typed} @input=${listen}
      autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="64"
      placeholder=${chosen ? t("Choose another one: name or barcode") : t("Name or barcode")}
      aria-describedby="${id}-error" aria-invalid=${String(Boolean(form.wrong[field.name]))}
      @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === "Enter" && event.preventDefault()}></div>
    ${problem(form, field)}
    <div role="status">${busy ? html`<p class="hint">${t("Searching…")}</p>` : nothing}${
      trouble ? html`<p class="problem">${symbol("warn")}<span>${trouble}</span></p>` : nothing}${
      found && !found.length ? html`<p class="hint">${t("No product is called like that.")}</p>` : nothing}${
      found && found.length > SHOWN ? html`<p class="hint">${t("There are more: type more of the name.")}</p>`
        : nothing}</div>
    ${found?.length ? html`<ul class="found">${repeat(found.slice(0, SHOWN), (product) => product.id, (product) => html`
      <li><button type="button" class="button" @click=${() => choose(form, field.name, product)}>
        <bdi>${product.name}</bdi><span class="soft">${money(units(product.price))}</span></button></li>`)}</ul>`
      : nothing}
  </div>`;
}
