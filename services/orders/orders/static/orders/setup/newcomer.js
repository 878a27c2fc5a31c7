// An account for a new colleague, with a password that is shown once.

import { Unreachable } from "../../pages/api.js";
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { field, form } from "./form.js";
import { accountCreate, staffAdd } from "./store.js";
import { tell } from "./tell.js";
import { email, username } from "./values.js";

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

function fieldsOf() {
  const plain = { required: true, maxlength: 150, autocomplete: "off" };
  return [
    field({ name: "first_name", label: t("First name"), ...plain }),
    field({ name: "last_name", label: t("Last name"), ...plain }),
    field({ name: "email", label: t("E-mail"), ...plain, type: "email", maxlength: 254, read: email,
      hint: t("Theirs, or that of your place.") }),
    field({ name: "username", label: t("Username"), ...plain, autocapitalize: "none", spellcheck: "false",
      read: username, hint: t("At least 4 characters. They sign in with it.") }),
  ];
}

/**
 * The form; `added(ids)` is told who works at the place now. `told` is where the password is shown, `kept()` says so
 * while it is.
 */
export function newcomerForm({ place, added }) {
  const fields = fieldsOf();
  const attempt = attempts();
  const told = h("div", { class: "told stack", hidden: true });
  const close = () => { told.hidden = true; told.replaceChildren(); fields[0].focus(); };
  const made = form({
    label: t("Make an account for somebody new"), fields,
    content: [h("p", { class: "hint" }, t("You get a password to hand over.")),
      h("div", { class: "pair" }, fields[0].element, fields[1].element), fields[2].element, fields[3].element],
    actions: [h("button", { class: "button primary", type: "submit" }, t("Create the account"))],
    save: async (person) => {
      const account = await attempt(person);
      await added(await staffAdd(place.id, account.id));
      attempt.done();
      for (const each of fields) each.set("");
      made.clean();
      told.replaceChildren(...handOver(account, close));
      told.hidden = false;
      told.querySelector("h3").focus();
    },
  });
  const kept = () => !told.hidden && t("The new password is shown only here. Write it down before you leave.");
  return { ...made, told, kept };
}

/** Makes the account once, however often the rest of the work has to be tried again. */
function attempts() {
  let account = null;
  let lost = false;
  const attempt = async (person) => {
    if (account?.username !== person.username) [account, lost] = [{ ...person, password: newPassword() }, false];
    if (account.id) return account;
    try {
      const { id: _, ...wanted } = { ...account, ...person };
      account.id = await accountCreate(wanted, { again: lost });
    } catch (error) {
      lost ||= error instanceof Unreachable;
      throw error;
    }
    return account;
  };
  attempt.done = () => { account = null; };
  return attempt;
}

/** Name and password, shown this one time, until the person says that they have them. */
function handOver({ username: name, password }, close) {
  const link = `${document.body.dataset.publicUrl || location.origin}/orders/panel/`;
  const facts = [[t("Address"), link], [t("Username"), name], [t("Password"), password]];
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(facts.map(([term, value]) => `${term}: ${value}`).join("\n"));
      tell(t("Copied."));
    } catch {
      tell(t("The browser does not copy here. Please write it down."), { kind: "warn" });
    }
  };
  return [
    h("h3", { tabindex: "-1" }, t("{name} can sign in now", { name })),
    h("p", {}, t("Hand this over. The password is shown only here and only now.")),
    h("dl", { class: "facts secret" }, ...facts.flatMap(([term, value]) => [h("dt", {}, term), h("dd", {}, value)])),
    h("div", { class: "row" },
      h("button", { type: "button", class: "button", on: { click: copy } }, t("Copy")),
      h("button", { type: "button", class: "button primary", on: { click: close } }, t("I have written it down"))),
  ];
}
