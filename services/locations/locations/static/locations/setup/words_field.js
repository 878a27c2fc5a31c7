/** What something is called in other languages: one language at a time, beside the words of the place. */

import { idOf, problem } from "../../pages/fields.js";
import { language, t } from "../../pages/texts.js";
import { html, live, nothing } from "../../pages/view.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */
/** @typedef {import("../../pages/words.js").Words} Words */
/** @typedef {import("../../pages/words.js").Said} Said */
/** @typedef {{words: Words, tag: string}} Value  `tag` is the language that is shown */

/** Those of the guests' page, that of this page last: most places write their own words in it. */
export const tags = () => ["en", "de", "ar"].sort((one, other) =>
  Number(one === language) - Number(other === language));

/**
 * What is said, without what is empty, in the order of the services. @param {Words} words
 * @returns {Words}
 */
export function saidOnly(words) {
  const kept = Object.entries(words).map(([tag, each]) =>
    [tag, Object.fromEntries(Object.entries(each).filter(([, text]) => text.trim() !== ""))]);
  const some = kept.filter(([, each]) => Object.keys(each).length > 0);
  return Object.fromEntries(some.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * @param {Words} words
 * @param {{description?: boolean, more?: (form: Form, tag: string) => import("../../pages/view.js").Part}} [options]
 *   whether there is a description, and what else is said in a language
 * @returns {Field}
 */
export const wordsField = (words, { description = false, more = () => nothing } = {}) => ({
  name: "words", label: t("In other languages"), value: { words, tag: tags()[0] ?? "" },
  raw: (/** @type {Value} */ value) => saidOnly(value.words),
  view: (form, field) => wordsView(form, field, { description, more }),
});

/**
 * @param {Form} form
 * @param {Field} field
 * @param {{description: boolean, more: (form: Form, tag: string) => import("../../pages/view.js").Part}} options
 */
function wordsView(form, field, { description, more }) {
  /** @type {Value} */
  const { words, tag } = form.values[field.name];
  const id = idOf(form, field.name);
  const put = (/** @type {Said} */ said) =>
    form.set(field.name, { words: { ...words, [tag]: { ...words[tag], ...said } }, tag });
  return html`<details class="more" ?open=${Object.keys(words).length > 0}>
    <summary>${field.label}</summary>
    <fieldset class="field labels stack" id=${id} tabindex="-1">
      <legend class="visually-hidden">${field.label}</legend>
      <p class="hint">${t("Guests who have chosen a language see these words; where there are none, your own.")}</p>
      <div class="chips">${tags().map((each) => html`<button type="button" class="chip" lang=${each}
        aria-pressed=${String(each === tag)} @click=${() => form.set(field.name, { words, tag: each })}>${
          nameOfTag(each)}</button>`)}</div>
      <label class="field"><span>${t("What it is called")} (${nameOfTag(tag)})</span><input type="text" dir="auto"
        lang=${tag} maxlength="200" autocomplete="off" .value=${live(words[tag]?.name ?? "")}
        @input=${typed((name) => put({ name }))}></label>
      ${description ? html`<label class="field"><span>${t("What is said of it")} (${nameOfTag(tag)})</span><textarea
        rows="3" dir="auto" lang=${tag} maxlength="2000" .value=${live(words[tag]?.description ?? "")}
        @input=${typed((text) => put({ description: text }))}></textarea></label>` : nothing}
      ${more(form, tag)}
      ${problem(form, field)}
    </fieldset>
  </details>`;
}

/** A language in its own words. @param {string} tag */
export function nameOfTag(tag) {
  try {
    return new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag; // no tag of a language
  }
}

/** @param {(value: string) => void} put */
export const typed = (put) => (/** @type {InputEvent} */ event) =>
  put(/** @type {HTMLInputElement} */ (event.currentTarget).value);
