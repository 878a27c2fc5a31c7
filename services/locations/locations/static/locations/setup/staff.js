/** Who works at a place: the list, adding somebody, and an account for somebody new. */

import { confirm } from "../../pages/dialog.js";
import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { Wrong } from "../../pages/form.js";
import { usernameField } from "../../pages/signin.js";
import { t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { staff, staffAdd, staffRemove } from "./calls.js";
import { watch } from "./guard.js";
import { Newcomer, newcomerView } from "./newcomer.js";
import { explain } from "./reasons.js";
import { makeForm, owns, page } from "./state.js";
import { tell } from "./tell.js";

/** @typedef {import("../../pages/places.js").Place} Place */
/** @typedef {import("./calls.js").Person} Person */

/** A person's own name, as far as it is known. @param {Person} person */
const fullName = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");

/** @type {import("../../pages/refusals.js").Words} */
const WRONG = {
  user_not_found: () => t("Nobody has this username. Check the spelling, or make an account below."),
};

export class Staff {
  /** Who works here, the owner first. @type {Person[]} */
  people = [];
  /** @type {{existing: import("../../pages/form.js").Form, newcomer: Newcomer}|null} */
  adding = null;

  /** @param {Place} place */
  constructor(place) {
    this.place = place;
    if (!owns(place)) return;
    const added = () => this.load();
    const adding = { existing: this.#existing(), newcomer: new Newcomer({ placeId: place.id, added }) };
    watch(() => adding.newcomer.unsaved() || adding.existing.dirty());
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

  #existing() {
    const form = makeForm({
      reasons: WRONG,
      fields: [usernameField({ label: t("Their username"), autocomplete: "off",
        hint: t("Exactly as they sign in; capital letters matter.") })],
      save: async ({ username }) => {
        this.#checkNew(username);
        await staffAdd(this.place.id, username);
        await this.load();
        form.set("username", "");
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
    ? t("Staff open tables, take orders and keep the menu up to date. They cannot change the place or its staff.")
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
  const act = team.adding ? removeButton(team, person) : nothing;
  return html`<li class="person">${symbol("user")}
    <div class="about">
      <p class="name"><bdi>${person.username}</bdi>${you}</p>
      <p class="hint" dir="auto">${fullName(person)}</p>
    </div>
    ${person.is_owner ? html`<span class="badge">${t("Owner")}</span>` : act}</li>`;
}

/** @param {Staff} team @param {Person} person */
function removeButton(team, { user_id: id, username: name }) {
  return html`<button type="button" class="button quiet" aria-label=${t("Remove {name}", { name })}
    @click=${() => team.remove(id, name)}>${symbol("remove")}${t("Remove")}</button>`;
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
