// The place itself: made first, changed later, read by those who only work there.

import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { field, form } from "./form.js";
import { release, watch } from "./guard.js";
import { Labels, names } from "./labels.js";
import { Keys, placeCreate, placeEdit } from "./store.js";
import { tell } from "./tell.js";
import { position, website } from "./values.js";

const ALWAYS = 3; // the first fields are seen, the others can be opened

/** Six decimals are ten centimetres; zeros at the end say nothing. */
const shown = (degrees) => String(Number(Number(degrees).toFixed(6)));

function positionOf(place) {
  if (place.latitude === null || place.longitude === null) return "";
  return `${shown(place.latitude)}, ${shown(place.longitude)}`;
}

function fieldsOf(place) {
  const at = field({
    name: "position", label: t("Position"), value: positionOf(place), read: position, autocomplete: "off",
    hint: t("Latitude and longitude, as maps show them. Guests nearby find you by it."),
  });
  if (isSecureContext && "geolocation" in navigator) at.element.append(locate(at));
  return [
    field({ name: "name", label: t("Name"), value: place.name, required: true, maxlength: 200,
      autocomplete: "organization", hint: t("As it is written on your door.") }),
    field({ name: "address", label: t("Address"), value: place.address, maxlength: 300,
      autocomplete: "street-address" }),
    field({ name: "description", label: t("Description"), value: place.description, maxlength: 2000, multiline: true,
      rows: 3, hint: t("One or two sentences for your guests.") }),
    field({ name: "telephone", label: t("Telephone"), value: place.telephone ?? "", type: "tel", maxlength: 50,
      autocomplete: "tel" }),
    field({ name: "website", label: t("Website"), value: place.website ?? "", inputmode: "url", maxlength: 500,
      autocomplete: "url", read: website }),
    new Labels({ name: "categories", label: t("What kind of place is it?"), chosen: names(place.categories),
      known: [t("café"), t("restaurant"), t("bar"), t("bakery"), t("snack bar")], adding: t("Another kind") }),
    new Labels({ name: "tags", label: t("What should guests know?"), chosen: names(place.tags),
      known: [t("terrace"), t("breakfast"), t("step-free"), t("dogs welcome"), t("cards accepted")],
      adding: t("Something else") }),
    at,
  ];
}

/** Fills the position in from the device; only where the browser allows it. */
function locate(at) {
  const button = h("button", { type: "button", class: "button quiet" }, t("Use where I am now"));
  button.addEventListener("click", () => {
    button.disabled = true;
    const end = () => { button.disabled = false; };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { at.set(`${shown(coords.latitude)}, ${shown(coords.longitude)}`); end(); },
      () => { at.fail(t("The device does not tell where it is. Write the position, or leave it out.")); end(); },
      { timeout: 10_000, enableHighAccuracy: true },
    );
  });
  return button;
}

const NOTHING = {
  name: "", address: "", description: "", telephone: null, website: null, latitude: null, longitude: null,
  categories: [], tags: [],
};

/** As the service takes it; a change holds just what was changed, so that two people keep each other's. */
function wire(values, before) {
  const { position: [latitude, longitude], ...more } = values;
  const wanted = { ...more, latitude, longitude };
  wanted.telephone ||= null;
  if (positionOf(before) === (latitude === null ? "" : `${shown(latitude)}, ${shown(longitude)}`)) {
    delete wanted.latitude;
    delete wanted.longitude;
  }
  const kept = ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]);
  return Object.fromEntries(Object.entries(wanted).filter(kept));
}

/** The form of a place, or of a new one; `saved(place)` is called with what was stored. */
export function placeForm(place, saved, cancel = null) {
  const keys = new Keys();
  let before = place ?? NOTHING;
  const fields = fieldsOf(before);
  const made = form({
    label: place ? t("Your place") : t("New place"), fields,
    content: [
      ...fields.slice(0, ALWAYS).map((each) => each.element),
      h("details", { class: "more", open: place !== null },
        h("summary", {}, t("Contact, kind of place, position")),
        h("div", { class: "stack" }, ...fields.slice(ALWAYS).map((each) => each.element))),
    ],
    actions: [
      h("button", { class: "button primary", type: "submit" }, place ? t("Save") : t("Create the place")),
      cancel && h("button", { class: "button", type: "button", on: { click: cancel } }, t("Cancel")),
    ],
    save: async (values) => {
      const wanted = wire(values, before);
      if (place && Object.keys(wanted).length === 0) return tell(t("Nothing was changed."));
      before = place ? await placeEdit(place.id, wanted) : await placeCreate(wanted, keys.of(wanted));
      keys.used();
      release();
      return saved(before);
    },
  });
  watch(made.dirty);
  return made.element;
}

/** What staff see, who do not change it. */
export function placeCard(place) {
  const facts = [
    [t("Address"), place.address], [t("Description"), place.description],
    [t("Telephone"), place.telephone], [t("Website"), place.website],
    [t("Kind"), names(place.categories).join(", ")], [t("Good to know"), names(place.tags).join(", ")],
  ].filter(([, value]) => value);
  return h("div", { class: "stack" },
    h("p", { class: "hint" }, t("Only the owner of the place changes this.")),
    h("dl", { class: "facts" }, ...facts.flatMap(([term, value]) => [h("dt", {}, term), h("dd", {}, value)])));
}
