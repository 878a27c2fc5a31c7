/** The editor of one product. */

import { fieldsView, formView, idOf, plainButton, submitButton } from "../../pages/fields.js";
import { t } from "../../pages/texts.js";
import { html, live, nothing, symbol } from "../../pages/view.js";
import { conflictView } from "./edit.js";
import { address } from "./routes.js";
import { stockAddress } from "./stock_view.js";

/** @typedef {import("./product.js").Editor} Editor */
/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */

/** Named first, seen only when it is opened: most products have none of them. */
const RARE = /** @type {const} */ (["barcode", "stock", "low_stock_threshold", "vat_rate", "is_listed"]);

/**
 * The form; `cancel` leaves it, `drop` deletes the product.
 * @param {Editor} editor
 * @param {{cancel: () => void, drop: () => void}} acts
 */
export function editorView({ product, before, edit, form }, { cancel, drop }) {
  return formView(form, {
    label: product ? product.name : t("New product"),
    content: html`<h2 tabindex="-1">${product ? t("Change a product") : t("New product")}</h2>
      ${product ? html`<p><a class="button" href=${stockAddress(product)}>${symbol("box")}${
          product.stock === null ? t("Stock: nobody counts")
            : t("Stock: {count}", { count: product.stock })}</a></p>`
        : html`<p class="hint">${t("A name and a price are enough.")}</p>`}
      <div class="beside">
        <div class="stack">${fieldsView(form, "name", "price")}</div>${fieldsView(form, "image")}
      </div>
      ${fieldsView(form, "categories", "description", "words", "tags", "allergens", "additives")}
      ${fieldsView(form, "option_groups")}
      <details class="more" ?open=${before.barcode !== null || before.is_listed === false}>
        <summary>${t("Barcode, stock, tax")}</summary>
        <div class="stack">${fieldsView(form, ...RARE)}</div>
      </details>
      ${fieldsView(form, "is_active")}`,
    actions: edit?.conflict ? conflictView(edit, form) : [
      submitButton(form, t("Save"), { value: "done" }),
      product ? nothing
        : submitButton(form, html`${symbol("plus")}${t("Save and add another")}`, { value: "another", look: "" }),
      plainButton(t("Cancel"), cancel, "quiet"),
      product ? html`<a class="button quiet" href=${address(product.location_id, "menu", `${product.id}-copy`)}>${
        symbol("copy")}${t("Make a copy")}</a>` : nothing,
      product ? plainButton(html`${symbol("remove")}${t("Delete")}`, drop, "danger drop") : nothing,
    ],
  });
}

/** @param {Form} form @param {Field} field */
export function onSaleView(form, field) {
  const change = (/** @type {Event} */ event) =>
    form.set(field.name, /** @type {HTMLInputElement} */ (event.currentTarget).checked);
  return html`<label class="check"><input type="checkbox" id=${idOf(form, field.name)}
    .checked=${live(form.values[field.name])} @change=${change}><span>${field.label}</span></label>`;
}
