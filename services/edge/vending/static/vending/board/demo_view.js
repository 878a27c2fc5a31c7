/** The demo's own login, for one tap. */

import { formView, submitButton } from "../../pages/fields.js";
import { demoLogin } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";

/** @typedef {import("../../pages/signin.js").SignIn} SignIn */

/** Nothing outside of a demo. @param {SignIn} signIn */
export function demoView({ demo }) {
  const login = demoLogin();
  if (!demo || !login) return nothing;
  const words = html`${symbol("user")}${t("Sign in as {name}", { name: login.username })}`;
  return html`<section class="card demo">${formView(demo, {
    label: t("Demo"),
    content: html`<p>${t("This is a demo: its machines are played by a program, and no money moves.")}</p>`,
    actions: submitButton(demo, words, { look: "wide" }),
  })}</section>`;
}
