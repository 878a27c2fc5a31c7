// Who works at a place: the list, adding somebody, and an account for somebody new.

import { confirm } from "../../pages/dialog.js";
import { h, icon, keyed } from "../../pages/dom.js";
import { who } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { field, form } from "./form.js";
import { watch } from "./guard.js";
import { newcomerForm } from "./newcomer.js";
import { explain } from "./reasons.js";
import { staff, staffAdd, staffRemove, userNamed, users } from "./store.js";
import { tell } from "./tell.js";
import { Wrong } from "./values.js";

/** A person's own name, as far as it is told. */
const fullName = (user) => [user?.first_name, user?.last_name].filter(Boolean).join(" ");

export class StaffView {
  #place;
  #owned;
  #people = new Map();
  #ids = [];
  #list = h("ul", { class: "rows people" });
  #none = h("p", { class: "hint" }, t("Nobody else works here yet."));

  constructor(place, owned) {
    this.#place = place;
    this.#owned = owned;
    const words = owned
      ? t("Staff open tables, take orders and keep the menu up to date. They cannot change the place or its staff.")
      : t("Only the owner of the place changes this.");
    this.element = h("div", { class: "stack" },
      h("p", { class: "hint" }, words),
      h("section", { class: "card stack", "aria-label": t("Who works here") },
        h("h2", {}, t("Who works here")), this.#none, this.#list),
      owned ? this.#adding() : null);
  }

  async load() {
    await this.#keep(await staff(this.#place.id));
  }

  show() {}

  /** Shows these ids with their names. */
  async #keep(ids) {
    const unknown = [this.#place.user_id, ...ids].filter((id) => !this.#people.has(id));
    for (const user of await users(unknown)) this.#people.set(user.user_id, user);
    this.#ids = ids;
    const rows = [{ id: this.#place.user_id, owner: true }, ...ids.map((id) => ({ id, owner: false }))];
    keyed(this.#list, rows, (row) => `${row.owner} ${row.id}`, (row) => this.#row(row));
    this.#none.hidden = ids.length > 0;
  }

  #row({ id, owner }) {
    const user = this.#people.get(id);
    const name = user?.username ?? t("Account {id}", { id: String(id) });
    const you = who()?.userId === id && [" ", t("(you)")];
    const remove = h("button", { type: "button", class: "button quiet", "aria-label": t("Remove {name}", { name }) },
      icon("remove"), t("Remove"));
    remove.addEventListener("click", () => this.#remove(id, name));
    return h("li", { class: "person" }, icon("user"),
      h("div", { class: "about" }, h("p", { class: "name" }, name, you), h("p", { class: "hint" }, fullName(user))),
      owner ? h("span", { class: "badge" }, t("Owner")) : null,
      !owner && this.#owned ? remove : null);
  }

  async #remove(id, name) {
    const sure = await confirm({
      title: t("Remove {name}?", { name }),
      text: t("They can no longer see or change the orders of this place. The account stays; you can add it again."),
      yes: t("Remove"), danger: true,
    });
    if (!sure) return;
    try {
      await this.#keep(await staffRemove(this.#place.id, id));
      tell(t("{name} no longer works here.", { name }));
    } catch (error) {
      tell(explain(error), { kind: "bad" });
    }
  }

  #adding() {
    const two = h("div", { class: "two" });
    const existing = this.#existing();
    const newcomer = newcomerForm({
      place: this.#place,
      added: async (ids) => { await this.#keep(ids); },
    });
    watch(() => newcomer.kept() || existing.dirty() || newcomer.dirty());
    two.append(
      h("section", { class: "card stack", "aria-label": t("Somebody with an account") },
        h("h2", {}, t("Somebody with an account")), existing.element),
      h("section", { class: "card stack", "aria-label": t("Somebody new") },
        h("h2", {}, t("Somebody new")), newcomer.told, newcomer.element));
    return two;
  }

  #existing() {
    const name = field({
      name: "username", label: t("Their username"), required: true, maxlength: 150, autocomplete: "off",
      autocapitalize: "none", spellcheck: "false", hint: t("Exactly as they sign in; capital letters matter."),
    });
    const made = form({
      label: t("Add somebody with an account"), fields: [name], content: [name.element],
      actions: [h("button", { class: "button primary", type: "submit" }, t("Add to the staff"))],
      save: async ({ username }) => {
        const user = await userNamed(username);
        this.#check(user);
        await this.#keep(await staffAdd(this.#place.id, user.user_id));
        name.set("");
        made.clean();
        tell(t("{name} works here now.", { name: user.username }));
      },
    });
    return made;
  }

  #check(user) {
    const words = !user ? t("Nobody has this username. Check the spelling, or make an account below.")
      : user.user_id === this.#place.user_id ? t("This is the owner, who may do everything here already.")
        : this.#ids.includes(user.user_id) ? t("{name} works here already.", { name: user.username }) : "";
    if (words) throw new Wrong(words, "username");
  }
}
