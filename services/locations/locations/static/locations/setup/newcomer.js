/** An account for a new colleague, with a password that is shown once. */

import { email, username } from "../../pages/account.js";
import { Unreachable } from "../../pages/api.js";
import { fieldsView, formView, plainButton, submitButton } from "../../pages/fields.js";
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { accountCreate, staffAdd } from "./calls.js";
import { publicAddress, reachWarning } from "./reach_warning.js";
import { roleField } from "./roles.js";
import { focusOn, makeForm, page } from "./state.js";
import { tell } from "./tell.js";

/** @typedef {{username: string, password: string}} Account */

const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"; // none that look alike on paper
const GROUPS = [4, 4, 4];

/** A password that can be read out and typed on a phone: about 59 random bits. */
export function newPassword() {
  const letter = () => {
    for (;;) {
      const [byte] = crypto.getRandomValues(new Uint8Array(1));
      if (byte < 256 - (256 % LETTERS.length)) return LETTERS[byte % LETTERS.length];
    }
  };
  return GROUPS.map((length) => Array.from({ length }, letter).join("")).join("-");
}

/** @returns {import("../../pages/form.js").Field[]} */
function fields() {
  const plain = { required: true, maxlength: 150, autocomplete: "off" };
  return [
    { name: "first_name", label: t("First name"), ...plain },
    { name: "last_name", label: t("Last name"), ...plain },
    { name: "email", label: t("E-mail"), ...plain, type: "email", maxlength: 254, read: email,
      hint: t("Theirs. Whoever reads its mails can choose a new password.") },
    { name: "username", label: t("Username"), ...plain, autocapitalize: "none", spellcheck: "false", read: username,
      hint: t("At least 4 characters. They sign in with it.") },
    roleField(),
  ];
}

export class Newcomer {
  /** The new account, while its password is shown. @type {Account|null} */
  account = null;

  /** @param {{placeId: number, added: () => Promise<void>}} options `added` is called when they work there */
  constructor({ placeId, added }) {
    const attempts = new Attempts();
    this.form = makeForm({
      fields: fields(),
      save: async ({ role, ...person }) => {
        const account = await attempts.make(person);
        await staffAdd(placeId, account.username, role);
        await added();
        attempts.done();
        for (const { name, value = "" } of this.form.fields) this.form.set(name, value);
        this.form.clean();
        this.account = account;
        page.changed();
        focusOn(".told h3");
      },
    });
  }

  /** What would be lost: the password that is shown, in words, or what is typed. */
  unsaved() {
    if (this.account) return t("The new password is shown only here. Write it down before you leave.");
    return this.form.dirty();
  }

  /** The person has the password. */
  close() {
    this.account = null;
    page.changed();
    focusOn(".newcomer input");
  }
}

/** Makes the account once, however often the rest of the work has to be tried again. */
class Attempts {
  /** @type {(Account & Record<string, string>)|null} */
  #account = null;
  #isMade = false;
  #lost = false;

  /** @param {any} person @returns {Promise<Account>} */
  async make(person) {
    if (this.#account?.username !== person.username) {
      [this.#account, this.#isMade, this.#lost] = [{ ...person, password: newPassword() }, false, false];
    }
    const account = { .../** @type {Account} */ (this.#account), ...person };
    try {
      if (!this.#isMade) await accountCreate(account, { again: this.#lost });
      this.#isMade = true;
    } catch (error) {
      this.#lost ||= error instanceof Unreachable;
      throw error;
    }
    return { username: account.username, password: account.password };
  }

  done() {
    this.#account = null;
  }
}

/** @param {Newcomer} newcomer */
export function newcomerView(newcomer) {
  const { account, form } = newcomer;
  return html`<section class="card stack newcomer" aria-label=${t("Somebody new")}>
    <h2>${t("Somebody new")}</h2>
    ${account ? handOver(account, () => newcomer.close()) : nothing}
    ${formView(form, {
      label: t("Make an account for somebody new"),
      content: html`<p class="hint">${t("You get a password to hand over.")}</p>
        <div class="pair">${fieldsView(form, "first_name", "last_name")}</div>
        ${fieldsView(form, "email", "username", "role")}`,
      actions: submitButton(form, t("Create the account")),
    })}
  </section>`;
}

/**
 * Name and password, shown this one time, until the person says that they have them.
 * @param {Account} account
 * @param {() => void} close
 */
export function handOver({ username: name, password }, close) {
  const link = `${publicAddress()}/orders/panel/`;
  const facts = [[t("Address"), link], [t("Username"), name], [t("Password"), password]];
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(facts.map(([term, value]) => `${term}: ${value}`).join("\n"));
      tell(t("Copied."));
    } catch {
      tell(t("The browser does not copy here. Please write it down."), { kind: "warn" });
    }
  };
  return html`<div class="told stack">
    <h3 tabindex="-1">${t("{name} can sign in now", { name })}</h3>
    <p>${t("Hand this over. The password is shown only here and only now.")}</p>
    ${reachWarning()}
    <dl class="facts secret">${facts.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>
    <div class="row">${plainButton(t("Copy"), copy)}${plainButton(t("I have written it down"), close, "primary")}</div>
  </div>`;
}
