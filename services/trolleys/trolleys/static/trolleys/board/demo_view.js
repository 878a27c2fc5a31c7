/** The demo's one tap into the board; nothing outside of a demo. */

import { formView, submitButton } from "../../pages/fields.js";
import { demoLogin } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";

/** @param {import("../../pages/signin.js").SignIn} signIn */
export function demoView({ demo }) {
  const login = demoLogin();
  if (!demo || !login) return nothing;
  const words = html`${symbol("user")}${t("Sign in as {name}", { name: login.username })}`;
  return html`<section class="card demo">${formView(demo, {
    label: t("Demo"),
    content: html`<p>${t("This is a demo: a supermarket with its trolleys is here to look around and change.")}</p>`,
    actions: submitButton(demo, words, { look: "wide" }),
  })}</section>`;
}
