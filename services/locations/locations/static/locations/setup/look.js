/** What a place looks like to its guests: its logo, and its colour, with a sample of what can be read in it. */

import { accentsOf } from "../../pages/accent.js";
import { h } from "../../pages/dom.js";
import { idOf, plainButton, problem } from "../../pages/fields.js";
import { t } from "../../pages/texts.js";
import { html, live, nothing, render } from "../../pages/view.js";
import { pictureField } from "./picture.js";
import { dress } from "./preview.js";

/** @typedef {import("../../pages/places.js").Place} Place */
/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */

const FIRST = "#0d6b4d"; // Aisle's own, from which somebody begins

/** Logo and colour of a place that is there. @param {Place} place @returns {Field[]} */
export function lookFields(place) {
  const samples = { light: h("div", { class: "swatch", dataset: { theme: "light" } }),
    dark: h("div", { class: "swatch", dataset: { theme: "dark" } }) };
  return [
    pictureField({ name: "logo", label: t("Logo"), value: place.logo ?? null, placeId: place.id, forLogo: true,
      hint: t("Guests see it at the top of the menu. Drop a file here, or choose one.") }),
    { name: "color", label: t("Colour"), value: place.color ?? null, raw: (typed) => typed,
      hint: t("Buttons on your guests' phones have it. Where it could not be read, it is made darker or lighter."),
      view: (form, field) => colourView(form, field, { place, samples }) },
  ];
}

/**
 * @param {Form} form
 * @param {Field} field
 * @param {{place: Place, samples: Record<"light"|"dark", HTMLElement>}} shown
 */
function colourView(form, field, { place, samples }) {
  const id = idOf(form, field.name);
  /** @type {string|null} */
  const colour = form.values[field.name];
  const choose = (/** @type {Event} */ event) =>
    form.set(field.name, /** @type {HTMLInputElement} */ (event.currentTarget).value);
  return html`<div class="field colour">
    <label for=${id}>${field.label}</label>
    <p class="hint" id="${id}-hint">${field.hint}</p>
    <div class="row">
      <input type="color" id=${id} aria-describedby="${id}-hint ${id}-error" .value=${live(colour ?? FIRST)}
        @input=${choose}>
      ${colour ? plainButton(t("No colour of its own"), () => form.set(field.name, null), "quiet")
        : html`<span class="hint">${t("None yet: Aisle's green.")}</span>`}
    </div>
    <div class="swatches" role="group" aria-label=${t("What guests see")}>${
      sample(samples.light, place, colour, "light")}${sample(samples.dark, place, colour, "dark")}</div>
    ${problem(form, field)}
  </div>`;
}

/** @param {HTMLElement} element @param {Place} place @param {string|null} colour @param {"light"|"dark"} theme */
function sample(element, place, colour, theme) {
  dress(element, colour ?? FIRST, theme);
  const words = { light: t("By day"), dark: t("In the dark") };
  const made = { light: t("made darker, so that it can be read"), dark: t("made lighter, so that it can be read") };
  render(html`<p><strong class="swatch-name" dir="auto">${place.name}</strong></p>
    <p class="swatch-button">${t("Add to the order")}</p>
    <p class="hint">${words[theme]}${isChanged(colour, theme) ? `: ${made[theme]}` : nothing}</p>`, element);
  return element;
}

/** Whether guests see another colour than was chosen. @param {string|null} colour @param {"light"|"dark"} theme */
const isChanged = (colour, theme) =>
  colour !== null && accentsOf(colour)?.[theme]["--accent"] !== colour.toLowerCase();
