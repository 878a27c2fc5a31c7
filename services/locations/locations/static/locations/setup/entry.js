/** What somebody sees who is not signed in: sign in, or make an account. */

import { Unreachable, post } from "../../pages/api.js";
import { fieldsView, formView, plainButton, submitButton } from "../../pages/fields.js";
import { signIn } from "../../pages/login.js";
import { demoView, makeSignIn, passwordField, signInView, usernameField } from "../../pages/signin.js";
import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";
import { isRefusal } from "./calls.js";
import { focusOn, makeForm, page } from "./state.js";
import { email, newPassword, username } from "./values.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {{signIn: import("../../pages/signin.js").SignIn, account: Form, beginning: boolean}} Entry */

/** @type {import("../../pages/refusals.js").Words} */
const WRONG = {
  incorrect_credentials: () =>
    t("This cannot be an account. Take a password that is less common, and check each field."),
};

/**
 * The forms of both; `done` is called when somebody is signed in.
 * @param {() => unknown} done
 * @returns {Entry}
 */
export const makeEntry = (done) => ({
  signIn: makeSignIn(page.changed, done), account: accountForm(done), beginning: false,
});

/** The account form; it signs in at once. @param {() => unknown} done */
function accountForm(done) {
  const register = registration();
  return makeForm({
    reasons: WRONG,
    fields: [
      { name: "first_name", label: t("First name"), required: true, autocomplete: "given-name", maxlength: 150 },
      { name: "last_name", label: t("Last name"), required: true, autocomplete: "family-name", maxlength: 150 },
      { name: "email", label: t("E-mail"), required: true, type: "email", autocomplete: "email", maxlength: 254,
        read: email },
      usernameField({ read: username, hint: t("At least 4 characters. You sign in with it.") }),
      passwordField({ autocomplete: "new-password", read: newPassword, hint: t("At least 7 characters.") }),
    ],
    save: async (account) => {
      await register(account);
      await signIn(account.username, account.password);
      await done();
    },
  });
}

/** A name that is taken after an answer got lost may be ours: signing in will tell. */
function registration() {
  let lost = false;
  return async (/** @type {object} */ account) => {
    try {
      await post("/verification/register/", account);
    } catch (error) {
      if (lost && isRefusal(error, "duplicate_user")) return;
      lost ||= error instanceof Unreachable;
      throw error;
    }
  };
}

/** Turns from signing in to making an account, or back. @param {Entry} entry */
function turn(entry) {
  entry.beginning = !entry.beginning;
  page.changed();
  focusOn(".entry h2");
}

/** @param {Entry} entry */
export function entryView(entry) {
  const [title, other] = entry.beginning
    ? [t("Create an account"), t("I have an account: sign in")]
    : [t("Sign in"), t("I run a place and have no account yet")];
  return html`<div class="stack entrance">
    <p class="lead">${
      t("Put your place, its menu and your staff in. Guests order at the table, with their own phones.")}</p>
    ${demoView(entry.signIn)}
    <div class="card stack entry">
      <h2 tabindex="-1">${title}</h2>
      ${entry.beginning ? accountView(entry.account) : signInView(entry.signIn)}
      ${plainButton(other, () => turn(entry), "quiet wide")}
    </div>
  </div>`;
}

/** @param {Form} form */
function accountView(form) {
  return formView(form, {
    label: t("Create an account"),
    content: html`<div class="pair">${fieldsView(form, "first_name", "last_name")}</div>
      ${fieldsView(form, "email", "username", "password")}`,
    actions: submitButton(form, t("Create the account"), { look: "primary wide" }),
  });
}
