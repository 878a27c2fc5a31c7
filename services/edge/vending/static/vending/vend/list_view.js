/** The list of all machines. */

import { plainButton } from "../../pages/buttons.js";
import { languageView } from "../../pages/language.js";
import { explain } from "../../pages/refusals.js";
import { t } from "../../pages/texts.js";
import { html, live, nothing, repeat, symbol, trouble, waiting } from "../../pages/view.js";
import { findMe, forgetMe, look } from "./looking.js";
import { rowView } from "./rows.js";
import { matching } from "./sorting.js";
import { page } from "./state.js";

/** @typedef {import("./state.js").State} State */

const MANY = 8; // machines from which on they are searched

/** @param {State} state */
export const wholeView = (state) => html`<header class="top"><h1 class="grow">${t("Vending machines")}</h1>${
  languageView()}</header>
  ${state.isCut ? html`<p class="banner cut" data-state="warn" role="status">${symbol("offline")}<span>${
    t("No connection. The list goes on by itself as soon as it is back.")}</span></p>` : nothing}
  <div class="page stack">${state.error ? trouble(explain(state.error), plainButton(t("Try again"), () => look()))
    : state.machines ? listView(state, state.machines) : waiting(t("One moment…"))}</div>`;

/** @param {State} state @param {import("./calls.js").Machine[]} machines */
function listView(state, machines) {
  if (!machines.length) return html`<p class="card">${t("There are no machines here yet.")}</p>`;
  const found = matching(machines, state.search);
  return html`<div class="tools">${nearView(state)}${machines.length > MANY ? searchView(state) : nothing}</div>
    ${placingView(state)}
    <p class="visually-hidden" role="status">${state.search
      ? t("{count} of {all} machines", { count: found.length, all: machines.length }) : nothing}</p>
    ${found.length ? html`<ul class="machines" aria-label=${state.place ? t("Machines, the nearest first")
      : t("Machines by name")}>${repeat(found, ({ machine_id: id }) => id, rowView)}</ul>`
      : html`<p class="card">${t("No machine has these words.")} ${
        plainButton(t("Show all"), () => page.set({ search: "" }), "quiet")}</p>`}
    ${"demo" in document.body.dataset ? html`<p><a class="button quiet" href="/edge/demo/">${symbol("eye")}${
      t("What the machines of the demo show")}</a></p>` : nothing}`;
}

/** @param {State} state */
function nearView({ place, placing }) {
  if (place) return plainButton(html`${symbol("close")}${t("By name")}`, forgetMe);
  return html`<button type="button" class="button" aria-disabled=${String(placing === "asking")} @click=${findMe}>${
    pin()}${placing === "asking" ? t("Looking where you are…") : t("Near me")}</button>`;
}

const pin = () => html`<svg viewBox="0 0 24 24" aria-hidden="true" class="icon"><path
  d="M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21zM12 7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"></path></svg>`;

/** @param {State} state */
function searchView({ search }) {
  const type = (/** @type {Event} */ event) =>
    page.set({ search: /** @type {HTMLInputElement} */ (event.currentTarget).value });
  return html`<div class="finder" role="search">${symbol("search")}<label class="visually-hidden" for="search">${
    t("Name or place")}</label><input id="search" type="search" .value=${live(search)} @input=${type} maxlength="64"
    placeholder=${t("Name or place")} autocomplete="off" enterkeyhint="search"></div>`;
}

/** @param {State} state */
function placingView({ placing }) {
  if (placing !== "refused" && placing !== "unknown") return nothing;
  return html`<p class="banner" data-state="warn" role="status">${symbol("info")}<span>${placing === "refused"
    ? t("This site may not know where you are. You can allow it in the browser's settings.")
    : t("Your device cannot tell where it is just now.")} ${
    t("The machines stay in the order of their names.")}</span></p>`;
}
