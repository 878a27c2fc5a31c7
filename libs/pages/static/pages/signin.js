/** The form that staff and owners sign in with, and the demo's one tap. */

import { fieldsView, formView, plainButton, submitButton } from "./fields.js";
import { Forgotten } from "./forgot.js";
import { Form, Wrong } from "./form.js";
import { changePassword, demoLogin, signIn, signOut, who } from "./login.js";
import { t } from "./texts.js";
import { html, nothing, symbol } from "./view.js";

/** @typedef {import("./form.js").Field} Field */
/**
 * @typedef {object} SignIn
 * @property {Form} form
 * @property {Form|null} demo null outside of a demo
 * @property {Forgotten|null} forgotten while somebody looks for a way without the password
 * @property {Own|null} own after signing in by a password that somebody else has made
 * @property {() => void} forget begins with `forgotten`
 */

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
  spellcheck: "false", autocomplete: "current-password", raw: (typed) => typed, ...hidden(), ...more,
});

/**
 * What goes with letters that are not seen: a word while Caps Lock is on, and the button that shows them.
 * @returns {Pick<Field, "after"|"keyed">}
 */
function hidden() {
  let isCapital = false;
  return {
    keyed(form, event) {
      const isOn = event.getModifierState?.("CapsLock") ?? false; // what fills a form in has no modifiers
      if (isOn === isCapital) return;
      isCapital = isOn;
      form.redraw();
    },
    after: (form, field) => html`<p class="capitals" role="status">${
      isCapital ? html`${symbol("up")}${t("Caps Lock is on.")}` : nothing}</p>${showButton(form, field)}`,
  };
}

/** Shows a password, or hides it again. @param {import("./form.js").Form} form @param {Field} field */
function showButton(form, field) {
  const isShown = field.type === "text";
  const turn = () => {
    field.type = isShown ? "password" : "text";
    form.redraw();
  };
  return html`<button type="button" class="button quiet reveal" aria-pressed=${String(isShown)} @click=${turn}>
    ${symbol("eye")}${t("Show the password")}</button>`;
}

/** A password that is not too short. @param {string} typed */
export function newPassword(typed) {
  if (typed.length < 7) throw new Wrong(t("A password has at least 7 characters."));
  return typed;
}

/** What nobody may have as a password. @type {import("./refusals.js").Words} */
export const WEAK = {
  weak_password: () => t("This password is among those that are guessed first. Choose another one."),
};

/** A field for a password that is chosen. @param {Partial<Field>} [more] @returns {Field} */
export const newPasswordField = (more = {}) => passwordField({
  autocomplete: "new-password", read: newPassword, hint: t("At least 7 characters, and none that many people have."),
  ...more,
});

/** Asks for an own password after one that was handed over; whoever is in a hurry goes on without. */
class Own {
  /** @param {string} password @param {() => void} changed @param {() => unknown} done */
  constructor(password, changed, done) {
    this.done = done;
    this.form = new Form({
      changed, reasons: WEAK, places: { weak_password: "fresh" },
      fields: [newPasswordField({ name: "fresh", label: t("New password") })],
      save: async ({ fresh }) => {
        await changePassword(password, fresh);
        await done();
      },
    });
  }

  view() {
    return html`<div class="stack own">
      <h2 tabindex="-1">${t("Choose your own password")}</h2>
      <p>${t("The one you have was made by somebody else.")}</p>
      ${formView(this.form, {
        label: t("Choose your own password"),
        content: html`<input class="visually-hidden" autocomplete="username" value=${who()?.username ?? ""} readonly
          tabindex="-1" aria-hidden="true">${fieldsView(this.form)}`,
        actions: submitButton(this.form, t("Save and go on"), { look: "primary wide" }),
      })}
      ${plainButton(t("Not now"), () => this.done(), "quiet wide")}
    </div>`;
  }
}

/**
 * What somebody types to sign in. Who comes to a demo by a link that ends in `#demo` is signed in at once.
 * @param {() => void} changed the store's
 * @param {() => unknown} done called when somebody is signed in
 * @returns {SignIn}
 */
export function makeSignIn(changed, done) {
  const enter = async (/** @type {string} */ username, /** @type {string} */ password) => {
    const { handedOver } = await signIn(username, password);
    if (!handedOver) return done();
    entrance.own = new Own(password, changed, done);
    return shift(changed, ".own h2");
  };
  const form = new Form({
    fields: [usernameField(), passwordField()], changed, reasons: WRONG,
    save: ({ username, password }) => enter(username, password),
  });
  const back = () => {
    entrance.forgotten = null;
    shift(changed, ".sign-in input");
  };
  const forget = () => {
    entrance.forgotten = new Forgotten(changed, back);
    shift(changed, ".forgotten h2");
  };
  /** @type {SignIn} */
  const entrance = { form, demo: null, forgotten: null, own: null, forget };
  const login = demoLogin();
  if (!login) return entrance;
  const save = () => enter(login.username, login.password);
  const demo = new Form({ fields: [], changed, reasons: WRONG, save });
  if (location.hash === DEMO) {
    history.replaceState(null, "", location.pathname + location.search); // once: whoever signs out stays signed out
    demo.submit();
  }
  entrance.demo = demo;
  return entrance;
}

/** Shows what has changed, and puts the focus there. @param {() => void} changed @param {string} selector */
function shift(changed, selector) {
  changed();
  requestAnimationFrame(() => /** @type {HTMLElement|null} */ (document.querySelector(selector))?.focus());
}

/** The form. @param {SignIn} signIn */
export function signInView({ form, forgotten, own, forget }) {
  if (own) return own.view();
  if (forgotten) return forgotten.view();
  return html`<div class="stack sign-in">${formView(form, {
    label: t("Sign in"), content: fieldsView(form), actions: submitButton(form, t("Sign in"), { look: "primary wide" }),
  })}${plainButton(t("Forgot your password?"), forget, "quiet wide")}</div>`;
}

/**
 * The demo's own login, for one tap; nothing outside of a demo.
 * @param {SignIn} signIn
 * @param {string} [about] what is there to be tried
 */
export function demoView({ demo, own, forgotten }, about = aboutCafe()) {
  const login = demoLogin();
  if (!demo || !login || own || forgotten) return nothing;
  const words = html`${symbol("user")}${t("Sign in as {name}", { name: login.username })}`;
  return html`<section class="card demo">${formView(demo, {
    label: t("Demo"),
    content: html`<p>${about}</p>`,
    actions: submitButton(demo, words, { look: "wide" }),
  })}</section>`;
}

const aboutCafe = () => t("This is a demo: a café with its menu is here to look around and change.");
