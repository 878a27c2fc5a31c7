/** What somebody sees who is not signed in: the demo's one tap, signing in, an account. */

import { accountView, makeAccount } from "../../pages/account.js";
import { plainButton } from "../../pages/buttons.js";
import { demoView, makeSignIn, signInView } from "../../pages/signin.js";
import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";
import { page } from "./state.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {{signIn: import("../../pages/signin.js").SignIn, account: Form, isNew: boolean}} Entry */

/** The forms; `done` is called when somebody is signed in. @param {() => unknown} done @returns {Entry} */
export const makeEntry = (done) => ({
  signIn: makeSignIn(page.changed, done), account: makeAccount(page.changed, done), isNew: false,
});

/** Turns from signing in to making an account, or back. @param {Entry} entry */
function turn(entry) {
  entry.isNew = !entry.isNew;
  page.changed();
  page.flush();
  /** @type {HTMLElement|null} */ (document.querySelector(".entry h2"))?.focus();
}

/** @param {import("./state.js").State} state */
export function entryView({ entry }) {
  if (!entry) return undefined;
  const [title, other] = entry.isNew
    ? [t("Create an account"), t("I have an account: sign in")]
    : [t("Sign in"), t("I am new here: create an account")];
  return html`<p>${t("Scan in, take what you like, scan out. You pay afterwards, with this phone.")}</p>
    ${demoView(entry.signIn, t("This is a demo: Vera walks through the store by herself. See what her phone shows."))}
    <section class="card stack entry">
      <h2 tabindex="-1">${title}</h2>
      ${entry.isNew ? accountView(entry.account) : signInView(entry.signIn)}
      ${plainButton(other, () => turn(entry), "quiet wide")}
    </section>`;
}
