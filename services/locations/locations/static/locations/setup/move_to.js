/** Asks to which place of a list something moves: a number, its beginning, its end. */

import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";

/** @param {import("./arrange.js").Line} line */
export function askPlace({ name, at, count, move }) {
  const field = h("input", { type: "number", min: 1, max: count, step: 1, required: true, inputmode: "numeric",
    autocomplete: "off", value: at + 1 });
  const go = (/** @type {number} */ to) => {
    dialog.close();
    move(to);
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (field.reportValidity()) go(field.valueAsNumber - 1);
  };
  const end = (/** @type {string} */ words, /** @type {number} */ to) =>
    h("button", { type: "button", class: "button", on: { click: () => go(to) } }, words);
  const dialog = open({
    title: t("Move {name}", { name }),
    body: h("form", { class: "stack", on: { submit } },
      h("div", { class: "row" }, end(t("To the top"), 0), end(t("To the end"), count - 1)),
      h("label", { class: "field" }, h("span", {}, t("To number (1 to {count})", { count })), field),
      h("button", { type: "submit", class: "button primary" }, t("Move"))),
  });
  field.focus();
  field.select();
}
