/** Forms: what is typed, what is wrong with it, and one way to save it. Their views are in fields.js. */

import { Refused, Unreachable } from "./api.js";
import { explain } from "./refusals.js";
import { t } from "./texts.js";

/** @typedef {import("./view.js").Part} Part */
/** @typedef {import("./view.js").Template} Template */

/**
 * @typedef {object} Field something that people fill in
 * @property {string} name of the value that is saved
 * @property {string} label
 * @property {*} [value] at the beginning; "" by default
 * @property {string} [hint]
 * @property {boolean} [required]
 * @property {(typed: any) => *} [raw] what counts as typed: without blanks around it, for a text
 * @property {(typed: any) => *} [read] what is saved; throws `Wrong` with words that say what to type
 * @property {(form: Form, field: Field) => Template} [view] `fieldView` by default
 * @property {boolean} [multiline]
 * @property {number} [rows]
 * @property {string} [type] of the input; "text" by default
 * @property {string} [autocomplete]
 * @property {string} [autocapitalize]
 * @property {string} [inputmode]
 * @property {number} [maxlength]
 * @property {"true"|"false"} [spellcheck]
 * @property {(form: Form, field: Field) => Part} [after] what stands below the control
 * @property {(form: Form, event: KeyboardEvent) => void} [keyed] called for each key that goes down or up in it
 * @property {(form: Form) => void} [settled] called when somebody has typed to the end and goes on
 */

/** What was typed cannot be taken; `field` names where, when it is not clear. */
export class Wrong extends Error {
  /** @param {string} words @param {string} [field] */
  constructor(words, field = "") {
    super(words);
    this.field = field;
  }
}

let count = 0;

export class Form {
  /** @type {(values: any, button: string) => unknown} */
  #save;
  /** @type {import("./refusals.js").Words} */
  #reasons;
  /** @type {Record<string, string>} */
  #places;
  /** @type {() => void} */
  #changed;
  #saved = "";

  /**
   * @param {object} options
   * @param {Field[]} options.fields
   * @param {(values: any, button: string) => unknown} options.save gets the values by name, and the value of the
   *   button that was pressed; what it throws is told in the form
   * @param {() => void} options.changed called after each change: the store's
   * @param {import("./refusals.js").Words} [options.reasons] words for refusals
   * @param {Record<string, string>} [options.places] the field that a refusal is about, by its reason
   */
  constructor({ fields, save, changed, reasons = {}, places = {} }) {
    this.id = `form-${(count += 1)}`;
    this.fields = fields;
    /** @type {Record<string, any>} what is typed, by name */
    this.values = Object.fromEntries(fields.map(({ name, value = "" }) => [name, value]));
    /** @type {Record<string, string>} what is wrong, by name */
    this.wrong = {};
    this.trouble = "";
    this.busy = false;
    this.#save = save;
    this.#changed = changed;
    this.#reasons = reasons;
    this.#places = places;
    this.#saved = this.#content();
  }

  /** Whether something was changed since the last save. */
  dirty() {
    return this.#content() !== this.#saved;
  }

  /** What is in the form now counts as saved. */
  clean() {
    this.#saved = this.#content();
  }

  /** @param {string} name @param {*} value */
  set(name, value) {
    this.values[name] = value;
    this.fail(name, "");
  }

  /** Tells what is wrong with a field; "" when nothing is. @param {string} name @param {string} words */
  fail(name, words) {
    this.wrong[name] = words;
    this.#changed();
  }

  /** Shows what has changed about a field, as its type. */
  redraw() {
    this.#changed();
  }

  /** Tells what is wrong with the whole. @param {string} words */
  tell(words) {
    this.trouble = words;
    this.#changed();
  }

  /**
   * Saves what is typed, once at a time.
   * @param {string} [button] the value of the button that was pressed
   * @returns {Promise<string|null>} the field that is to be looked at, "" for the form's message, null when it is saved
   */
  async submit(button = "") {
    if (this.busy) return null;
    this.tell("");
    const [values, first] = this.#read();
    if (first) return first;
    const before = this.#content();
    this.#setBusy(true);
    try {
      await this.#save(values, button);
      if (this.#content() === before) this.#saved = before;
      return null;
    } catch (error) {
      return this.#refused(error);
    } finally {
      this.#setBusy(false);
    }
  }

  #content() {
    return JSON.stringify(this.fields.map((field) => this.#raw(field)));
  }

  /** @param {Field} field */
  #raw({ name, raw = trimmed }) {
    return raw(this.values[name]);
  }

  /** The values by name, and the first field that is wrong. @returns {[Record<string, any>, string]} */
  #read() {
    /** @type {Record<string, any>} */
    const values = {};
    let first = "";
    for (const field of this.fields) {
      const [value, words] = this.#readOne(field);
      values[field.name] = value;
      this.fail(field.name, words);
      if (words) first ||= field.name;
    }
    return [values, first];
  }

  /** @param {Field} field @returns {[any, string]} */
  #readOne(field) {
    const typed = this.#raw(field);
    if (field.required && typed === "") return [typed, t("Please fill this in.")];
    try {
      return [field.read ? field.read(typed) : typed, ""];
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      return [typed, error.message];
    }
  }

  /** @param {unknown} error */
  #refused(error) {
    const name = this.#about(error);
    if (name) this.fail(name, this.#words(error));
    else this.tell(this.#words(error));
    return name;
  }

  /** @param {unknown} error */
  #words(error) {
    if (error instanceof Wrong) return error.message;
    const words = explain(error, this.#reasons);
    return error instanceof Unreachable ? `${words} ${t("What you wrote is kept.")}` : words;
  }

  /** The field that an error is about, "" for none of this form. @param {unknown} error */
  #about(error) {
    const name = error instanceof Wrong ? error.field : error instanceof Refused ? this.#places[error.reason] : "";
    return this.fields.some((field) => field.name === name) ? name : "";
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.busy = busy;
    this.#changed();
  }
}

/** @param {unknown} typed */
const trimmed = (typed) => (typeof typed === "string" ? typed.trim() : typed);
