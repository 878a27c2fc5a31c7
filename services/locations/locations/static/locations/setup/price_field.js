/** The field of a price: what was typed is taken, or what may be meant is offered below it. */

import { readTyped, written } from "../../pages/amount.js";
import { fieldView, plainButton, reach } from "../../pages/fields.js";
import { Wrong } from "../../pages/form.js";
import { currency, decimals, money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { CEILING } from "../../pages/price.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */

const EXAMPLES = ["450", "", "3.60", "1.250"]; // by the number of decimals

/** @param {string|null} amount */
const isFree = (amount) => amount !== null && units(amount) === 0;

/**
 * The field; `value` is the price that is stored, "" for none yet. That something is free has to be said once.
 * @param {string} value
 * @returns {Field}
 */
export function priceField(value) {
  const agreed = { free: isFree(value || null) ? written(value) : "" }; // what was typed and is meant to be free
  return {
    name: "price", label: t("Price in {currency}", { currency }), value: written(value), required: true,
    inputmode: "decimal", maxlength: 24, autocomplete: "off",
    read: (/** @type {string} */ typed) => read(typed, agreed.free),
    view: (form, field) => html`<div>${fieldView(form, field)}${offersView(form, field, agreed)}</div>`,
  };
}

/** The price as the services take it; throws Wrong. @param {string} typed @param {string} free what is meant to be */
function read(typed, free) {
  const { amount, offers } = readTyped(typed);
  if (isFree(amount) && typed !== free) throw new Wrong(t("Is this free of charge?"));
  if (amount !== null) return amount;
  if (offers.length === 1) throw new Wrong(t("Did you mean {price}?", { price: money(units(offers[0])) }));
  if (offers.length > 1) throw new Wrong(t("This can be read in two ways. Which price do you mean?"));
  throw new Wrong(t("Write the price as a number such as {example}, at most {most}.",
    { example: written(EXAMPLES[decimals]), most: money(units(String(CEILING))) }));
}

/**
 * One button for each price that may be meant.
 * @param {Form} form
 * @param {Field} field
 * @param {{free: string}} agreed
 */
function offersView(form, field, agreed) {
  const typed = String(form.values[field.name]).trim();
  const { amount, offers } = readTyped(typed);
  const settle = () => reach(form, field.name);
  if (isFree(amount) && typed === agreed.free) return html`<p class="hint">${t("Free of charge.")}</p>`;
  if (!form.wrong[field.name]) return nothing;
  if (isFree(amount)) {
    const agree = () => { agreed.free = typed; form.fail(field.name, ""); settle(); };
    return html`<div class="row offers">${plainButton(t("Yes, it is free of charge"), agree)}</div>`;
  }
  const take = (/** @type {string} */ offer) => () => { form.set(field.name, written(offer)); settle(); };
  return html`<div class="row offers" role="group" aria-label=${t("Prices that may be meant")}>
    ${offers.map((offer) => plainButton(money(units(offer)), take(offer)))}</div>`;
}
