/**
 * Changing something that others change as well. Only what was changed is sent, with what was seen before; where
 * somebody else has changed the same meanwhile, the person is asked whose is to stay.
 */

import { plainButton, reach } from "../../pages/fields.js";
import { Refused } from "../../pages/api.js";
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";

/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {import("../../pages/form.js").Field} Field */
/** @typedef {Record<string, any>} Values  by name */

/** @param {unknown} one @param {unknown} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * The values that are not as before.
 * @param {Values} values
 * @param {Values} before
 */
export const changesOf = (values, before) =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => !same(value, before[name])));

/**
 * Something stored while a form changes it.
 * @template {Values} Stored
 */
export class Edit {
  /** What the form began with, or what somebody else has stored since. @type {Stored} */
  before;
  /**
   * What both have changed: the object of now, the fields of it by name, and the names of those that both have changed.
   * Null without a conflict.
   * @type {{now: Stored, fields: Values, names: string[]}|null}
   */
  conflict = null;
  #fieldsOf;
  #fieldOf;
  #send;

  /**
   * @param {object} options
   * @param {Stored} options.stored
   * @param {(stored: Stored) => Field[]} options.fieldsOf the form's fields
   * @param {(name: string) => string} [options.fieldOf] the field in which a value is typed; the one of its name
   * @param {(changes: Values, expected: Values) => Promise<Stored>} options.send stores what is to be changed; throws
   *   Refused with status 409 and the object of now when one of `expected` is not so any more
   */
  constructor({ stored, fieldsOf, fieldOf = (name) => name, send }) {
    this.before = stored;
    this.#fieldsOf = fieldsOf;
    this.#fieldOf = fieldOf;
    this.#send = send;
  }

  /**
   * Stores the changes; throws what the service answers.
   * @param {Values} changes
   * @returns {Promise<Stored>}
   */
  async store(changes) {
    this.conflict = null;
    const expected = Object.fromEntries(Object.keys(changes).map((name) => [name, this.before[name]]));
    try {
      this.before = await this.#send(changes, expected);
    } catch (error) {
      const [now] = (error instanceof Refused && error.status === 409 && error.details) || [];
      if (now) this.#collide(changes, now);
      throw error;
    }
    return this.before;
  }

  /** @param {Values} changes @param {Stored} now */
  #collide(changes, now) {
    const names = Object.keys(changes).filter((name) => !same(now[name], this.before[name]));
    const fields = valuesOf(this.#fieldsOf(now));
    this.conflict = { now, fields, names: [...new Set(names.map(this.#fieldOf))] };
  }

  /** What the person typed stays, over what somebody else has stored. @param {Form} form */
  async keepMine(form) {
    this.#rebase(form, []);
    await form.submit();
  }

  /** What somebody else has stored stays; the person's other changes are still to be saved. @param {Form} form */
  takeTheirs(form) {
    const [first] = this.conflict?.names ?? [];
    this.#rebase(form, this.conflict?.names ?? []);
    form.tell("");
    if (first) reach(form, first);
  }

  /**
   * Begins anew with what is stored now, and with what the person has changed but in `dropped`.
   * @param {Form} form
   * @param {string[]} dropped
   */
  #rebase(form, dropped) {
    if (!this.conflict) return;
    const { now, fields } = this.conflict;
    const seen = valuesOf(this.#fieldsOf(this.before));
    const mine = form.fields.filter((field) => !dropped.includes(field.name) && isTouched(form, field, seen))
      .map(({ name }) => [name, form.values[name]]);
    for (const { name } of form.fields) form.set(name, fields[name]);
    form.clean();
    for (const [name, value] of mine) form.set(name, value);
    [this.before, this.conflict] = [now, null];
  }
}

/** @param {Field[]} fields @returns {Values} */
const valuesOf = (fields) => Object.fromEntries(fields.map(({ name, value }) => [name, value]));

/** @param {Form} form @param {Field} field @param {Values} seen */
const isTouched = (form, { name, raw = (typed) => typed }, seen) => !same(raw(form.values[name]), raw(seen[name]));

/**
 * What both have changed, and the buttons that decide; nothing without a conflict.
 * @param {Edit<any>} edit
 * @param {Form} form
 */
export function conflictView(edit, form) {
  if (!edit.conflict) return nothing;
  const { names, fields } = edit.conflict;
  const rows = form.fields.filter(({ name }) => names.includes(name)).map((field) => html`
    <tr><th scope="row">${field.label}</th><td dir="auto">${shown(field, fields[field.name])}</td>
      <td dir="auto">${shown(field, form.values[field.name])}</td></tr>`);
  return html`<div class="conflict stack" role="group" aria-label=${t("Changed by somebody else")}>
    <table><thead><tr><td></td><th scope="col">${t("Now")}</th><th scope="col">${t("Yours")}</th></tr></thead>
      <tbody>${rows}</tbody></table>
    <div class="row">
      ${plainButton(t("Keep mine"), () => edit.keepMine(form), "primary")}
      ${plainButton(t("Take theirs"), () => edit.takeTheirs(form))}
    </div>
  </div>`;
}

/** @param {Field} field @param {any} value */
function shown({ raw = (typed) => typed }, value) {
  const content = raw(value);
  if (content === true) return t("Yes");
  if (content === false) return t("No");
  return (typeof content === "object" ? textsOf(content).join(", ") : content) || t("Nothing");
}

/** The texts in a list or in words by language, however deep. @param {any} content @returns {string[]} */
const textsOf = (content) =>
  (content !== null && typeof content === "object" ? Object.values(content).flatMap(textsOf) : [String(content ?? "")]);
