/** A new password, by a link that was mailed: `#/reset/<secret>`. The secret leaves the address at once. */

import { post } from "../../pages/api.js";
import { fieldsView, formView, plainButton, submitButton } from "../../pages/fields.js";
import { signIn } from "../../pages/login.js";
import { WEAK, newPasswordField } from "../../pages/signin.js";
import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";
import { makeForm } from "./state.js";

/** @type {import("../../pages/refusals.js").Words} */
const WRONG = {
  ...WEAK,
  link_expired: () =>
    t("This link has been used, or is older than 30 minutes. Sign in, or ask for another one there."),
};

/** The secret of the link by which somebody came, "" for none. */
export function linkOfAddress() {
  const [, link = ""] = /^#\/reset\/([\w-]{20,100})$/.exec(location.hash) ?? [];
  if (link) history.replaceState(null, "", location.pathname);
  return link;
}

/**
 * The form; it signs in at once.
 * @param {string} link
 * @param {() => unknown} done called when somebody is signed in, or wants to sign in as always
 */
export function makeReset(link, done) {
  const form = makeForm({
    reasons: WRONG,
    fields: [newPasswordField({ name: "fresh", label: t("New password") })],
    save: async ({ fresh }) => {
      const { username } = await post("/verification/password/reset/", { link, new_password: fresh });
      await signIn(username, fresh);
      await done();
    },
  });
  return {
    view: () => html`<div class="stack entrance"><div class="card stack entry">
      <h2 tabindex="-1">${t("Choose a new password")}</h2>
      <p>${t("All devices where you are signed in have to sign in again.")}</p>
      ${formView(form, {
        label: t("Choose a new password"), content: fieldsView(form),
        actions: submitButton(form, t("Save and sign in"), { look: "primary wide" }),
      })}
      ${plainButton(t("Go to signing in"), done, "quiet wide")}
    </div></div>`,
  };
}
