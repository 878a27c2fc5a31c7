// The page where a place is made: its address, its menu, its staff.

import { open } from "../../pages/dialog.js";
import { h, icon } from "../../pages/dom.js";
import { demoLogin, onSignedOut, signOut, who } from "../../pages/login.js";
import { language, languages, setLanguage, t } from "../../pages/texts.js";
import { myPlaces } from "../shared/places.js";
import { entry, signInForm } from "./account.js";
import { mayLeave, release, unsaved } from "./guard.js";
import { MenuView } from "./menu.js";
import { askNewPassword } from "./password.js";
import { placeCard, placeForm } from "./place.js";
import { explain } from "./reasons.js";
import { address, go, here, onRoute, replace } from "./routes.js";
import { StaffView } from "./staff.js";
import { tell } from "./tell.js";
import { firstPlace, panelOf } from "./welcome.js";

const FRESH_MS = 30_000;
const LAST = "aisle.setup.place";
const root = document.getElementById("setup");
const bar = document.getElementById("setup-bar");
const foot = document.getElementById("setup-foot");
let places = [];
let place = null;
let shown = { key: "", view: null };

const owned = () => who()?.userId === place.user_id || (who()?.roles ?? []).includes("admin");

/** The views by name: each has `element`, and may have `load()` and `show(item)`. */
const VIEWS = {
  menu: () => new MenuView(place),
  staff: () => new StaffView(place, owned()),
  place: () => ({
    element: h("div", { class: "stack narrow" },
      h("div", { class: "card" }, owned() ? placeForm(place, placeSaved) : placeCard(place)),
      owned() ? addPlace() : null),
  }),
};
const addPlace = () =>
  h("p", {}, h("a", { class: "button quiet", href: address("new") }, icon("plus"), t("Add another place")));
const tabs = () => [["menu", t("Menu")], ["staff", t("Staff")], ["place", t("Place")]];

async function start() {
  drawBar();
  if (!who()) return showEntry();
  fill(waiting());
  try {
    places = await myPlaces();
  } catch (error) {
    return fill(failed(error, start));
  }
  onRoute(show);
  return show(here());
}

function showEntry() {
  release();
  [place, shown] = [null, { key: "", view: null }];
  drawBar();
  fill(entry(start));
}

function waiting() {
  return h("p", { class: "waiting" }, h("span", { class: "spinner", "aria-hidden": "true" }), t("One moment…"));
}

function failed(error, again) {
  return h("div", { class: "card stack" },
    h("p", { class: "banner", "data-state": "bad", role: "alert" }, explain(error)),
    h("p", {}, h("button", { class: "button", type: "button", on: { click: again } }, t("Try again"))));
}

/** Signing out above; who is signed in, and the language, below. */
function drawBar() {
  const choose = h("select", { "aria-label": t("Language") },
    ...languages.map(({ tag, name }) => h("option", { value: tag, selected: tag === language, lang: tag }, name)));
  choose.addEventListener("change", () => setLanguage(choose.value));
  const person = who();
  const button = (click, words) => h("button", { type: "button", class: "button quiet", on: { click } }, words);
  bar.replaceChildren(...(person ? [button(leave, t("Sign out"))] : place ? [button(signInAgain, t("Sign in"))] : []));
  foot.replaceChildren(h("span", { class: "row" }, icon("globe"), choose));
  if (!person) return;
  foot.append(h("span", { class: "who" }, icon("user"), t("Signed in as {name}", { name: person.username })));
  if (demoLogin()?.username === person.username) return; // everybody's, and the page offers it
  foot.append(button(askNewPassword, t("Change the password")));
}

async function leave() {
  if (!(await mayLeave())) return;
  release();
  history.replaceState(null, "", location.pathname);
  await signOut();
}

function show(route) {
  if (route.place === "new" || places.length === 0) return showNew();
  const wanted = chosen(route.place);
  if (String(wanted.id) !== route.place || route.view === "") return replace(address(wanted.id, route.view || "menu"));
  place = wanted;
  localStorage.setItem(LAST, String(place.id));
  return showView(route);
}

/** The place of the address, else the last one that was looked at, else the first. */
function chosen(id) {
  const called = (name) => places.find((each) => String(each.id) === name);
  return called(id) ?? (id ? undefined : called(localStorage.getItem(LAST))) ?? places[0];
}

