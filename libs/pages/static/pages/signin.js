/** The form that staff and owners sign in with, and the demo's one tap. */

import { fieldsView, formView, submitButton } from "./fields.js";
import { Form } from "./form.js";
import { demoLogin, signIn, signOut, who } from "./login.js";
import { t } from "./texts.js";
import { html, nothing, symbol } from "./view.js";

/** @typedef {import("./form.js").Field} Field */
/** @typedef {{form: Form, demo: Form|null}} SignIn  `demo` is null outside of a demo */

/** @type {import("./refusals.js").Words} */
const WRONG = {
  incorrect_credentials: () => t("Username or password is wrong. Capital letters matter."),
};

/** An address that ends so signs in as the demo does; outside of a demo it is like any other. */
const DEMO = "#demo";

// Before the page looks who is there: whoever goes from one role of the demo to the next is one after the other.
if (location.hash === DEMO && who() && demoLogin() && demoLogin()?.username !== who()?.username) signOut();

/**
 * A field for a username.
 * @param {Partial<Field>} [more]
 * @returns {Field}
 */
export const usernameField = (more = {}) => ({
  name: "username", label: t("Username"), required: true, autocomplete: "username", autocapitalize: "none",
  spellcheck: "false", maxlength: 150, ...more,
});

/**
 * A field for a password, which is taken as it is typed.
 * @param {Partial<Field>} [more]
 * @returns {Field}
 */
export const passwordField = (more = {}) => ({
  name: "password", label: t("Password"), type: "password", required: true, maxlength: 1024, autocapitalize: "none",
  spellcheck: "false", autocomplete: "current-password", raw: (typed) => typed, ...more,
});

/**
 * What somebody types to sign in. Who comes to a demo by a link that ends in `#demo` is signed in at once.
 * @param {() => void} changed the store's
 * @param {() => unknown} done called when somebody is signed in
 * @returns {SignIn}
 */
export function makeSignIn(changed, done) {
  const enter = async (/** @type {string} */ username, /** @type {string} */ password) => {
    await signIn(username, password);
    await done();
  };
  const form = new Form({
    fields: [usernameField(), passwordField()], changed, reasons: WRONG,
    save: ({ username, password }) => enter(username, password),
  });
  const login = demoLogin();
  if (!login) return { form, demo: null };
  const save = () => enter(login.username, login.password);
  const demo = new Form({ fields: [], changed, reasons: WRONG, save });
  if (location.hash === DEMO) {
    history.replaceState(null, "", location.pathname + location.search); // once: whoever signs out stays signed out
    demo.submit();
  }
  return { form, demo };
}

/** The form. @param {SignIn} signIn */
export function signInView({ form }) {
  return formView(form, {
    label: t("Sign in"), content: fieldsView(form), actions: submitButton(form, t("Sign in"), { look: "primary wide" }),
  });
}

/**
 * The demo's own login, for one tap; nothing outside of a demo.
 * @param {SignIn} signIn
 * @param {string} [about] what is there to be tried
 */
export function demoView({ demo }, about = aboutCafe()) {
  const login = demoLogin();
  if (!demo || !login) return nothing;
  const words = html`${symbol("user")}${t("Sign in as {name}", { name: login.username })}`;
  return html`<section class="card demo">${formView(demo, {
    label: t("Demo"),
    content: html`<p>${about}</p>`,
    actions: submitButton(demo, words, { look: "wide" }),
  })}</section>`;
}

const aboutCafe = () => t("This is a demo: a café with its menu is here to look around and change.");
