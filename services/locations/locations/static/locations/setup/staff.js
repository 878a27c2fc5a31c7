/** Who works at a place: the list, adding somebody, and an account for somebody new. */

import { confirm } from "../../pages/dialog.js";
import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { Wrong } from "../../pages/form.js";
import { usernameField } from "../../pages/signin.js";
import { t } from "../../pages/texts.js";
import { html, nothing, repeat, selection, symbol } from "../../pages/view.js";
import { isRefusal, staff, staffAdd, staffPassword, staffRemove, staffRole } from "./calls.js";
import { watch } from "./guard.js";
import { Newcomer, handOver, newcomerView } from "./newcomer.js";
import { explain } from "./reasons.js";
import { roleField, roleNames, roleOptions } from "./roles.js";
import { focusOn, makeForm, owns, page } from "./state.js";
import { tell } from "./tell.js";

/** @typedef {import("../../pages/places.js").Place} Place */
/** @typedef {import("./calls.js").Person} Person */

/** A person's own name, the account's where it is not known. @param {Person} person */
const nameOf = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ") || person.username;

/** @type {import("../../pages/refusals.js").Words} */
const WRONG = {
  user_not_found: () => t("Nobody has this username. Check the spelling, or make an account below."),
};

export class Staff {
  /** Who works here, the owner first. @type {Person[]} */
  people = [];
  /** A new password, while it is shown, and of whom. @type {{id: number, username: string, password: string}|null} */
  secret = null;
  /** @type {{existing: import("../../pages/form.js").Form, newcomer: Newcomer}|null} */
  adding = null;

  /** @param {Place} place */
  constructor(place) {
    this.place = place;
    if (!owns(place)) return;
    const added = () => this.load();
    const adding = { existing: this.#existing(), newcomer: new Newcomer({ placeId: place.id, added }) };
    const shown = () => t("The new password is shown only here. Write it down before you leave.");
    watch(() => (this.secret ? shown() : adding.newcomer.unsaved() || adding.existing.dirty()));
    this.adding = adding;
  }

  view() {
    return staffView(this);
  }

  /** Reads who works here; throws what the services answer. */
  async load() {
    const people = await staff(this.place.id);
    this.people = [...people].sort((one, other) => Number(other.is_owner) - Number(one.is_owner));
    page.changed();
  }

  /** Asks, and removes somebody from the staff. @param {number} id @param {string} name */
  async remove(id, name) {
    const sure = await confirm({
      title: t("Remove {name}?", { name }),
      text: t("They can no longer see or change the orders of this place. The account stays; you can add it again."),
      yes: t("Remove"), danger: true,
    });
    if (!sure) return;
    try {
      await staffRemove(this.place.id, id);
      await this.load();
      tell(t("{name} no longer works here.", { name }));
    } catch (error) {
      tell(explain(error), { kind: "bad" });
    }
  }

  /** Gives somebody another role, shown at once. @param {Person} person @param {string} role */
  async give(person, role) {
    const name = nameOf(person);
    try {
      await staffRole(this.place.id, person.user_id, role, person.role);
      tell(t("{name} is {role} here now.", { name, role: roleNames()[role] }));
    } catch (error) {
      tell(`${name}: ${explain(error)}`, { kind: isRefusal(error, "staff_changed") ? "warn" : "bad" });
    }
    await this.load().catch(() => page.changed()); // the choice shows again what is stored
  }

  /** Asks, and shows a new password to hand over. @param {Person} person */
  async renew(person) {
    const name = nameOf(person);
    const sure = await confirm({
      title: t("A new password for {name}?", { name }),
      text: t("The old one does not work any more, and {name} is signed out everywhere.", { name }),
      yes: t("New password"),
    });
    if (!sure) return;
    try {
      this.secret = { id: person.user_id, ...await staffPassword(this.place.id, person.user_id) };
      page.changed();
      focusOn(".told h3");
    } catch (error) {
      tell(`${name}: ${explain(error)}`, { kind: "bad" });
    }
  }

  /** The person has the new password. */
  close() {
    this.secret = null;
    page.changed();
    focusOn(".people button");
  }

  #existing() {
    const form = makeForm({
      reasons: WRONG,
      fields: [usernameField({ label: t("Their username"), autocomplete: "off",
        hint: t("Exactly as they sign in; capital letters matter.") }), roleField()],
      save: async ({ username, role }) => {
        this.#checkNew(username);
        await staffAdd(this.place.id, username, role);
        await this.load();
        form.set("username", "");
        form.set("role", "waiter");
        form.clean();
        tell(t("{name} works here now.", { name: username }));
      },
    });
    return form;
  }

  /** Throws Wrong for who works here already. @param {string} username */
  #checkNew(username) {
    const person = this.people.find((each) => each.username === username);
    if (person?.is_owner) throw new Wrong(t("This is the owner, who may do everything here already."), "username");
    if (person) throw new Wrong(t("{name} works here already.", { name: username }), "username");
  }
}

/** @param {Staff} team */
function staffView(team) {
  const { people, adding } = team;
  const words = adding
    ? t("Each role may do what the ones before it may: kitchen, waiter, manager. Only you change the staff.")
    : t("Only the owner of the place changes this.");
  return html`<div class="stack">
    <p class="hint">${words}</p>
    <section class="card stack" aria-label=${t("Who works here")}>
      <h2>${t("Who works here")}</h2>
      <p class="hint" ?hidden=${people.length !== 1}>${t("Nobody else works here yet.")}</p>
      <ul class="rows people">
        ${repeat(people, ({ user_id }) => user_id, (person) => personView(team, person))}
      </ul>
    </section>
    ${adding ? html`<div class="two">${existingView(adding.existing)}${newcomerView(adding.newcomer)}</div>` : nothing}
  </div>`;
}

/** @param {Staff} team @param {Person} person */
function personView(team, person) {
  const you = page.state.person?.userId === person.user_id ? ` ${t("(you)")}` : "";
  const { secret } = team;
  const isOpen = team.adding && !person.is_owner;
  return html`<li class="person">${symbol("user")}
    <div class="about">
      <p class="name"><bdi>${nameOf(person)}</bdi>${you}</p>
      <p class="hint"><bdi>${person.username}</bdi></p>
    </div>
    ${isOpen ? actsView(team, person)
      : html`<span class="badge">${person.is_owner ? t("Owner") : roleNames()[person.role]}</span>`}
    ${secret?.id === person.user_id ? handOver(secret, () => team.close()) : nothing}</li>`;
}

/** What the owner may do about somebody. @param {Staff} team @param {Person} person */
function actsView(team, person) {
  const name = nameOf(person);
  return html`<div class="acts">
    ${selection({ label: t("Role of {name}", { name }), options: roleOptions(), value: person.role,
      choose: (role) => void team.give(person, role) })}
    ${person.managed ? html`<button type="button" class="button quiet"
      aria-label=${t("New password for {name}", { name })} @click=${() => team.renew(person)}>${
        t("New password")}</button>` : nothing}
    <button type="button" class="button quiet" aria-label=${t("Remove {name}", { name })}
      @click=${() => team.remove(person.user_id, name)}>${symbol("remove")}${t("Remove")}</button>
  </div>`;
}

/** @param {import("../../pages/form.js").Form} form */
function existingView(form) {
  return html`<section class="card stack" aria-label=${t("Somebody with an account")}>
    <h2>${t("Somebody with an account")}</h2>
    ${formView(form, {
      label: t("Add somebody with an account"), content: fieldsView(form),
      actions: submitButton(form, t("Add to the staff")),
    })}
  </section>`;
}
