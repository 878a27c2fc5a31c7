/** Forgotten passwords: a link by mail where the server sends mails, else whom to ask. */

import { get, post } from "./api.js";
import { fieldsView, formView, plainButton, submitButton } from "./fields.js";
import { Form } from "./form.js";
import { explain } from "./refusals.js";
import { t } from "./texts.js";
import { html, waiting } from "./view.js";

const FORGOT = "/verification/password/forgot/";

/** @type {import("./refusals.js").Words} */
const WRONG = {
  mail_not_configured: () => whomToAsk(),
  too_many_attempts: () => t("Too many links were asked for. Look for the mail, or try again in an hour."),
};

const whomToAsk = () =>
  t("Ask the owner of your place for a new password. Owners ask whoever runs this server.");

/** What somebody sees who has forgotten the password. */
export class Forgotten {
  /** Whether links can be mailed; null while that is asked. @type {boolean|null} */
  byMail = null;
  /** Whether a link is on its way. */
  sent = false;
  trouble = "";

  /** @param {() => void} changed the store's @param {() => void} back to signing in */
  constructor(changed, back) {
    this.back = back;
    this.form = new Form({
      changed, reasons: WRONG,
      fields: [{ name: "whom", label: t("Username or e-mail"), required: true, autocomplete: "username",
        autocapitalize: "none", spellcheck: "false", maxlength: 254 }],
      save: async ({ whom }) => {
        await post(FORGOT, { whom });
        this.sent = true;
        changed();
      },
    });
    get(FORGOT).then(({ by_mail }) => {
      this.byMail = by_mail;
    }).catch((error) => {
      this.trouble = explain(error);
    }).finally(changed);
  }

  view() {
    return html`<div class="stack forgotten">
      <h2 tabindex="-1">${t("Forgot your password?")}</h2>
      ${this.#content()}
      ${plainButton(t("Back to signing in"), this.back, "quiet wide")}
    </div>`;
  }

  #content() {
    if (this.trouble) return html`<p class="banner" data-state="bad" role="alert">${this.trouble}</p>`;
    if (this.byMail === null) return waiting(t("One moment…"));
    if (!this.byMail) return html`<p>${whomToAsk()}</p>`;
    if (this.sent) return html`<p class="banner" data-state="good" role="status">${
      t("If there is such an account, a link is on its way to its e-mail. It works once, for 30 minutes.")}</p>
      <p>${t("No mail? Look among what was sorted out. Else ask the owner of your place.")}</p>`;
    return formView(this.form, {
      label: t("Ask for a link"),
      content: html`<p>${t("You get a link by mail, with which you choose a new password.")}</p>${
        fieldsView(this.form)}`,
      actions: submitButton(this.form, t("Send me a link"), { look: "primary wide" }),
    });
  }
}
