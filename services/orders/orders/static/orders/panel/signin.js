// Signing in, and choosing the place: what comes before the board.
import { Refused, Unreachable } from "../../pages/api.js";
import { h } from "../../pages/dom.js";
import { demoLogin, signIn, signOut } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { icon } from "./icons.js";

const home = () => h("a", { class: "button quiet", href: "/" }, t("Start page"));

/** A page with one card in the middle. */
function gate(main, title, ...content) {
  main.replaceChildren(h("div", { class: "gate" }, h("div", { class: "card stack gate-card" },
    h("h1", {}, title), ...content)));
}

/** Ask for name and password; `done` follows. */
export function showSignIn(main, done) {
  const name = h("input", { name: "username", autocomplete: "username", autocapitalize: "none", required: true });
  const password = h("input", { name: "password", type: "password", autocomplete: "current-password", required: true });
  const problem = h("p", { class: "banner", dataset: { state: "bad" }, role: "alert", hidden: true });
  const submit = h("button", { class: "button primary wide" }, t("Sign in"));
  const enter = (who, secret) => attempt({ who, secret, problem, submit, done, password });
  const form = h("form", {
    class: "stack",
    on: {
      submit: (event) => {
        event.preventDefault();
        enter(name.value.trim(), password.value);
      },
    },
  }, field(t("User name"), name), field(t("Password"), password), problem, submit);
  gate(main, t("Order panel"), h("p", { class: "soft" }, t("Sign in as staff of your place.")), form,
    demo(enter), h("div", { class: "row" }, home(),
      h("a", { class: "button quiet", href: "/orders/setup/" }, t("Set up a place"))));
  name.focus();
}

const field = (label, input) => h("label", { class: "field" }, h("span", {}, label), input);

/** A demo offers its login: one tap. */
function demo(enter) {
  const login = demoLogin();
  if (!login) return null;
  const { username, password } = login;
  return h("div", { class: "stack demo" },
    h("p", { class: "soft" }, t("This is a demo: name {name}, password {password}.", { name: username, password })),
    h("button", { type: "button", class: "button wide", on: { click: () => enter(username, password) } },
      icon("user"), t("Use the demo login")));
}

async function attempt({ who, secret, problem, submit, done, password }) {
  problem.hidden = true;
  submit.setAttribute("aria-disabled", "true");
  try {
    await signIn(who, secret);
    done();
  } catch (error) {
    problem.replaceChildren(icon("warn"), h("span", {}, reason(error)));
    problem.hidden = false;
    if (error instanceof Refused) password.select();
  } finally {
    submit.removeAttribute("aria-disabled");
  }
}

function reason(error) {
  if (error instanceof Unreachable) return t("The server does not answer. Check the connection, then try again.");
  if (!(error instanceof Refused)) throw error;
  if (error.status === 429) return t("Too many attempts. Wait a minute, then try again.");
  return t("Name or password is wrong.");
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
    h("a", { class: "button primary wide", href: "/orders/setup/" }, t("Set up a place")), leave());
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
