/** The place itself: made first, changed later, read by those who only work there. */

import { fieldsView, formView, plainButton, submitButton } from "../../pages/fields.js";
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { Keys, placeCreate, placeEdit } from "./calls.js";
import { Edit, changesOf, conflictView } from "./edit.js";
import { release, watch } from "./guard.js";
import { labelsField, names } from "./labels.js";
import { lookFields } from "./look.js";
import { arrived, isSending } from "./picture.js";
import { makeForm } from "./state.js";
import { tell } from "./tell.js";
import { position, website } from "./values.js";

/** @typedef {import("../../pages/places.js").Place} Place */
/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */

/** Six decimals are ten centimetres; zeros at the end say nothing. @param {string|number} degrees */
const shown = (degrees) => String(Number(Number(degrees).toFixed(6)));

/** @param {Pick<Place, "latitude"|"longitude">} place */
function positionOf({ latitude, longitude }) {
  return latitude === null || longitude === null ? "" : `${shown(latitude)}, ${shown(longitude)}`;
}

const NOTHING = {
  name: "", address: "", description: "", telephone: null, website: null, latitude: null, longitude: null,
  categories: [], tags: [],
};

/** @param {Place|typeof NOTHING} place @returns {Field[]} */
function fieldsOf(place) {
  return [
    { name: "name", label: t("Name"), value: place.name, required: true, maxlength: 200,
      autocomplete: "organization", hint: t("As it is written on your door.") },
    { name: "address", label: t("Address"), value: place.address, maxlength: 300, autocomplete: "street-address" },
    { name: "description", label: t("Description"), value: place.description, maxlength: 2000, multiline: true,
      rows: 3, hint: t("One or two sentences for your guests.") },
    { name: "telephone", label: t("Telephone"), value: place.telephone ?? "", type: "tel", maxlength: 50,
      autocomplete: "tel" },
    { name: "website", label: t("Website"), value: place.website ?? "", inputmode: "url", maxlength: 500,
      autocomplete: "url", read: website },
    labelsField({ name: "categories", label: t("What kind of place is it?"), chosen: names(place.categories),
      known: [t("café"), t("restaurant"), t("bar"), t("bakery"), t("snack bar")], adding: t("Another kind") }),
    labelsField({ name: "tags", label: t("What should guests know?"), chosen: names(place.tags),
      known: [t("terrace"), t("breakfast"), t("step-free"), t("dogs welcome"), t("cards accepted")],
      adding: t("Something else") }),
    { name: "position", label: t("Position"), value: positionOf(place), read: position, autocomplete: "off",
      hint: t("Latitude and longitude, as maps show them. Guests nearby find you by it."), after: locateButton },
  ];
}

/** Fills the position in from the device; only where the browser allows it. @param {Form} form */
function locateButton(form) {
  if (!isSecureContext || !("geolocation" in navigator)) return nothing;
  const locate = (/** @type {Event} */ event) => {
    const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
    button.disabled = true;
    const end = () => { button.disabled = false; };
    const failed = t("The device does not tell where it is. Write the position, or leave it out.");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { form.set("position", `${shown(coords.latitude)}, ${shown(coords.longitude)}`); end(); },
      () => { form.fail("position", failed); end(); },
      { timeout: 10_000, enableHighAccuracy: true },
    );
  };
  return html`<button type="button" class="button quiet" @click=${locate}>${t("Use where I am now")}</button>`;
}

/** What was typed, as the service takes it. @param {any} values */
const payloadOf = ({ position: [latitude, longitude], ...values }) =>
  ({ ...values, telephone: values.telephone || null, latitude, longitude });

/** What was changed. A position that looks as before is as before. @param {any} values @param {Place} before */
function placeChanges(values, before) {
  const { latitude, longitude, ...rest } = payloadOf(values);
  const isMoved = positionOf({ latitude, longitude }) !== positionOf(before);
  return changesOf(isMoved ? { ...rest, latitude, longitude } : rest, before);
}

/** What there is to say of a place that is there already: what it looks like, too. @param {Place} place */
const fieldsOfOld = (place) => [...fieldsOf(place), ...lookFields(place)];

/** @typedef {{form: Form, edit: Edit<Place>|null}} PlaceEditor  `edit` is null for a new place */

/**
 * Begins to change a place, or to make a new one; `saved(place)` is called with what was stored.
 * @param {Place|null} place
 * @param {(place: Place) => unknown} saved
 * @returns {PlaceEditor}
 */
export function makePlaceEditor(place, saved) {
  const keys = new Keys();
  const edit = place && new Edit({
    stored: place, fieldsOf: fieldsOfOld, fieldOf: (name) => (name.endsWith("itude") ? "position" : name),
    send: (changes, expected) => placeEdit(place.id, changes, expected),
  });
  const create = (/** @type {object} */ payload) => placeCreate(payload, keys.of(payload));
  const form = makeForm({
    fields: place ? fieldsOfOld(place) : fieldsOf(NOTHING),
    save: async (typed) => {
      const values = { ...typed, ...await arrived(form) };
      const changes = edit ? placeChanges(values, edit.before) : changesOf(payloadOf(values), NOTHING);
      if (edit && Object.keys(changes).length === 0) return tell(t("Nothing was changed."));
      const stored = await (edit ? edit.store(changes) : create(changes));
      keys.used();
      release();
      return saved(stored);
    },
  });
  watch(() => form.dirty() || isSending(form));
  return { form, edit };
}

/** @param {PlaceEditor} editor @param {{cancel?: (() => void)|null}} [options] */
export function placeFormView({ form, edit }, { cancel = null } = {}) {
  return formView(form, {
    label: edit ? t("Your place") : t("New place"),
    content: html`<div class="halves">
        <div class="stack">${fieldsView(form, "name", "address", "description")}</div>
        ${edit ? html`<div class="stack">${fieldsView(form, "logo", "color")}</div>` : nothing}
      </div>
      <details class="more" ?open=${Boolean(edit)}>
        <summary>${t("Contact, kind of place, position")}</summary>
        <div class="stack">${fieldsView(form, "telephone", "website", "categories", "tags", "position")}</div>
      </details>`,
    actions: edit?.conflict ? conflictView(edit, form) : [
      submitButton(form, edit ? t("Save") : t("Create the place")),
      cancel ? plainButton(t("Cancel"), cancel) : nothing,
    ],
  });
}

/** What staff see, who do not change it. @param {Place} place */
export function placeCard(place) {
  const facts = [
    [t("Address"), place.address], [t("Description"), place.description],
    [t("Telephone"), place.telephone], [t("Website"), place.website],
    [t("Kind"), names(place.categories).join(", ")], [t("Good to know"), names(place.tags).join(", ")],
  ].filter(([, value]) => value);
  return html`<div class="stack">
    <p class="hint">${t("Only the owner of the place changes this.")}</p>
    <dl class="facts">${facts.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>
  </div>`;
}
