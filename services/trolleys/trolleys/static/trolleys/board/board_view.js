/** The whole of the board: its head, its parts, and the one that is looked at. */

import { plainButton } from "../../pages/fields.js";
import { languageView } from "../../pages/language.js";
import { signOut } from "../../pages/login.js";
import { demoView, signInView } from "../../pages/signin.js";
import { t } from "../../pages/texts.js";
import { html, nothing, selection, symbol, trouble, waiting } from "../../pages/view.js";
import { partView } from "./parts.js";
import { turnSound } from "./ring.js";
import { address } from "./routes.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */

/** What the parts of the board are called, in their order. @type {Record<string, () => string>} */
const NAMES = {
  trolleys: () => t("Trolleys"), waiting: () => t("Waiting"), exit: () => t("Exit"), visits: () => t("Visits"),
  usage: () => t("Usage"), fleet: () => t("Codes and keys"), rules: () => t("Rules"),
};

/**
 * @param {State} state
 * @param {HTMLElement} status the line that says how the page stands with the server
 * @param {() => void} again begins anew
 */
export const boardView = (state, status, again) =>
  html`${headView(state, status)}<div class="page board">${bodyView(state, again)}</div>`;

/** @param {State} state @param {HTMLElement} status */
function headView({ person, places, place, tab, stage, sound }, status) {
  const isOpen = stage === "board" && places.length > 0;
  const options = places.map(({ id, name }) => ({ value: id, text: name }));
  return html`<header class="top">
    <h1>${t("Trolley board")}</h1>
    ${isOpen ? status : nothing}
    ${isOpen ? soundView(sound) : nothing}
    ${places.length > 1 && person ? selection({ label: t("Choose a place"), options, value: place,
      choose: (id) => (location.hash = address(Number(id), tab)) }) : nothing}
    ${languageView()}
    ${person ? plainButton(t("Sign out"), () => signOut(), "quiet") : nothing}
  </header>`;
}

/** @param {State["sound"]} sound */
function soundView(sound) {
  const words = { on: t("Sound on"), off: t("Sound off"), blocked: t("Sound blocked – tap to allow") }[sound];
  return html`<button type="button" class="button quiet bare" aria-label=${words} title=${words} @click=${turnSound}>${
    symbol(sound === "on" ? "sound" : "silent")}</button>`;
}

/** @param {State} state @param {() => void} again */
function bodyView(state, again) {
  const { stage, signIn, error } = state;
  if (stage === "entry" && signIn) {
    return html`<div class="entrance stack">${demoView(signIn, aboutDemo())}
      <div class="card stack"><h2>${t("Sign in")}</h2>${signInView(signIn)}</div></div>`;
  }
  if (stage === "failed") return trouble(explain(error), html`<p>${plainButton(t("Try again"), again)}</p>`);
  if (stage !== "board") return waiting(t("One moment…"));
  if (!state.places.length) return html`<p class="card">${t("You work at no place with trolleys.")}</p>`;
  return html`${tabsView(state)}<h2 id="part" class="visually-hidden" tabindex="-1">${NAMES[state.tab]()}</h2>
    <div class="view stack">${partView(state.tab, (view) => view(state))}</div>`;
}

/** @param {State} state */
function tabsView({ tab, place, waiting: waits }) {
  const links = Object.entries(NAMES).map(([name, words]) => html`
    <a href=${address(place, name)} aria-current=${name === tab ? "page" : nothing}>${words()}${
      name === "waiting" && waits.length ? html` <span class="count">${waits.length}</span>` : nothing}</a>`);
  return html`<nav class="tabs" aria-label=${t("Parts of the board")}>${links}</nav>`;
}

const aboutDemo = () =>
  t("This is a demo: a supermarket with its trolleys is here to look around and change.");
