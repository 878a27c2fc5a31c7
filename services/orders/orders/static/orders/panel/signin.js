// Signing in, and choosing the place: what comes before the board.
import { h } from "../../pages/dom.js";
import { signOut } from "../../pages/login.js";
import { demoView, makeSignIn, signInView } from "../../pages/signin.js";
import { makeStore } from "../../pages/store.js";
import { t } from "../../pages/texts.js";
import { mount } from "../../pages/view.js";
import { icon } from "./icons.js";

/** Where owners make their place. */
export const SETUP = "/locations/setup/";

const home = () => h("a", { class: "button quiet", href: "/" }, t("Start page"));

/** A page with one card in the middle. */
function gate(main, title, ...content) {
  main.replaceChildren(h("div", { class: "gate" }, h("div", { class: "card stack gate-card" },
    h("h1", {}, title), ...content)));
}

/** Ask for name and password; `done` follows. */
export function showSignIn(main, done) {
  const store = makeStore({});
  const signIn = makeSignIn(store.changed, done);
  const form = h("div", { class: "stack" });
  mount(store, () => [signInView(signIn), demoView(signIn)], form);
  gate(main, t("Order panel"), h("p", { class: "soft" }, t("Sign in as staff of your place.")), form,
    h("div", { class: "row" }, home(), h("a", { class: "button quiet", href: SETUP }, t("Set up a place"))));
  form.querySelector("input").focus();
}

/** Let somebody choose one of several places. */
export function choosePlace(main, places, chosen) {
  const buttons = places.map((place) => h("li", {}, h("button", {
    type: "button", class: "button wide place", on: { click: () => chosen(place) },
  }, h("span", {}, h("strong", {}, place.name), place.address && h("span", { class: "soft" }, place.address)))));
  gate(main, t("Which place?"), h("p", { class: "soft" }, t("This device remembers it.")),
    h("ul", { class: "stack" }, buttons), leave());
}

/** Somebody is signed in, but works nowhere. */
export function showNoPlace(main) {
  gate(main, t("No place yet"), h("p", {}, t("You do not own a place and are not staff of one.")),
    h("p", { class: "soft" }, t("Set one up, or ask the owner to add you to its staff, then load this page again.")),
    h("a", { class: "button primary wide", href: SETUP }, t("Set up a place")), leave());
}

/** Nothing can be told yet; it is tried again by itself. */
export function showTrouble(main, again) {
  gate(main, t("No connection"),
    h("p", { role: "status" }, t("The server does not answer. This page tries again by itself.")),
    h("button", { type: "button", class: "button primary wide", on: { click: again } },
      icon("refresh"), t("Try again now")));
}

export function showLoading(main) {
  gate(main, t("Order panel"),
    h("p", { class: "row", role: "status" }, h("span", { class: "spinner" }), t("Loading…")));
}

const leave = () => h("div", { class: "row" }, home(),
  h("button", { type: "button", class: "button quiet", on: { click: signOut } }, t("Sign out")));
