/** The categories of a product, and what they are called in other languages: once for the whole place. */

import { t } from "../../pages/texts.js";
import { html, live } from "../../pages/view.js";
import { distinct, labelsField, names } from "./labels.js";
import { nameOfTag, typed } from "./words_field.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {{name: string, words?: Record<string, string>}} Category */

/**
 * @param {{label: string, hint: string, adding: string, chosen: Category[], used: string[], known: Category[]}} options
 *   `used` are names that the menu has, and `known` categories of which is known what they are called
 * @returns {import("../../pages/form.js").Field}
 */
export function categoriesField({ chosen, used, known, ...more }) {
  const field = labelsField({ name: "categories", ...more, chosen: names(chosen), known: distinct(used) });
  const words = Object.fromEntries([...known, ...chosen].filter((each) => each.words)
    .map((each) => [each.name, each.words]));
  const whole = (/** @type {any} */ value) =>
    field.raw?.(value).map((/** @type {string} */ name) => categoryOf(name, value.words[name]));
  return { ...field, value: { ...field.value, words }, raw: whole, read: (found) => found };
}

/** As the services show it: without words where there were none. @param {string} name @param {any} words */
const categoryOf = (name, words) => (words ? { name, words } : { name });

/** What the categories of the product are called in a language. @param {Form} form @param {string} tag */
export function categoryWordsView(form, tag) {
  const value = form.values.categories;
  const put = (/** @type {string} */ name, /** @type {string} */ text) => {
    const { [tag]: _, ...others } = value.words[name] ?? {};
    const said = Object.fromEntries(Object.entries(text.trim() ? { ...others, [tag]: text.trim() } : others).sort());
    form.set("categories", { ...value, words: { ...value.words, [name]: said } });
  };
  return value.chosen.map((/** @type {string} */ name) => html`<label class="field">
    <span>${t("“{name}” as a heading", { name })} (${nameOfTag(tag)})</span><input type="text" dir="auto" lang=${tag}
      maxlength="100" autocomplete="off" .value=${live(value.words[name]?.[tag] ?? "")}
      @change=${typed((text) => put(name, text))}></label>`);
}
