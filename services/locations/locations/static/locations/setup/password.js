/** Another password for who is signed in: staff get their first one from the owner. */

import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { changePassword, who } from "../../pages/login.js";
import { newPasswordField, passwordField } from "../../pages/signin.js";
import { t } from "../../pages/texts.js";
import { html, mount } from "../../pages/view.js";
import { makeForm, page } from "./state.js";
import { tell } from "./tell.js";

/** @type {import("../../pages/refusals.js").Words} */
const WRONG = {
  incorrect_credentials: () => t("The old password is wrong. Capital letters matter."),
};

/** Asks for the old password and a new one, in a dialog. */
export function askNewPassword() {
  const form = makeForm({
    reasons: WRONG,
    fields: [
      passwordField({ name: "old", label: t("Old password") }),
      newPasswordField({ name: "fresh", label: t("New password") }),
    ],
    save: async ({ old, fresh }) => {
      await changePassword(old, fresh);
      dialog.close();
      tell(t("Your password is changed."));
    },
  });
  const body = h("div");
  const onClose = mount(page, () => passwordView(form), body);
  const dialog = open({ title: t("Change the password"), body, onClose });
}

/** The hidden name tells password managers whose password it is. @param {import("../../pages/form.js").Form} form */
const passwordView = (form) => formView(form, {
  label: t("Change the password"),
  content: html`<input class="visually-hidden" autocomplete="username" value=${who()?.username ?? ""} readonly
      tabindex="-1" aria-hidden="true">
    <p class="hint">${t("All other devices where you are signed in have to sign in again.")}</p>
    ${fieldsView(form)}`,
  actions: submitButton(form, t("Change the password")),
});
