/** The page where a place is made: its address, its menu, its staff. */

import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { onSignedIn, onSignedOut, signOut, who } from "../../pages/login.js";
import { myPlaces } from "../../pages/places.js";
import { makeSignIn, signInView } from "../../pages/signin.js";
import { recall, remember } from "../../pages/storage.js";
import { t } from "../../pages/texts.js";
import { html, mount } from "../../pages/view.js";
import { Bills } from "./bills.js";
import { makeEntry } from "./entry.js";
import { barView, footView, pageView, tabs } from "./frame.js";
import { mayLeave, release, unsaved } from "./guard.js";
import { Menu } from "./menu.js";
import { NewPlace, PlaceDetails } from "./place_part.js";
import { linkOfAddress, makeReset } from "./reset.js";
import { isManager } from "./roles.js";
import { address, go, here, onRoute, replace } from "./routes.js";
import { SoldOut } from "./sold_out.js";
import { Staff } from "./staff.js";
import { focusOn, page } from "./state.js";
import { tell } from "./tell.js";

/** @typedef {import("../../pages/places.js").Place} Place */
/** @typedef {import("./routes.js").Route} Route */

const FRESH_MS = 30_000;
const LAST = "aisle.setup.place";

/** @type {Record<string, (place: Place) => import("./state.js").Part>} */
const PARTS = {
  menu: (place) => (isManager(place.role) ? new Menu(place) : new SoldOut(place)),
  staff: (place) => new Staff(place),
  place: (place) => new PlaceDetails(place, placeSaved),
  bills: (place) => new Bills(place),
};

async function start() {
  const link = linkOfAddress();
  if (link) return showReset(link);
  page.set({ person: who() });
  if (!page.state.person) return showEntry();
  page.set({ stage: "waiting" });
  try {
    page.set({ places: await myPlaces() });
  } catch (error) {
    return page.set({ stage: "failed", error, again: start });
  }
  onRoute(show);
  return show(here());
}

/** @param {string} link */
function showReset(link) {
  page.set({ stage: "reset", place: null, part: makeReset(link, start) });
  focusOn(".entry h2");
}

function showEntry() {
  release();
  page.set({ stage: "entry", person: null, place: null, part: null, entry: makeEntry(start) });
}

async function leave() {
  if (!(await mayLeave())) return;
  release();
  history.replaceState(null, "", location.pathname);
  await signOut();
}

/** @param {Route} route */
function show(route) {
  const { places } = page.state;
  if (route.place === "new" || places.length === 0) return showNew();
  const place = chosen(route.place);
  if (String(place.id) !== route.place || route.view === "") return replace(address(place.id, route.view || "menu"));
  remember(LAST, String(place.id));
  return showPart(place, route);
}

/** The place of the address, else the last one that was looked at, else the first. @param {string} id */
function chosen(id) {
  const { places } = page.state;
  const called = (/** @type {string|null} */ name) => places.find((each) => String(each.id) === name);
  return called(id) ?? (id ? undefined : called(recall(LAST))) ?? places[0];
}

function showNew() {
  const [first] = page.state.places;
  const cancel = first ? () => go(address(first.id)) : null;
  page.set({ stage: "new", place: null, part: new NewPlace(placeSaved, cancel) });
  document.title = `${t("New place")} – Aisle`;
  focusOn("#setup .form input"); // a name is enough: it is written at once
}

/** @param {Place} stored */
function placeSaved(stored) {
  const { places } = page.state;
  const isNew = !places.some(({ id }) => id === stored.id);
  const { name } = stored;
  page.set({
    part: null,
    places: isNew ? [...places, { ...stored, role: "owner" }]
      : places.map((each) => (each.id === stored.id ? { ...stored, role: each.role } : each)),
  });
  tell(isNew ? t("{name} is there. Now its menu.", { name }) : t("{name} is saved.", { name }));
  if (isNew) return replace(address(stored.id, "menu", "new"));
  return show(here());
}

/** @param {Place} place @param {Route} route */
async function showPart(place, route) {
  const { state } = page;
  const stays = state.stage === "place" && state.place?.id === place.id && state.tab === route.view;
  if (stays && state.part) return state.part.show?.(route.item);
  release();
  const part = PARTS[route.view](place);
  const again = () => void showPart(place, route);
  page.set({ stage: "place", place, tab: route.view, part: null, error: null, again, shownAt: Date.now() });
  document.title = `${tabs()[route.view]}: ${place.name} – Aisle`;
  const isShown = () => state.again === again && state.stage === "place";
  try {
    await part.load?.();
  } catch (error) {
    return isShown() ? page.set({ error }) : undefined;
  }
  if (!isShown()) return undefined;
  page.set({ part });
  return part.show?.(here().item);
}

/** @param {string} id @param {HTMLSelectElement} select */
async function choose(id, select) {
  if (!unsaved() || (await mayLeave())) go(address(id, here().view || "menu"));
  else select.value = String(page.state.place?.id);
}

/** Signed out while something is edited: sign in over it, so that nothing is lost. */
function signInAgain() {
  const done = () => {
    dialog.close();
    page.set({ person: who() });
  };
  const signIn = makeSignIn(page.changed, done);
  const body = h("div", { class: "stack" });
  const view = () => html`<p>${t("What you wrote is still here. Sign in to save it.")}</p>${signInView(signIn)}`;
  const onClose = mount(page, view, body);
  const dialog = open({ title: t("You have been signed out"), body, onClose });
}

onSignedOut(() => {
  if (!unsaved()) return showEntry();
  page.set({ person: null });
  return signInAgain();
});

onSignedIn(() => {
  if (page.state.stage === "entry") start();
});

/** Somebody else may have marked something as sold out while this page was not looked at. */
document.addEventListener("visibilitychange", () => {
  const { part, shownAt } = page.state;
  if (document.hidden || !part?.load || unsaved() || Math.abs(Date.now() - shownAt) < FRESH_MS) return;
  page.set({ shownAt: Date.now() });
  part.load().catch(() => {}); // what is shown stays, and the next step tells
});

const acts = { leave, signInAgain, choose };
const host = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
mount(page, (state) => barView(state, acts), host("setup-bar"));
mount(page, (state) => pageView(state, acts), host("setup"));
mount(page, footView, host("setup-foot"));
start();
