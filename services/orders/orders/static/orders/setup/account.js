// Signing in, and making an account for whoever runs a place.

import { post, Unreachable } from "../../pages/api.js";
import { h } from "../../pages/dom.js";
import { demoLogin, signIn } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { field, form } from "./form.js";
import { email, newPassword, username } from "./values.js";

const WRONG_LOGIN = {
  incorrect_credentials: () => t("Username or password is wrong. Capital letters matter."),
};
const WRONG_ACCOUNT = {
  incorrect_credentials: () =>
    t("This cannot be an account. Take a password that is less common, and check each field."),
};

/** The sign-in form; `done` is called when somebody is signed in. */
export function signInForm(done) {
  const name = field({
    name: "username", label: t("Username"), required: true, autocomplete: "username", autocapitalize: "none",
    spellcheck: "false", maxlength: 150,
  });
  const word = password({ autocomplete: "current-password" });
  const fields = [name, word];
  return form({
    label: t("Sign in"), fields, reasons: WRONG_LOGIN,
    content: [name.element, word.element],
    actions: [h("button", { class: "button primary wide", type: "submit" }, t("Sign in"))],
    save: async ({ username: who, password: secret }) => {
      await signIn(who, secret);
      await done();
    },
  });
}

/** A field for a password. */
export function password(more) {
  const word = field({
    name: "password", label: t("Password"), type: "password", required: true, maxlength: 1024,
    autocapitalize: "none", spellcheck: "false", ...more,
  });
  const untrimmed = word.read;
  word.read = () => { untrimmed(); return word.control.value; };
  return word;
}

/** A name that is taken after an answer got lost may be ours: signing in will tell. */
function registration() {
  let lost = false;
  return async (account) => {
    try {
      await post("/verification/register/", account);
    } catch (error) {
      if (lost && error.reason === "duplicate_user") return;
      lost ||= error instanceof Unreachable;
      throw error;
    }
  };
}

/** The account form; it signs in at once. */
export function accountForm(done) {
  const register = registration();
  const fields = [
    field({ name: "first_name", label: t("First name"), required: true, autocomplete: "given-name", maxlength: 150 }),
    field({ name: "last_name", label: t("Last name"), required: true, autocomplete: "family-name", maxlength: 150 }),
    field({ name: "email", label: t("E-mail"), required: true, type: "email", autocomplete: "email",
      maxlength: 254, read: email }),
    field({ name: "username", label: t("Username"), required: true, autocomplete: "username", maxlength: 150,
      autocapitalize: "none", spellcheck: "false", read: username,
      hint: t("At least 4 characters. You sign in with it.") }),
    password({ autocomplete: "new-password", read: newPassword, hint: t("At least 7 characters.") }),
  ];
  return form({
    label: t("Create an account"), fields, reasons: WRONG_ACCOUNT,
    content: [h("div", { class: "pair" }, fields[0].element, fields[1].element),
      ...fields.slice(2).map((each) => each.element)],
    actions: [h("button", { class: "button primary wide", type: "submit" }, t("Create the account"))],
    save: async (account) => {
      await register(account);
      await signIn(account.username, account.password);
      await done();
    },
  });
}

/** One tap for who tries the demo. */
function demoOffer(done) {
  const login = demoLogin();
  if (!login) return null;
  const offer = form({
    label: t("Demo"), fields: [], reasons: WRONG_LOGIN,
    content: [h("p", {}, t("This is a demo: a café with its menu is here to look around and change."))],
    actions: [h("button", { class: "button wide", type: "submit" }, t("Sign in as {name}", { name: login.username }))],
    save: async () => {
      await signIn(login.username, login.password);
      await done();
    },
  });
  return h("section", { class: "card demo" }, offer.element);
}

/** What somebody sees who is not signed in: sign in, or begin. */
export function entry(done) {
  const box = h("div", { class: "card stack entry" });
  const show = ({ title, made, other, turn }) => {
    const heading = h("h2", { tabindex: "-1" }, title);
    const click = () => turn().focus();
    const button = h("button", { class: "button quiet wide", type: "button", on: { click } }, other);
    box.replaceChildren(heading, made.element, button);
    return heading;
  };
  const returning = () => show({
    title: t("Sign in"), made: signInForm(done), other: t("I run a place and have no account yet"), turn: beginning,
  });
  const beginning = () => show({
    title: t("Create an account"), made: accountForm(done), other: t("I have an account: sign in"), turn: returning,
  });
  returning();
  return h("div", { class: "stack entrance" },
    h("p", { class: "lead" },
      t("Put your place, its menu and your staff in. Guests order at the table, with their own phones.")),
    demoOffer(done), box);
}
