/** The field of a product's rate of value added tax, with the rates of its place to choose from. */

import { plainButton, reach } from "../../pages/fields.js";
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { percent } from "./values.js";

/** "19" of "19.00". @param {string} rate */
export const rateText = (rate) => rate.replace(/\.?0+$/, "") || "0";

/** @param {string|null} rate @param {string[]} rates the first is that of products without one
 * @returns {import("../../pages/form.js").Field} */
export const rateField = (rate, rates) => ({
  name: "vat_rate", label: t("Value added tax in %"), value: rate === null ? "" : rateText(rate), inputmode: "decimal",
  maxlength: 6, autocomplete: "off", read: percent,
  hint: rates.length ? t("What the price includes. Empty: the standard rate of your place, {rate} %.",
    { rate: rateText(rates[0]) }) : t("What the price includes. Empty: the standard rate of your place."),
  after: (form, { name }) => (rates.length < 2 ? nothing : html`<div class="row offers" role="group"
    aria-label=${t("Rates of your place")}>${rates.slice(1).map((each) => plainButton(`${rateText(each)} %`, () => {
    form.set(name, rateText(each));
    reach(form, name);
  }))}</div>`),
});
