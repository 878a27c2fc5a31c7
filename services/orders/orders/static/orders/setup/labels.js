// Lists of short names (categories, tags, allergens): tap what applies, add what is missing.

import { h, icon, say } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { errorLine } from "./form.js";

const MOST = 50;
const LONGEST = 100;
let made = 0;

const same = (one, other) => one.localeCompare(other, undefined, { sensitivity: "accent" }) === 0;

/** The names of a list on the wire. */
export const names = (list) => list.map((each) => each.name);

/** Each name once, whatever its case; the first spelling wins. */
export function distinct(all) {
  const kept = [];
  for (const one of all) if (!kept.some((other) => same(one, other))) kept.push(one);
  return kept;
}

/** A field whose value is a list of names; `known` are offered, the chosen ones first of all. */
export class Labels {
  #chosen;
  #known;
  #chips;
  #wrong;
  #input;

  constructor({ name, label, hint, chosen, known, adding }) {
    this.name = name;
    this.required = false;
    this.#chosen = [...chosen];
    this.#known = distinct([...chosen, ...known]);
    const id = `labels-${(made += 1)}`;
    this.#chips = h("div", { class: "chips" });
    this.#wrong = errorLine(`${id}-error`);
    this.#input = h("input", {
      id, type: "text", dir: "auto", maxlength: LONGEST, autocomplete: "off", "aria-describedby": `${id}-error`,
      enterkeyhint: "done", on: { keydown: (event) => this.#key(event), input: () => this.fail("") },
    });
    this.element = h("fieldset", { class: "field labels" },
      h("legend", {}, label),
      hint ? h("p", { class: "hint" }, hint) : null,
      this.#chips,
      h("label", { class: "visually-hidden", for: id }, adding),
      h("div", { class: "row adding" }, this.#input,
        h("button", { type: "button", class: "button", "aria-label": adding, on: { click: () => this.#add() } },
          icon("plus"))),
      this.#wrong.element);
    this.#input.placeholder = adding;
    this.#draw();
  }

  /** What was typed and not added yet counts, too: nobody should lose a word by forgetting a button. */
  raw() {
    return this.#typed() ? distinct([...this.#chosen, this.#typed()]) : [...this.#chosen];
  }

  read() {
    return this.raw().map((name) => ({ name }));
  }

  set(chosen) {
    this.#chosen = [...chosen];
    this.#known = distinct([...this.#known, ...chosen]);
    this.#input.value = "";
    this.#draw();
  }

  fail(words) {
    this.#wrong.show(words);
  }

  focus() {
    this.#input.focus();
  }

  #typed() {
    return this.#input.value.trim();
  }

  #key(event) {
    if (event.key !== "Enter" || event.isComposing || !this.#typed()) return;
    event.preventDefault();
    this.#add();
  }

  #add() {
    const typed = this.#typed();
    if (!typed) return this.fail(t("Write a word first."));
    if (this.#chosen.length >= MOST) return this.fail(t("50 is the most here."));
    const known = this.#known.find((each) => same(each, typed)) ?? typed;
    this.#known = distinct([...this.#known, known]);
    this.#chosen = distinct([...this.#chosen, known]);
    this.#input.value = "";
    this.fail("");
    this.#draw();
    this.#input.focus();
    return say(t("{name} was added.", { name: known }));
  }

  #draw() {
    this.#chips.replaceChildren(...this.#known.map((name) => this.#chip(name)));
    this.#chips.hidden = this.#known.length === 0;
  }

  #chip(name) {
    const chip = h("button", { type: "button", class: "chip", dir: "auto" }, name);
    const show = () => chip.setAttribute("aria-pressed", String(this.#chosen.includes(name)));
    chip.addEventListener("click", () => {
      const chosen = this.#chosen.includes(name);
      this.#chosen = chosen ? this.#chosen.filter((each) => each !== name) : [...this.#chosen, name];
      show();
    });
    show();
    return chip;
  }
}
