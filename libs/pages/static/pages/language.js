/** The choice of a language: a globe in the head of a page, which takes no more room than a button. */

import { setLanguage } from "./storage.js";
import { language, languages, t } from "./texts.js";
import { html, selection, symbol } from "./view.js";

/** @returns {import("./view.js").Template} */
export function languageView() {
  const options = languages.map(({ tag, name }) => ({ value: tag, text: name, lang: tag }));
  return html`<span class="language">${symbol("globe")}${
    selection({ label: t("Language"), options, value: language, choose: setLanguage })}</span>`;
}
