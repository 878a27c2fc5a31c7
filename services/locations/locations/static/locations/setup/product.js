/** What is known of one product while it is edited, new or old. Its view is in product_view.js. */

import { t } from "../../pages/texts.js";
import { allergensField } from "./allergens.js";
import { Keys, productCreate, productEdit } from "./calls.js";
import { categoriesField, categoryWordsView } from "./categories.js";
import { Edit, changesOf } from "./edit.js";
import { release, watch } from "./guard.js";
import { distinct, labelsField, names } from "./labels.js";
import { groupsField } from "./option_choice.js";
import { arrived, isSending, pictureField } from "./picture.js";
import { priceField } from "./price_field.js";
import { rateField } from "./rate_field.js";
import { onSaleView } from "./product_view.js";
import { makeForm } from "./state.js";
import { barcode, count } from "./values.js";
import { wordsField } from "./words_field.js";

/** @typedef {import("../../pages/menu.js").Product} Product */
/** @typedef {import("../../pages/options.js").OptionGroup} OptionGroup */
/** @typedef {import("../../pages/form.js").Field} Field */
/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {Omit<Product, "id"|"location_id"|"position"|"available">} Values */
/** @typedef {"tags"|"additives"} Kind */
/**
 * @typedef {object} Editor
 * @property {Product|null} product null for a new one
 * @property {Values} before what it was when the editor was opened
 * @property {Edit<Product>|null} edit null for a new one
 * @property {Form} form
 */

/** @type {Values} */
const NOTHING = {
  name: "", price: "", description: "", categories: [], tags: [], additives: [], allergens: [], words: {}, image: null,
  barcode: null,
  stock: null, low_stock_threshold: 5, is_active: true, is_listed: true, option_groups: [], vat_rate: null,
};

const diets = () => [t("vegetarian"), t("vegan"), t("gluten-free"), t("lactose-free"), t("hot")];

// What German law wants to be named beside the fourteen allergens.
const contents = () => [
  t("caffeine"), t("quinine"), t("colouring"), t("preservative"), t("antioxidant"), t("sweetener"),
  t("flavour enhancer"),
];

/** The names that the menu uses, most used first. @param {Product[]} menu @param {Kind|"categories"} kind */
function used(menu, kind) {
  /** @type {Map<string, number>} */
  const times = new Map();
  for (const product of menu) for (const name of names(product[kind])) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times].sort(([, one], [, other]) => other - one).map(([name]) => name);
}

/**
 * The fields; that of the stock only where there is no product yet: what is there already has a sheet of its own.
 * @param {Values} product
 * @param {Product[]} menu
 * @param {{placeId: number, groups: OptionGroup[], rates: string[]}} place `rates` of tax are those of the place
 * @param {{isNew?: boolean}} [options]
 * @returns {Field[]}
 */
function fieldsOf(product, menu, { placeId, groups, rates }, { isNew = false } = {}) {
  return [
    { name: "name", label: t("Name"), value: product.name, required: true, maxlength: 200, autocomplete: "off" },
    priceField(product.price),
    pictureField({ name: "image", label: t("Picture"), value: product.image, placeId,
      hint: t("Guests see it beside the name. Drop a file here, or choose one.") }),
    { name: "description", label: t("Description"), value: product.description, maxlength: 2000, multiline: true,
      rows: 3, hint: t("What is in it, how large it is.") },
    wordsField(product.words ?? {}, { description: true, more: categoryWordsView }),
    categoriesField({ label: t("Category"), adding: t("New category"), hint: t("Guests see the menu by category."),
      chosen: product.categories, used: used(menu, "categories"),
      known: menu.flatMap(({ categories }) => categories) }),
    labelField(product, menu, { name: "tags", label: t("Diet and taste"), offered: diets(),
      hint: t("Guests can filter by these.") }),
    allergensField(product.allergens ?? []),
    labelField(product, menu, { name: "additives", label: t("Additives"), offered: contents(),
      hint: t("What else has to be named, in your own words.") }),
    groupsField(product.option_groups ?? [], groups, placeId),
    { name: "barcode", label: t("Barcode"), value: product.barcode ?? "", maxlength: 80, autocomplete: "off",
      read: barcode },
    { name: "low_stock_threshold", label: t("Low stock from"), value: String(product.low_stock_threshold),
      required: true, inputmode: "numeric", maxlength: 9, autocomplete: "off", read: count,
      hint: t("From so many units on the menu here says that few are left.") },
    rateField(product.vat_rate ?? null, rates),
    { name: "is_listed", label: t("Stands on the menu"), value: product.is_listed ?? true, view: onSaleView },
    { name: "is_active", label: t("On sale"), value: product.is_active, view: onSaleView },
    ...(isNew ? [stockField()] : []),
  ];
}

/** @returns {Field} */
const stockField = () => ({
  name: "stock", label: t("In stock"), inputmode: "numeric", maxlength: 9, autocomplete: "off", read: count,
  hint: t("Leave it empty if you do not count."),
});

/**
 * @param {Values} product
 * @param {Product[]} menu
 * @param {{name: Kind, label: string, hint: string, offered: string[]}} kind
 */
function labelField(product, menu, { offered, ...kind }) {
  const known = distinct([...used(menu, kind.name), ...offered]);
  return labelsField({ ...kind, adding: t("Something else"), chosen: names(product[kind.name]), known });
}

/**
 * What a new product begins with: nothing, or all of another one but what is only its own.
 * @param {Product|null} like
 * @param {string|null} category
 * @returns {Values}
 */
function beginning(like, category) {
  if (!like) return { ...NOTHING, categories: category ? [{ name: category }] : [] };
  const { name } = like;
  return { ...like, name: t("{name} (copy)", { name }), barcode: null, stock: null };
}

/**
 * Begins to edit a product, or a new one in `category` or as a copy of `like`. `saved(product, another)` is called with
 * what was stored, and whether the person wants to add another one.
 * @param {{placeId: number, menu: Product[], groups: OptionGroup[], rates: string[], product: Product|null,
 *   category: string|null, like?: Product|null, saved: (stored: Product, another: boolean) => void}} options
 * @returns {Editor}
 */
export function makeEditor({ placeId, menu, groups, rates, product, category, like = null, saved }) {
  const place = { placeId, groups, rates };
  const before = product ?? beginning(like, category);
  const keys = new Keys();
  const edit = product && new Edit({
    stored: product, fieldsOf: (stored) => fieldsOf(stored, menu, place),
    send: (changes, expected) => productEdit(product.id, changes, expected),
  });
  const store = async (/** @type {any} */ values) => {
    if (!edit) return productCreate({ location_id: placeId, ...values }, keys.of(values));
    const changes = changesOf(values, edit.before);
    return Object.keys(changes).length ? edit.store(changes) : edit.before;
  };
  const form = makeForm({
    fields: fieldsOf(before, menu, place, { isNew: !product }),
    save: async (values, button) => {
      const stored = await store({ ...values, ...await arrived(form) });
      keys.used();
      release();
      saved(stored, button === "another");
    },
  });
  watch(() => form.dirty() || isSending(form));
  return { product, before, edit, form };
}
