/** Which of many trolleys are shown: by their state, and by a part of the name. */

import { matches } from "../../pages/fold.js";
import { t } from "../../pages/texts.js";
import { html, live } from "../../pages/view.js";
import { page } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Filter} Filter */
/** @typedef {import("./calls.js").Trolley} Trolley */

/** @type {Record<import("./state.js").Only, (trolley: Trolley) => boolean>} */
const KINDS = {
  all: () => true,
  in_use: ({ status }) => status === "in_use",
  available: ({ status }) => status === "available",
  trouble: ({ is_active: isActive, trolley_online: isOnline }) => isActive && !isOnline,
  inactive: ({ is_active: isActive }) => !isActive,
};

/** @param {State} state @returns {Trolley[]} */
export function shownOf({ trolleys, filter: { name, only } }) {
  return [...trolleys.values()].filter((each) => KINDS[only](each) && matches(each.trolley_id, name));
}

/** @param {Partial<Filter>} some */
const choose = (some) => page.set({ filter: { ...page.state.filter, ...some } });

/** @param {State} state */
export function filterView({ trolleys, filter }) {
  const words = {
    all: t("All"), in_use: t("In use"), available: t("Available"), trouble: t("Off line"), inactive: t("Switched off"),
  };
  const all = [...trolleys.values()];
  const chips = /** @type {[import("./state.js").Only, string][]} */ (Object.entries(words)).map(([only, name]) => html`
    <button type="button" class="chip" aria-pressed=${String(filter.only === only)}
      @click=${() => choose({ only })}>${name} <span>${all.filter(KINDS[only]).length}</span></button>`);
  return html`<div class="row filter">
    <div class="row chips" role="group" aria-label=${t("Which trolleys")}>${chips}</div>
    <label class="find"><span class="visually-hidden">${t("Find a trolley by its name")}</span>
      <input type="search" autocomplete="off" autocapitalize="none" spellcheck="false"
        placeholder=${t("Find a trolley")}
        .value=${live(filter.name)} @input=${(/** @type {InputEvent} */ event) => choose({
          name: /** @type {HTMLInputElement} */ (event.currentTarget).value })}></label></div>`;
}
