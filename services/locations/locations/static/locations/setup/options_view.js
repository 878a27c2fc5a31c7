/** The list of groups of options, and the editor of one. */

import { fieldsView, formView, plainButton, submitButton } from "../../pages/fields.js";
import { money, units } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { conflictView } from "./edit.js";
import { address, go } from "./routes.js";

/** @typedef {import("./options.js").Options} Options */
/** @typedef {import("../../pages/options.js").OptionGroup} OptionGroup */
/** @typedef {import("../../pages/options.js").Option} Option */
/** @typedef {import("../../pages/menu.js").Product} Product */

/** @param {Options} options @param {Product[]} products */
export const optionsView = (options, products) =>
  (options.editor ? editorView(options) : listView(options, products));

/** @param {Options} options @param {Product[]} products */
function listView(options, products) {
  const { groups, placeId } = options;
  return html`<h2 tabindex="-1">${t("Options")}</h2>
    <p class="hint">${
      t("What guests choose with a product: its size, the milk, extras. Several products may have one group.")}</p>
    ${repeat(groups, ({ id }) => id, (group) => groupView(group, options, products))}
    <p><a class="button primary" href=${address(placeId, "menu", "options-new")}>${symbol("plus")}${
      t("Add a group")}</a></p>`;
}

/** @param {OptionGroup} group @param {Options} options @param {Product[]} products */
function groupView(group, options, products) {
  const having = products.filter(({ option_groups: ids = [] }) => ids.includes(group.id)).length;
  return html`<section class="card stack option-group" aria-label=${group.name}>
    <div class="line">
      <h3 dir="auto"><a href=${address(options.placeId, "menu", `options-${group.id}`)}>${group.name}</a></h3>
      <p class="hint">${n("{count} product", "{count} products", having)}</p>
    </div>
    <ul class="option-list">${repeat(group.options, ({ id }) => id, (option) => optionView(option, options))}</ul>
  </section>`;
}

/** @param {Option} option @param {Options} options */
function optionView({ id, name, price, is_active: isActive }, options) {
  const difference = units(price);
  return html`<li class="line">
    <span><bdi>${name}</bdi> ${difference === 0 ? nothing
      : html`<span class="money">${difference > 0 ? "+" : ""}${money(difference)}</span>`}
      ${isActive ? nothing : html`<span class="badge" data-state="warn">${t("Sold out")}</span>`}</span>
    <button type="button" class="switch" role="switch" aria-checked=${String(isActive)}
      aria-label=${t("On sale: {name}", { name })} aria-busy=${options.busy.has(id) ? "true" : nothing}
      @click=${() => options.toggle(id, name)}><span class="track"></span></button>
  </li>`;
}

/** @param {Options} options */
function editorView(options) {
  const { placeId, editor } = options;
  if (!editor) return nothing;
  const { group, edit, form } = editor;
  return formView(form, {
    label: group ? group.name : t("New group of options"),
    content: html`<h2 tabindex="-1">${group ? t("Change a group of options") : t("New group of options")}</h2>
      ${fieldsView(form, "name")}
      <div class="beside">${fieldsView(form, "least", "most")}</div>
      ${fieldsView(form, "words")}
      ${fieldsView(form, "options")}`,
    actions: edit?.conflict ? conflictView(edit, form) : [
      submitButton(form, t("Save")),
      plainButton(t("Cancel"), () => go(address(placeId, "menu", "options")), "quiet"),
      group ? plainButton(html`${symbol("remove")}${t("Delete")}`, () => options.drop(), "danger drop") : nothing,
    ],
  });
}