function showNew() {
  [place, shown] = [null, { key: "new", view: null }];
  document.title = t("New place") + " – Aisle";
  const cancel = places.length ? () => go(address(places[0].id)) : null;
  const heading = places.length ? h("h2", { tabindex: "-1" }, t("New place")) : firstPlace();
  fill(h("div", { class: "stack narrow" }, heading, h("div", { class: "card" }, placeForm(null, placeSaved, cancel))));
  root.querySelector("h2").focus();
}

function placeSaved(stored) {
  const isNew = !places.some((each) => each.id === stored.id);
  places = isNew ? [...places, stored] : places.map((each) => (each.id === stored.id ? stored : each));
  const { name } = stored;
  tell(isNew ? t("{name} is there. Now its menu.", { name }) : t("{name} is saved.", { name }));
  shown = { key: "", view: null };
  if (isNew) return replace(address(stored.id));
  return show(here());
}

async function showView(route) {
  const key = `${place.id} ${route.view}`;
  if (shown.key === key && shown.view) return shown.view.show?.(route.item);
  release();
  const view = VIEWS[route.view]();
  shown = { key, view: null, at: Date.now() };
  const box = frame(route.view);
  box.replaceChildren(waiting());
  document.title = `${tabs().find(([name]) => name === route.view)[1]}: ${place.name} – Aisle`;
  try {
    await view.load?.();
  } catch (error) {
    if (shown.key === key) box.replaceChildren(failed(error, () => showView(route)));
    return undefined;
  }
  if (shown.key !== key) return undefined;
  shown.view = view;
  box.replaceChildren(view.element);
  return view.show?.(here().item);
}

/** What stays around the views of a place, so that the focus stays on its links; returns where they go. */
function frame(current) {
  if (root.dataset.place !== frameKey()) {
    root.replaceChildren(head(), navigation(), h("div", { class: "view" }));
    root.dataset.place = frameKey();
  }
  for (const link of root.querySelectorAll(".tabs a")) {
    if (link.dataset.view === current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  return root.lastElementChild;
}

const frameKey = () => JSON.stringify([place.id, places.map((each) => [each.name, each.address])]);

/** Something else than a place fills the page. */
function fill(...content) {
  delete root.dataset.place;
  root.replaceChildren(...content);
}

/** The place's name; with several, a choice between them. */
function head() {
  const panel = h("a", { class: "button", href: panelOf(place.id) }, icon("table"), t("Order panel"));
  return h("div", { class: "head" },
    h("div", { class: "title" },
      places.length > 1 ? choice() : h("h2", { dir: "auto" }, place.name),
      h("p", { class: "hint", dir: "auto" }, place.address)),
    panel);
}

function choice() {
  const select = h("select", { id: "place-choice" },
    ...places.map((each) => h("option", { value: each.id, selected: each.id === place.id }, each.name)));
  select.addEventListener("change", async () => {
    const wanted = select.value;
    if (!unsaved() || (await mayLeave())) go(address(wanted, here().view || "menu"));
    else select.value = String(place.id);
  });
  const label = h("label", { class: "visually-hidden", for: "place-choice" }, t("Choose a place"));
  return h("div", { class: "field" }, label, select);
}

function navigation() {
  return h("nav", { class: "tabs", "aria-label": t("Parts of the set-up") },
    ...tabs().map(([name, label]) => h("a", { href: address(place.id, name), dataset: { view: name } }, label)));
}

/** Signed out while something is edited: sign in over it, so that nothing is lost. */
function signInAgain() {
  const done = () => { dialog.close(); drawBar(); };
  const dialog = open({
    title: t("You have been signed out"),
    body: h("div", { class: "stack" },
      h("p", {}, t("What you wrote is still here. Sign in to save it.")), signInForm(done).element),
  });
}

onSignedOut(() => {
  if (!unsaved()) return showEntry();
  drawBar();
  return signInAgain();
});

/** Somebody else may have marked something as sold out while this page was not looked at. */
document.addEventListener("visibilitychange", () => {
  const { view } = shown;
  if (document.hidden || !view?.load || unsaved() || Date.now() - shown.at < FRESH_MS) return;
  shown.at = Date.now();
  view.load().catch(() => {}); // what is shown stays, and the next step tells
});

start();
