/** What is asked before something is done, and the list of keys. */

import { ask, open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { remember } from "../../pages/storage.js";
import { n, t } from "../../pages/texts.js";
import { KEYS_PLACE, page } from "./state.js";
import { decide, reopen } from "./steps.js";
import { whatWords } from "./words.js";

/** @typedef {import("./calls.js").Ticket} Ticket */
/** @typedef {import("./calls.js").Change} Change */

const LONGEST_REASON = 500;

/** How many units of an event are this visitor's; at one press. @param {Ticket} ticket @param {Change} event */
export function askSplit(ticket, event) {
  const all = event.quantity ?? 0;
  const choose = (/** @type {number} */ quantity) => {
    dialog.close();
    decide(ticket, event, "split-event", { quantity });
  };
  const counts = Array.from({ length: Math.min(all - 1, 20) }, (_, number) => number + 1);
  const buttons = counts.map((count) => h("button", {
    type: "button", class: "button", on: { click: () => choose(count) },
  }, n("{count} unit", "{count} units", count)));
  const dialog = open({
    title: t("How many are this visitor's?"),
    body: h("div", { class: "stack" }, h("p", {}, whatWords(event)),
      h("p", { class: "soft" }, t("The others stay contested. The grams are shared out.")),
      h("div", { class: "row" }, buttons)),
  });
  buttons[0]?.focus();
}

/** @param {Ticket} ticket */
export async function askReopen({ id, TktID: name }) {
  const reason = await ask({ title: t("Reopen {ticket}", { ticket: name }), label: t("Why"), maxlength: LONGEST_REASON,
    required: true, yes: t("Reopen") });
  if (reason) reopen(id, reason);
}

/** @type {() => [keys: string, does: string][]} */
const KEYS = () => [
  ["S", t("Take the first ticket, or the one that is shown")],
  ["1 … 9", t("Look at an event")],
  ["C", t("It is this visitor's")],
  ["R", t("It is not this visitor's")],
  ["X", t("Split it")],
  ["A", t("Accept: complete, and open the next ticket")],
  ["Z", t("Undo")],
  ["P", t("Play or pause the clip")],
  ["J, L", t("Three seconds back or forward")],
  ["N", t("Write a note")],
  ["F", t("Find a product")],
  ["Q", t("Back to the queue")],
  ["?", t("This list")],
];

/** The list of keys, with the switch that turns them off. */
export function showKeys() {
  const isOn = h("input", { type: "checkbox", id: "keys-on", on: { change: () => {
    page.set({ keys: isOn.checked });
    remember(KEYS_PLACE, isOn.checked ? null : "off");
  } } });
  isOn.checked = page.state.keys;
  open({
    title: t("Keys"),
    body: h("div", { class: "stack" },
      h("label", { class: "row check", for: "keys-on" }, isOn, h("span", {}, t("Single keys do something"))),
      h("dl", { class: "keys" }, KEYS().map(([keys, does]) =>
        h("div", {}, h("dt", {}, h("kbd", {}, keys)), h("dd", {}, does))))),
  });
}
