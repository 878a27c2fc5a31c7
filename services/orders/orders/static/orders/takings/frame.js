/** The whole of the page: its head, its tabs, and the part that is looked at. */

import { plainButton } from "../../pages/buttons.js";
import { languageView } from "../../pages/language.js";
import { signOut } from "../../pages/login.js";
import { panelOf } from "../../pages/places.js";
import { t } from "../../pages/texts.js";
import { html, nothing, selection, symbol } from "../../pages/view.js";
import { entranceView } from "./entrance.js";
import { PARTS } from "./parts.js";
import { mayManage } from "./roles.js";
import { address } from "./routes.js";

/** @typedef {import("./state.js").State} State */

/** @param {State} state @param {() => void} again begins anew */
export const pageView = (state, again) => html`${headView(state)}<div class="page board">${
  state.stage === "open" ? openView(state) : entranceView(state, again)}</div>`;

/** @param {State} state */
function headView({ person, places, place, route, stage }) {
  const options = places.map(({ id, name }) => ({ value: id, text: name }));
  const isOpen = stage === "open" && place;
  return html`<header class="top no-print">
    <h1>${t("Takings")}${isOpen && places.length < 2 ? html` <bdi class="soft">${place.name}</bdi>` : nothing}</h1>
    ${isOpen && places.length > 1 ? selection({ label: t("Choose a place"), options, value: place.id,
      choose: (id) => (location.hash = address(Number(id), route.view)) }) : nothing}
    ${isOpen ? html`<a class="button quiet" href=${panelOf(place.id)}>${symbol("back")}${t("Order panel")}</a>`
      : nothing}
    ${languageView()}
    ${person ? plainButton(t("Sign out"), () => signOut(), "quiet") : nothing}
  </header>`;
}

/** @param {State} state */
function openView(state) {
  const { place, route } = state;
  if (!place) return nothing;
  const shown = Object.entries(PARTS).filter(([, { isOfManagers }]) => mayManage(place) || !isOfManagers);
  const links = shown.map(([name, { words }]) => html`<a aria-current=${name === route.view ? "page" : nothing}
    href=${address(place.id, /** @type {import("./routes.js").View} */ (name))}>${words()}</a>`);
  return html`<nav class="tabs no-print" aria-label=${t("Parts of the page")}>${links}</nav>
    <p class="print-only"><strong><bdi>${place.name}</bdi></strong></p>
    <h2 class="visually-hidden" tabindex="-1">${PARTS[route.view].words()}</h2>
    <div class="view stack">${PARTS[route.view].view(state)}</div>`;
}
