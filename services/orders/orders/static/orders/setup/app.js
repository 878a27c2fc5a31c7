// The page where a place is made: its address, its menu, its staff.

import { open } from "../../kit/dialog.js";
import { h, icon, toast } from "../../kit/dom.js";
import { onSignedOut, signOut, who } from "../../kit/login.js";
import { language, languages, n, setLanguage, t } from "../../kit/texts.js";
import { entry, signInForm } from "./account.js";
import { mayLeave, release, unsaved } from "./guard.js";
import { MenuView } from "./menu.js";
import { placeCard, placeForm } from "./place.js";
import { explain } from "./reasons.js";
import { address, go, here, onRoute, replace } from "./routes.js";
import { StaffView } from "./staff.js";
import * as store from "./store.js";
import { firstPlace, panelOf } from "./welcome.js";

const LAST = "aisle.setup.place";
const root = document.getElementById("setup");
const bar = document.getElementById("setup-bar");
let places = [];
let place = null;
let shown = { key: "", view: null };

const owned = () => who()?.userId === place.user_id || (who()?.roles ?? []).includes("admin");

/** The views by name: each has `element`, and may have `load()` and `show(item)`. */
const VIEWS = {
  menu: () => new MenuView(place),
  staff: () => new StaffView(place, owned()),
  place: () => ({ element: h("div", { class: "card" }, owned() ? placeForm(place, placeSaved) : placeCard(place)) }),
};
const tabs = () => [["menu", t("Menu")], ["staff", t("Staff")], ["place", t("Place")]];

async function start() {
  drawBar();
  if (!who()) return showEntry();
  root.replaceChildren(waiting());
  try {
    places = await store.places();
  } catch (error) {
    return root.replaceChildren(failed(error, start));
  }
  onRoute(show);
  return show(here());
}

function showEntry() {
  release();
  [place, shown] = [null, { key: "", view: null }];
  drawBar();
  root.replaceChildren(entry(start));
}

function waiting() {
  return h("p", { class: "waiting" }, h("span", { class: "spinner", "aria-hidden": "true" }), t("One moment…"));
}

function failed(error, again) {
  return h("div", { class: "card stack" }, h("p", { class: "banner", "data-state": "bad", role: "alert" }, explain(error)),
    h("p", {}, h("button", { class: "button", type: "button", on: { click: again } }, t("Try again"))));
}

/** Language, and who is signed in. */
function drawBar() {
  const choose = h("select", { "aria-label": t("Language") },
    ...languages.map(({ tag, name }) => h("option", { value: tag, selected: tag === language, lang: tag }, name)));
  choose.addEventListener("change", () => setLanguage(choose.value));
  const person = who();
  bar.replaceChildren(choose, ...(person ? [
    h("span", { class: "who" }, icon("user"), person.username),
    h("button", { type: "button", class: "button quiet", on: { click: leave } }, t("Sign out")),
  ] : []));
}

async function leave() {
  if (!(await mayLeave())) return;
  release();
  await signOut();
}

async function show(route) {
  if (route.place === "new" || places.length === 0) return showNew();
  const wanted = await chosen(route.place);
  if (wanted === null) return undefined;
  if (String(wanted.id) !== route.place || route.view === "") return replace(address(wanted.id, route.view || "menu"));
  place = wanted;
  localStorage.setItem(LAST, String(place.id));
  return showView(route);
}

/** The place of the address, else the last one that was looked at, else the first. */
async function chosen(id) {
  const known = places.find((each) => String(each.id) === id);
  if (known || !id) return known ?? places.find((each) => String(each.id) === localStorage.getItem(LAST)) ?? places[0];
  if (!(who()?.roles ?? []).includes("admin")) return places[0];
  try {
    places.push(await store.place(id)); // an administrator may have more than the first hundred
    return places.at(-1);
  } catch (error) {
    root.replaceChildren(failed(error, start));
    return null;
  }
}

function showNew() {
  [place, shown] = [null, { key: "new", view: null }];
  document.title = `${t("New place")} – Aisle`;
  const cancel = places.length ? () => go(address(places[0].id)) : null;
  const heading = places.length ? h("h2", { tabindex: "-1" }, t("New place")) : firstPlace();
  root.replaceChildren(h("div", { class: "stack narrow" }, heading, h("div", { class: "card" }, placeForm(null, placeSaved, cancel))));
  root.querySelector("h2").focus();
}

function placeSaved(stored) {
  const isNew = !places.some((each) => each.id === stored.id);
  places = isNew ? [...places, stored] : places.map((each) => (each.id === stored.id ? stored : each));
  toast(isNew ? t("{name} is there. Now its menu.", { name: stored.name }) : t("{name} is saved.", { name: stored.name }));
  shown = { key: "", view: null };
  if (isNew) return replace(address(stored.id));
  return show(here());
}

async function showView(route) {
  const key = `${place.id} ${route.view}`;
  if (shown.key === key && shown.view) return shown.view.show?.(route.item);
  release();
  const view = VIEWS[route.view]();
  shown = { key, view: null };
  const box = h("div", { class: "view" }, waiting());
  root.replaceChildren(head(), navigation(route.view), box);
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

/** The place's name; with several, a choice between them. */
function head() {
  const add = h("a", { class: "button quiet", href: address("new") }, icon("plus"), t("New place"));
  const panel = h("a", { class: "button", href: panelOf(place.id) }, icon("table"), t("Order panel"));
  return h("div", { class: "head" },
    h("div", { class: "title" }, places.length > 1 ? choice() : h("h2", {}, place.name), h("p", { class: "hint" }, place.address)),
    h("div", { class: "row" }, add, panel));
}

function choice() {
  const select = h("select", { id: "place-choice" },
    ...places.map((each) => h("option", { value: each.id, selected: each.id === place.id }, each.name)));
  select.addEventListener("change", async () => {
    const wanted = select.value;
    if (!unsaved() || (await mayLeave())) go(address(wanted, here().view || "menu"));
    else select.value = String(place.id);
  });
  return h("div", { class: "field" }, h("label", { for: "place-choice" },
    n("{count} place", "{count} places", places.length)), select);
}

function navigation(current) {
  return h("nav", { class: "tabs", "aria-label": t("Parts of the set-up") },
    ...tabs().map(([name, label]) =>
      h("a", { href: address(place.id, name), "aria-current": name === current ? "page" : null }, label)));
}

/** Signed out while something is edited: sign in over it, so that nothing is lost. */
onSignedOut(() => {
  if (!unsaved()) return showEntry();
  const done = () => { dialog.close(); drawBar(); };
  const dialog = open({
    title: t("You have been signed out"),
    body: h("div", { class: "stack" }, h("p", {}, t("What you wrote is still here. Sign in to save it.")), signInForm(done).element),
  });
  return drawBar();
});

start();
