/** The form that makes an account, and what an account's fields may be. */

import { Refused, Unreachable, post } from "./api.js";
import { fieldsView, formView, submitButton } from "./fields.js";
import { Form, Wrong } from "./form.js";
import { signIn } from "./login.js";
import { WEAK, newPasswordField, usernameField } from "./signin.js";
import { t } from "./texts.js";
import { html } from "./view.js";

/** What keeps somebody from having an account. @type {import("./refusals.js").Words} */
export const ACCOUNT_WORDS = {
  duplicate_user: () => t("This username is taken, or looks like one that is. Choose another one."),
  registration_closed: () => t("New accounts are made by whoever runs this server. Ask them for one."),
};

/** @type {import("./refusals.js").Words} */
const WRONG = {
  ...ACCOUNT_WORDS,
  // What else a field may not hold is refused here, so that only the password is left.
  incorrect_credentials: WEAK.weak_password,
};

/**
 * The form; it signs in at once.
 * @param {() => void} changed the store's
 * @param {() => unknown} done called when somebody is signed in
 */
export function makeAccount(changed, done) {
  const register = registration();
  return new Form({
    changed, reasons: WRONG, places: { duplicate_user: "username", incorrect_credentials: "password" },
    fields: [
      { name: "first_name", label: t("First name"), required: true, autocomplete: "given-name", maxlength: 150 },
      { name: "last_name", label: t("Last name"), required: true, autocomplete: "family-name", maxlength: 150 },
      { name: "email", label: t("E-mail"), required: true, type: "email", autocomplete: "email", maxlength: 254,
        read: email, hint: t("For a link to a new password, should you forget yours. For nothing else.") },
      usernameField({ read: username, hint: t("At least 4 characters. You sign in with it.") }),
      newPasswordField(),
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
      if (lost && error instanceof Refused && error.reason === "duplicate_user") return;
      lost ||= error instanceof Unreachable;
      throw error;
    }
  };
}

/** @param {Form} form */
export function accountView(form) {
  return formView(form, {
    label: t("Create an account"),
    content: html`<div class="pair">${fieldsView(form, "first_name", "last_name")}</div>
      ${fieldsView(form, "email", "username", "password")}`,
    actions: submitButton(form, t("Create the account"), { look: "primary wide" }),
  });
}

/** An e-mail address. @param {string} typed */
export function email(typed) {
  if (!/^[A-Za-z0-9_.+-]+@[^@\s]+\.[^@\s]+$/.test(typed)) {
    throw new Wrong(t("Write an e-mail address such as anna@example.org."));
  }
  return typed;
}

/** A name to sign in with. @param {string} typed */
export function username(typed) {
  if (typed.length < 4) throw new Wrong(t("A username has at least 4 characters."));
  if (/\s\s|[^\S ]|[\p{Cc}\p{Cf}]/u.test(typed)) {
    throw new Wrong(t("A username has no double or invisible spaces. Type it anew."));
  }
  return typed;
}
