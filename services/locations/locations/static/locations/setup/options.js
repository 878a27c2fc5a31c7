/** The options of a place: its groups, which products have in common. Its view is in options_view.js. */

import { confirm } from "../../pages/dialog.js";
import { say } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { release } from "./guard.js";
import { groupDelete, groupsOf, optionSoldOut } from "./option_calls.js";
import { makeGroupEditor } from "./option_group.js";
import { explain } from "./reasons.js";
import { address, replace } from "./routes.js";
import { focusOn, page } from "./state.js";
import { tell } from "./tell.js";

/** @typedef {import("../../pages/options.js").OptionGroup} OptionGroup */
/** @typedef {import("../../pages/menu.js").Product} Product */

export class Options {
  /** @type {OptionGroup[]} */
  groups = [];
  /** @type {import("./option_group.js").GroupEditor|null} */
  editor = null;
  /** The options whose switch waits for the service. @type {Set<number>} */
  busy = new Set();

  /** @param {number} placeId @param {() => Promise<unknown>} changed  called when products show something else now */
  constructor(placeId, changed) {
    this.placeId = placeId;
    this.changed = changed;
  }

  /** Reads them; throws what the service answers. */
  async load() {
    this.groups = await groupsOf(this.placeId);
    page.changed();
  }

  /**
   * Shows the list, or the editor of a group, or of a new one.
   * @param {string} part "", "new", or the id of a group
   * @param {Product[]} products of the place
   */
  show(part, products) {
    const group = this.groups.find(({ id }) => String(id) === part) ?? null;
    this.editor = part === "new" || group ? this.#edit(group, products) : null;
    page.changed();
    focusOn(this.editor && !group ? ".editor form input" : ".editor h2");
  }

  /** @param {OptionGroup|null} group @param {Product[]} products */
  #edit(group, products) {
    const counted = products.filter(({ stock }) => stock !== null);
    return makeGroupEditor({
      placeId: this.placeId, group, counted,
      saved: (stored) => {
        this.#put(stored);
        tell(t("{name} is saved.", { name: stored.name }));
        this.#leave();
      },
    });
  }

  /** Says that an option is sold out, or that there is some again. @param {number} id @param {string} name */
  async toggle(id, name) {
    const option = this.groups.flatMap(({ options }) => options).find((each) => each.id === id);
    if (!option || this.busy.has(id)) return;
    const was = option.is_active;
    this.busy.add(id);
    page.changed();
    try {
      this.#put(await optionSoldOut(id, was));
      say(was ? t("{name} is sold out.", { name }) : t("{name} is on sale.", { name }));
    } catch (error) {
      tell(`${name}: ${explain(error)}`, { kind: "bad" });
    } finally {
      this.busy.delete(id);
      page.changed();
    }
  }

  /** Asks, and removes the group in the editor for good. */
  async drop() {
    const { editor } = this;
    if (!editor?.group) return;
    const { id, name } = editor.group;
    const sure = await confirm({
      title: t("Delete {name}?", { name }), text: t("What was ordered stays as it is."),
      yes: t("Delete"), no: t("Keep it"), danger: true,
    });
    if (!sure) return;
    editor.form.tell("");
    try {
      await groupDelete(id);
    } catch (error) {
      return void editor.form.tell(explain(error));
    }
    release();
    this.groups = this.groups.filter((each) => each.id !== id);
    tell(t("{name} is deleted.", { name }));
    this.#leave();
  }

  #leave() {
    replace(address(this.placeId, "menu", "options"));
  }

  /** @param {OptionGroup} group */
  #put(group) {
    const isKnown = this.groups.some(({ id }) => id === group.id);
    this.groups = isKnown ? this.groups.map((each) => (each.id === group.id ? group : each)) : [...this.groups, group];
    void this.changed();
    page.changed();
  }
}
