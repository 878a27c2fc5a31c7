/** What somebody sees who is not signed in: sign in, or make an account. */

import { accountView, makeAccount } from "../../pages/account.js";
import { plainButton } from "../../pages/buttons.js";
import { demoView, makeSignIn, signInView } from "../../pages/signin.js";
import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";
import { focusOn, page } from "./state.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {{signIn: import("../../pages/signin.js").SignIn, account: Form, beginning: boolean}} Entry */

/**
 * The forms of both; `done` is called when somebody is signed in.
 * @param {() => unknown} done
 * @returns {Entry}
 */
export const makeEntry = (done) => ({
  signIn: makeSignIn(page.changed, done), account: makeAccount(page.changed, done), beginning: false,
});

/** Turns from signing in to making an account, or back. @param {Entry} entry */
function turn(entry) {
  entry.beginning = !entry.beginning;
  page.changed();
  focusOn(entry.beginning ? ".entry .form input" : ".entry h2"); // who has no account yet writes at once
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
