/** Who works at a place: the list, adding somebody, and an account for somebody new. */

import { confirm } from "../../pages/dialog.js";
import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { Wrong } from "../../pages/form.js";
import { usernameField } from "../../pages/signin.js";
import { t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { staff, staffAdd, staffRemove, userNamed, users } from "./calls.js";
import { watch } from "./guard.js";
import { Newcomer, newcomerView } from "./newcomer.js";
import { explain } from "./reasons.js";
import { makeForm, owns, page } from "./state.js";
import { tell } from "./tell.js";

/** @typedef {import("../../pages/places.js").Place} Place */
/** @typedef {import("./calls.js").User} User */

/** A person's own name, as far as it is told. @param {User|undefined} user */
const fullName = (user) => [user?.first_name, user?.last_name].filter(Boolean).join(" ");

export class Staff {
  /** Everybody that was asked for, by id. @type {Map<number, User>} */
  people = new Map();
  /** Who works here, beside the owner. @type {number[]} */
  ids = [];
  /** @type {{existing: import("../../pages/form.js").Form, newcomer: Newcomer}|null} */
  adding = null;

  /** @param {Place} place */
  constructor(place) {
    this.place = place;
    if (!owns(place)) return;
    const added = (/** @type {number[]} */ ids) => this.#put(ids);
    const adding = { existing: this.#existing(), newcomer: new Newcomer({ placeId: place.id, added }) };
    watch(() => adding.newcomer.unsaved() || adding.existing.dirty());
    this.adding = adding;
  }

  view() {
    return staffView(this);
  }

  /** Reads who works here; throws what the services answer. */
  async load() {
    await this.#put(await staff(this.place.id));
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
      await this.#put(await staffRemove(this.place.id, id));
      tell(t("{name} no longer works here.", { name }));
    } catch (error) {
      tell(explain(error), { kind: "bad" });
    }
  }

  /** Shows these ids with their names. @param {number[]} ids */
  async #put(ids) {
    const unknown = [this.place.user_id, ...ids].filter((id) => !this.people.has(id));
    for (const user of await users(unknown)) this.people.set(user.user_id, user);
    this.ids = ids;
    page.changed();
  }

  #existing() {
    const form = makeForm({
      fields: [usernameField({ label: t("Their username"), autocomplete: "off",
        hint: t("Exactly as they sign in; capital letters matter.") })],
      save: async ({ username }) => {
        const user = this.#newStaff(await userNamed(username));
        await this.#put(await staffAdd(this.place.id, user.user_id));
        form.set("username", "");
        form.clean();
        tell(t("{name} works here now.", { name: user.username }));
      },
    });
    return form;
  }

  /** The user, if they can be added; throws Wrong. @param {User|undefined} user @returns {User} */
  #newStaff(user) {
    const words = !user ? t("Nobody has this username. Check the spelling, or make an account below.")
      : user.user_id === this.place.user_id ? t("This is the owner, who may do everything here already.")
        : this.ids.includes(user.user_id) ? t("{name} works here already.", { name: user.username }) : "";
    if (!user || words) throw new Wrong(words, "username");
    return user;
  }
}

/** @param {Staff} team */
function staffView(team) {
  const { place, ids, adding } = team;
  const words = adding
    ? t("Staff open tables, take orders and keep the menu up to date. They cannot change the place or its staff.")
    : t("Only the owner of the place changes this.");
  return html`<div class="stack">
    <p class="hint">${words}</p>
    <section class="card stack" aria-label=${t("Who works here")}>
      <h2>${t("Who works here")}</h2>
      <p class="hint" ?hidden=${ids.length > 0}>${t("Nobody else works here yet.")}</p>
      <ul class="rows people">
        ${personView(team, place.user_id, html`<span class="badge">${t("Owner")}</span>`)}
        ${repeat(ids, (id) => id, (id) => personView(team, id, adding ? removeButton(team, id) : nothing))}
      </ul>
    </section>
    ${adding ? html`<div class="two">${existingView(adding.existing)}${newcomerView(adding.newcomer)}</div>` : nothing}
  </div>`;
}

/** @param {Staff} team @param {number} id */
const nameOf = (team, id) => team.people.get(id)?.username ?? t("Account {id}", { id: String(id) });

/** @param {Staff} team @param {number} id @param {import("../../pages/view.js").Part} more */
function personView(team, id, more) {
  const you = page.state.person?.userId === id ? ` ${t("(you)")}` : "";
  return html`<li class="person">${symbol("user")}
    <div class="about">
      <p class="name">${nameOf(team, id)}${you}</p>
      <p class="hint">${fullName(team.people.get(id))}</p>
    </div>
    ${more}</li>`;
}

/** @param {Staff} team @param {number} id */
function removeButton(team, id) {
  const name = nameOf(team, id);
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
