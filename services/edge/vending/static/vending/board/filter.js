/** Which of many machines are shown: by how they stand, and by a part of name, id or location. */

import { wordsOf } from "../../pages/fold.js";
import { t } from "../../pages/texts.js";
import { html, live } from "../../pages/view.js";
import { KINDS, isCalled } from "./fleet.js";
import { page } from "./state.js";

/** @typedef {import("./state.js").Filter} Filter */
/** @typedef {import("./state.js").Only} Only */
/** @typedef {import("./fleet.js").Standing} Standing */

/** @param {Standing[]} all @param {Filter} filter @returns {Standing[]} */
export function shownOf(all, { text, only }) {
  const words = wordsOf(text);
  return all.filter((each) => KINDS[only](each) && isCalled(each, words));
}

/** @param {Partial<Filter>} some */
export const choose = (some) => page.set({ filter: { ...page.state.filter, ...some } });

/** @param {Standing[]} all @param {Filter} filter */
export function filterView(all, filter) {
  const words = {
    all: t("All"), trouble: t("Need you"), offline: t("Off line"), empty: t("Sold out"), low: t("Low"), busy: t("Busy"),
    out: t("Out of service"),
  };
  const chips = /** @type {[Only, string][]} */ (Object.entries(words)).map(([only, name]) => html`
    <button type="button" class="chip" aria-pressed=${String(filter.only === only)}
      @click=${() => choose({ only })}>${name} <span>${all.filter(KINDS[only]).length}</span></button>`);
  return html`<div class="row filter">
    <div class="row chips" role="group" aria-label=${t("Which machines")}>${chips}</div>
    <label class="find"><span class="visually-hidden">${t("Find a machine by its name, id or location")}</span>
      <input type="search" autocomplete="off" autocapitalize="none" spellcheck="false"
        placeholder=${t("Find a machine")}
        .value=${live(filter.text)} @input=${(/** @type {InputEvent} */ event) => choose({
          text: /** @type {HTMLInputElement} */ (event.currentTarget).value })}></label></div>`;
}
