/** What stands around the parts of the page: the bar, the place's head, its tabs, the foot. */

import { plainButton } from "../../pages/fields.js";
import { demoLogin } from "../../pages/login.js";
import { panelOf } from "../../pages/places.js";
import { setLanguage } from "../../pages/storage.js";
import { language, languages, t } from "../../pages/texts.js";
import { html, keyed, nothing, selection, symbol, trouble, waiting } from "../../pages/view.js";
import { entryView } from "./entry.js";
import { askNewPassword } from "./password.js";
import { explain } from "./reasons.js";
import { isManager } from "./roles.js";
import { address } from "./routes.js";

/** @typedef {import("../../pages/places.js").Place} Place */
/** @typedef {import("./state.js").State} State */
/**
 * @typedef {{leave: () => void, signInAgain: () => void, choose: (id: string, select: HTMLSelectElement) => void}} Acts
 */

const OF_MANAGERS = new Set(["place", "bills"]);

/** The names of the parts, with what they are called. @returns {Record<string, string>} */
export const tabs = () => ({ menu: t("Menu"), staff: t("Staff"), place: t("Place"), bills: t("Bills") });

/** Those of them that are for somebody with this role. @param {Place} place */
const tabsAt = ({ role }) => Object.entries(tabs()).filter(([name]) => !OF_MANAGERS.has(name) || isManager(role));

/** Signing out, or in again. @param {State} state @param {Acts} acts */
export function barView({ person, place }, { leave, signInAgain }) {
  if (person) return plainButton(t("Sign out"), leave, "quiet");
  return place ? plainButton(t("Sign in"), signInAgain, "quiet") : nothing;
}

/** The language, and who is signed in. The password of the demo's account is everybody's. @param {State} state */
export function footView({ person }) {
  const options = languages.map(({ tag, name }) => ({ value: tag, text: name, lang: tag }));
  return html`<span class="row">${symbol("globe")}${
    selection({ label: t("Language"), options, value: language, choose: setLanguage })}</span>
    ${person ? html`<span class="who">${symbol("user")}${t("Signed in as {name}", { name: person.username })}</span>`
      : nothing}
    ${person && demoLogin()?.username !== person.username
      ? plainButton(t("Change the password"), askNewPassword, "quiet") : nothing}`;
}

/** @param {State} state @param {Acts} acts */
export function pageView(state, acts) {
  const { stage, entry, part, place, error, again } = state;
  if (stage === "entry") return entry ? entryView(entry) : nothing;
  if (stage === "reset") return part?.view();
  if (stage === "waiting") return waiting(t("One moment…"));
  if (stage === "failed") return failed(error, again);
  if (stage === "new") return keyed(part, part?.view());
  if (!place) return nothing;
  return html`${head(place, state.places, acts)}${navigation(place, state.tab)}
    <div class="view">${error ? failed(error, again)
      : part ? keyed(part, part.view()) : waiting(t("One moment…"))}</div>`;
}

/** @param {unknown} error @param {() => void} again */
const failed = (error, again) => trouble(explain(error), html`<p>${plainButton(t("Try again"), again)}</p>`);

/**
 * The place's name; with several, a choice between them.
 * @param {Place} place
 * @param {Place[]} places
 * @param {Acts} acts
 */
function head(place, places, { choose }) {
  const options = places.map(({ id, name }) => ({ value: id, text: name }));
  const choice = () => html`<div class="field">${
    selection({ label: t("Choose a place"), id: "place-choice", options, value: place.id, choose })}</div>`;
  return html`<div class="head">
    <div class="title">
      ${places.length > 1 ? choice() : html`<h2 dir="auto">${place.name}</h2>`}
      <p class="hint" dir="auto">${place.address}</p>
    </div>
    <a class="button" href=${panelOf(place.id)}>${symbol("table")}${t("Order panel")}</a>
  </div>`;
}

/** @param {Place} place @param {string} current */
function navigation(place, current) {
  return html`<nav class="tabs" aria-label=${t("Parts of the set-up")}>
    ${tabsAt(place).map(([name, label]) => html`<a href=${address(place.id, name)} data-view=${name}
      aria-current=${name === current ? "page" : nothing}>${label}</a>`)}
  </nav>`;
}
