// The editor of one product, new or old.

import { confirm } from "../../pages/dialog.js";
import { h, icon } from "../../pages/dom.js";
import { language, t } from "../../pages/texts.js";
import { errorLine, field, form } from "./form.js";
import { release, watch } from "./guard.js";
import { Labels, distinct, names } from "./labels.js";
import { explain } from "./reasons.js";
import { Keys, productCreate, productDelete, productEdit } from "./store.js";
import { barcode, count, image, price } from "./values.js";

const NOTHING = {
  name: "", price: "", description: "", categories: [], tags: [], additives: [], image: null, barcode: null,
  stock: null, is_active: true,
};

/** "3.60" with the reader's decimal sign. */
function written(amount) {
  const parts = new Intl.NumberFormat(`${language}-u-nu-latn`).formatToParts(0.5);
  return amount.replace(".", parts.find(({ type }) => type === "decimal").value);
}

const diets = () => [t("vegetarian"), t("vegan"), t("gluten-free"), t("lactose-free"), t("hot")];

// The fourteen of the EU's food information rules, then what German law wants to be named.
const contents = () => [
  t("gluten"), t("milk"), t("egg"), t("nuts"), t("peanuts"), t("sesame"), t("soya"), t("celery"), t("mustard"),
  t("fish"), t("crustaceans"), t("molluscs"), t("lupin"), t("sulphites"),
  t("caffeine"), t("quinine"), t("colouring"), t("preservative"), t("antioxidant"), t("sweetener"),
  t("flavour enhancer"),
];

/** A name that the menu uses, most used first. */
export function used(menu, kind) {
  const times = new Map();
  for (const product of menu) for (const name of names(product[kind])) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times.keys()].sort((one, other) => times.get(other) - times.get(one));
}

function labels(name, product, menu, more) {
  return new Labels({
    name, chosen: names(product[name]), ...more,
    known: distinct([...used(menu, name), ...(more.known ?? [])]),
  });
}

function fieldsOf(product, menu) {
  return {
    name: field({ name: "name", label: t("Name"), value: product.name, required: true, maxlength: 200,
      autocomplete: "off" }),
    price: field({ name: "price", label: t("Price in {currency}", { currency: document.body.dataset.currency }),
      value: written(product.price), required: true, inputmode: "decimal", maxlength: 20,
      autocomplete: "off", read: price }),
    description: field({ name: "description", label: t("Description"), value: product.description, maxlength: 2000,
      multiline: true, rows: 3, hint: t("What is in it, how large it is.") }),
    categories: labels("categories", product, menu, { label: t("Category"), adding: t("New category"),
      hint: t("Guests see the menu by category.") }),
    tags: labels("tags", product, menu, { label: t("Diet and taste"), known: diets(), adding: t("Something else"),
      hint: t("Guests can filter by these.") }),
    additives: labels("additives", product, menu, { label: t("Allergens and additives"), known: contents(),
      adding: t("Something else"), hint: t("Tap everything that is in it.") }),
    image: picture(product),
    barcode: field({ name: "barcode", label: t("Barcode"), value: product.barcode ?? "", maxlength: 80,
      autocomplete: "off", read: barcode }),
    stock: field({ name: "stock", label: t("In stock"), value: String(product.stock ?? ""), inputmode: "numeric",
      maxlength: 9, autocomplete: "off", read: count, hint: t("Leave it empty if you do not count.") }),
    is_active: onSale(product),
  };
}

/** The picture's address, and the picture itself as soon as there is one. */
function picture(product) {
  const shown = h("img", { class: "preview", alt: "", hidden: true });
  const missing = errorLine("preview-error");
  const made = field({
    name: "image", label: t("Picture"), value: product.image ?? "", inputmode: "url", maxlength: 500,
    autocomplete: "off", read: image, hint: t("The address of a picture on the web, beginning with https://."),
    after: h("div", {}, shown, missing.element),
  });
  const show = () => {
    missing.show("");
    shown.hidden = true;
    try {
      const address = image(made.raw());
      if (address) shown.src = address;
    } catch {
      shown.removeAttribute("src"); // the form says what is wrong with it, when it is sent
    }
  };
  shown.addEventListener("load", () => { shown.hidden = false; });
  const words = t("No picture comes from this address. Open it in a new tab to check it.");
  shown.addEventListener("error", () => missing.show(words));
  made.control.addEventListener("change", show);
  show();
  return made;
}

