/** Who takes the trolley: a guest, or who is signed in. Nobody has to be. */

import { plainButton } from "../../pages/buttons.js";
import { signOut } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";
import { askForLogin } from "./visit.js";

/** @typedef {import("./state.js").State} State */

/** @param {State} state */
export function personView({ person, signIn }) {
  if (person) {
    return html`<p class="row"><span class="grow">${t("You are signed in as")} <bdi>${person.username}</bdi></span>${
      plainButton(t("Sign out"), () => signOut(), "quiet")}</p>`;
  }
  if (signIn) {
    return html`<section class="card stack" id="sign-in"><h2 tabindex="-1">${t("Sign in")}</h2>${signIn()}</section>`;
  }
  return html`<p class="row"><span class="grow">${t("You need no account.")}</span>${
    plainButton(t("Sign in"), askForLogin, "quiet")}</p>`;
}
