/** The board of the staff: signing in, choosing the place, and following its trolleys. */

import { settle, watchClock } from "../../pages/ages.js";
import { h } from "../../pages/dom.js";
import { plainButton } from "../../pages/fields.js";
import { onSignedIn, onSignedOut, signOut, who } from "../../pages/login.js";
import { myPlaces } from "../../pages/places.js";
import { demoView, makeSignIn, signInView } from "../../pages/signin.js";
import { statusBar } from "../../pages/status.js";
import { recall, remember, setLanguage } from "../../pages/storage.js";
import { language, languages, t } from "../../pages/texts.js";
import { html, mount, nothing, selection, symbol, trouble, waiting } from "../../pages/view.js";
import { exitView } from "./exit_view.js";
import { fleetView } from "./fleet_view.js";
import { follow, leave } from "./follow.js";
import { address, here } from "./routes.js";
import { rulesView } from "./rules_view.js";
import { page } from "./state.js";
import { trolleysView } from "./trolleys_view.js";
import { usageView } from "./usage_view.js";
import { visitsView } from "./visits_view.js";
import { waitingView } from "./waiting_view.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */

const LAST = "aisle.board.place";
const EVERYWHERE = ["admin", "operator", "staff"]; // who looks after trolleys without a place

async function start() {
  leave();
  const person = who();
  page.set({ person, error: null });
  if (!person) return page.set({ stage: "entry", signIn: makeSignIn(page.changed, start) });
  page.set({ stage: "waiting" });
  try {
    const places = await myPlaces();
    const all = person.roles.some((role) => EVERYWHERE.includes(role))
      ? [...places, { id: 0, name: t("Trolleys without a place") }] : places;
    page.set({ places: all, stage: "board" });
    return show();
  } catch (error) {
    return page.set({ stage: "failed", error });
  }
}

/** The place of the address, else the last one, else the first. */
function show() {
  const { places, place } = page.state;
  const { place: asked, tab } = here();
  const find = (/** @type {string|null} */ id) => places.find((each) => String(each.id) === id);
  const chosen = find(asked) ?? find(recall(LAST)) ?? places[0];
  page.set({ tab: tab || "trolleys" });
  if (!chosen) return;
  remember(LAST, String(chosen.id));
  if (String(chosen.id) !== asked || !tab) history.replaceState(null, "", address(chosen.id, page.state.tab));
  if (chosen.id !== place || page.state.trolleys.size === 0) follow(chosen.id);
}

const status = h("p");
/** @type {State["link"]|null} */
let shownLink = null;

/** @param {State} state */
function headView({ person, places, place, link, stage }) {
  if (link !== shownLink && stage === "board") {
    shownLink = link;
    statusBar(status, link);
  }
  const options = places.map(({ id, name }) => ({ value: id, text: name }));
  const tongues = languages.map(({ tag, name }) => ({ value: tag, text: name, lang: tag }));
  return html`<header class="top">
    <h1>${t("Trolley board")}</h1>
    ${places.length > 1 ? selection({ label: t("Choose a place"), options, value: place,
      choose: (id) => (location.hash = address(Number(id), page.state.tab)) }) : nothing}
    ${stage === "board" ? status : nothing}
    <span class="row">${symbol("globe")}${
      selection({ label: t("Language"), options: tongues, value: language, choose: setLanguage })}</span>
    ${person ? plainButton(t("Sign out"), () => signOut(), "quiet") : nothing}
  </header>`;
}

/** @type {Record<string, (state: State) => unknown>} */
const VIEWS = {
  trolleys: trolleysView, waiting: waitingView, exit: exitView, visits: visitsView, usage: usageView, fleet: fleetView,
  rules: rulesView,
};

/** @param {State} state */
function bodyView(state) {
  const { stage, signIn, error } = state;
  if (stage === "entry" && signIn) {
    return html`<div class="entrance stack">${demoView(signIn)}
      <div class="card stack"><h2>${t("Sign in")}</h2>${signInView(signIn)}</div></div>`;
  }
  if (stage === "failed") return trouble(explain(error), html`<p>${plainButton(t("Try again"), start)}</p>`);
  if (stage !== "board") return waiting(t("One moment…"));
  if (!state.places.length) return html`<p class="card">${t("You work at no place with trolleys.")}</p>`;
  return html`${tabsView(state)}<div class="view stack">${VIEWS[state.tab](state)}</div>`;
}

/** @param {State} state */
function tabsView({ tab, place, waiting: waits }) {
  const names = {
    trolleys: t("Trolleys"), waiting: t("Waiting"), exit: t("Exit"), visits: t("Visits"), usage: t("Usage"),
    fleet: t("Codes and keys"), rules: t("Rules"),
  };
  return html`<nav class="tabs" aria-label=${t("Parts of the board")}>${Object.entries(names).map(([name, words]) => html`
    <a href=${address(place, name)} aria-current=${name === tab ? "page" : nothing}>${words}${
      name === "waiting" && waits.length ? html` <span class="count">${waits.length}</span>` : nothing}</a>`)}</nav>`;
}

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, (state) => html`${headView(state)}<div class="page board">${bodyView(state)}</div>`, main);
addEventListener("hashchange", show);
onSignedOut(start);
onSignedIn(() => page.state.person || start());
settle();
watchClock();
setInterval(() => page.state.stage === "board" && page.set({ tick: page.state.tick + 1 }), 1000);
start();