function onSale(product) {
  const box = h("input", { type: "checkbox", checked: product.is_active });
  box.checked = product.is_active;
  return {
    name: "is_active", required: false, element: h("label", { class: "check" }, box, h("span", {}, t("On sale"))),
    raw: () => box.checked, read: () => box.checked, set: (value) => { box.checked = value; },
    fail: () => {}, focus: () => box.focus(),
  };
}

/** What was changed, as the service takes it: two people who edit one product keep each other's. */
function changes(values, before) {
  const kept = ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]);
  return Object.fromEntries(Object.entries(values).filter(kept));
}

/**
 * The editor. `product` is null for a new one, which is begun in `category`. `saved(product,
 * another)` is called with what was stored, and whether the person wants to add another one;
 * `deleted()` when it is gone.
 */
export function productForm({ placeId, menu, product, category = null, saved, deleted, cancel }) {
  const heading = h("h2", { tabindex: "-1" }, product ? t("Change a product") : t("New product"));
  const before = product ?? { ...NOTHING, categories: category ? [{ name: category }] : [] };
  const fields = fieldsOf(before, menu);
  const keys = new Keys();
  const store = async (values) => {
    if (!product) return productCreate({ location_id: placeId, ...values }, keys.of(values));
    const wanted = changes(values, before);
    return Object.keys(wanted).length ? productEdit(product.id, wanted) : product;
  };
  const made = form({
    label: product ? product.name : t("New product"), fields: Object.values(fields),
    content: [heading, product ? null : enough(), ...content(fields, before)],
    actions: actions(product, cancel, () => remove(product, made, deleted)),
    save: async (values, button) => {
      const stored = await store(values);
      keys.used();
      release();
      saved(stored, button?.value === "another");
    },
  });
  watch(made.dirty);
  return { element: made.element, focus: product ? () => heading.focus() : fields.name.focus };
}

const enough = () => h("p", { class: "hint" }, t("A name and a price are enough."));

function content(fields, before) {
  const rare = ["image", "barcode", "stock"];
  const open = rare.some((name) => before[name] !== null);
  return [
    h("div", { class: "pair close" }, fields.name.element, fields.price.element),
    fields.categories.element, fields.description.element, fields.tags.element, fields.additives.element,
    h("details", { class: "more", open }, h("summary", {}, t("Picture, barcode, stock")),
      h("div", { class: "stack" }, ...rare.map((name) => fields[name].element))),
    fields.is_active.element,
  ];
}

/** Asks, and removes the product for good. */
async function remove({ id, name }, { said }, deleted) {
  const sure = await confirm({
    title: t("Delete {name}?", { name }),
    text: t("It leaves the menu for good; what was ordered stays. If it is only sold out, use the switch instead."),
    yes: t("Delete"), no: t("Keep it"), danger: true,
  });
  if (!sure) return;
  said("");
  try {
    await productDelete(id);
    release();
    deleted();
  } catch (error) {
    said(explain(error));
  }
}

function actions(product, cancel, drop) {
  return [
    h("button", { class: "button primary", type: "submit", value: "done" }, t("Save")),
    product ? null : h("button", { class: "button", type: "submit", value: "another" },
      icon("plus"), t("Save and add another")),
    h("button", { class: "button quiet", type: "button", on: { click: cancel } }, t("Cancel")),
    product && h("button", { class: "button danger drop", type: "button", on: { click: drop } },
      icon("remove"), t("Delete")),
  ];
}
