/** What is known of one group of options while it is edited, new or old. */

import { t } from "../../pages/texts.js";
import { Keys } from "./calls.js";
import { Edit, changesOf } from "./edit.js";
import { release, watch } from "./guard.js";
import { groupCreate, groupEdit } from "./option_calls.js";
import { rowsField } from "./option_rows.js";
import { makeForm } from "./state.js";
import { count } from "./values.js";
import { wordsField } from "./words_field.js";

/** @typedef {import("../../pages/options.js").OptionGroup} OptionGroup */
/** @typedef {import("../../pages/menu.js").Product} Product */
/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {{group: OptionGroup|null, edit: Edit<OptionGroup>|null, form: Form}} GroupEditor  null for a new one */

const NOTHING = { name: "", least: 0, most: 1, words: {}, options: [] };

/**
 * @param {Omit<OptionGroup, "id">} group
 * @param {Product[]} counted
 * @returns {import("../../pages/form.js").Field[]}
 */
const fieldsOf = (group, counted) => [
  { name: "name", label: t("What is asked for"), value: group.name, required: true, maxlength: 100,
    autocomplete: "off", hint: t("Such as Milk, Size, Extras.") },
  { name: "least", label: t("At least"), value: String(group.least), required: true, inputmode: "numeric", maxlength: 2,
    read: count, hint: t("0: nobody has to choose.") },
  { name: "most", label: t("At most"), value: String(group.most), required: true, inputmode: "numeric", maxlength: 2,
    read: count, hint: t("1: one of them.") },
  rowsField(group.options, counted),
  wordsField(group.words ?? {}),
];

/**
 * Begins to edit a group, or a new one; `saved` is called with what was stored.
 * @param {{placeId: number, group: OptionGroup|null, counted: Product[], saved: (stored: OptionGroup) => void}} options
 * @returns {GroupEditor}
 */
export function makeGroupEditor({ placeId, group, counted, saved }) {
  const keys = new Keys();
  const edit = group && new Edit({
    stored: group, fieldsOf: (stored) => fieldsOf(stored, counted),
    send: (changes, expected) => groupEdit(group.id, changes, expected),
  });
  const store = async (/** @type {any} */ values) => {
    if (!edit) return groupCreate({ location_id: placeId, ...values }, keys.of(values));
    const changes = changesOf(values, edit.before);
    return Object.keys(changes).length ? edit.store(changes) : edit.before;
  };
  const form = makeForm({
    fields: fieldsOf(group ?? NOTHING, counted),
    save: async (values) => {
      const stored = await store(values);
      keys.used();
      release();
      saved(stored);
    },
  });
  watch(() => form.dirty());
  return { group, edit, form };
}
