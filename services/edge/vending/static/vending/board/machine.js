/** The page of one machine: what it does now, its ledger, its events, its settings. */

import { t } from "../../pages/texts.js";
import { html, namesView, nothing, waiting } from "../../pages/view.js";
import { standingIn } from "./fleet.js";
import { eventsView } from "./machine_events.js";
import { lookAt } from "./machine_follow.js";
import { ledgerView } from "./machine_ledger.js";
import { nowView } from "./machine_now.js";
import { settingsView, showSettings } from "./machine_settings.js";
import { events, ledger } from "./machine_state.js";
import { machineAddress } from "./routes.js";
import { backView, badgesView, sinceView } from "./standing_view.js";

export { hear } from "./machine_follow.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./fleet.js").Standing} Standing */

/** @type {Record<string, {words: () => string, view: (state: State, standing: Standing) => unknown}>} */
const SECTIONS = {
  "": { words: () => t("Now"), view: nowView },
  ledger: { words: () => t("Ledger"), view: ledgerView },
  events: { words: () => t("Events"), view: eventsView },
  settings: { words: () => t("Settings"), view: settingsView },
};

/** @param {import("./routes.js").Route} route */
export function show({ id, section }) {
  lookAt(id);
  if (section === "ledger") ledger.show(id);
  else if (section === "settings") showSettings(id);
  else events.show(id);
}

/** @param {State} state */
export function view(state) {
  const { route: { id, section }, machines, link } = state;
  const standing = standingIn(state, id);
  if (!standing) return machines.size || link.kind === "ended" ? unknownView(id) : waiting(t("One moment…"));
  const { view: sectionView } = SECTIONS[section] ?? SECTIONS[""];
  return html`${headView(state, standing)}${sectionsView(id, section)}${sectionView(state, standing)}`;
}

/** @param {string} id */
const unknownView = (id) => html`${backView()}<div class="card stack"><h2 tabindex="-1">${
  t("There is no machine {id}", { id: id || "?" })}</h2><p>${
  t("Perhaps it is written otherwise: capital letters matter.")}</p></div>`;

/** @param {State} state @param {Standing} standing */
function headView(state, standing) {
  const { machine_id: id, name, location } = standing.machine;
  return html`${backView()}<div class="machine-head"><h2 tabindex="-1"><bdi>${name || id}</bdi></h2>
    <p class="soft">${namesView(name && id, location)}</p>
    <p class="badges">${badgesView(standing)} <span class="soft small">${sinceView(state, standing)}</span></p></div>`;
}

/** @param {string} id @param {string} section */
function sectionsView(id, section) {
  const here = Object.hasOwn(SECTIONS, section) ? section : "";
  const links = Object.entries(SECTIONS).map(([name, { words }]) => html`<a class="chip"
    href=${machineAddress(id, name)} aria-current=${name === here ? "page" : nothing}>${words()}</a>`);
  return html`<nav class="row chips sections" aria-label=${t("Parts of this machine")}>${links}</nav>`;
}
