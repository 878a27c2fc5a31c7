/** Single keys, for whoever reviews without a mouse. They can be switched off, and do nothing where people type. */

import { showKeys } from "./dialogs.js";
import { goTo } from "./routes.js";
import { isMine, page } from "./state.js";
import { start, startNext, undo } from "./steps.js";

/** @typedef {import("./calls.js").Ticket} Ticket */

const TYPED_IN = "input, textarea, select, [contenteditable]";

/** The ticket that is looked at and one's own. @returns {Ticket|null} */
export function own() {
  const { looked, route } = page.state;
  return looked?.ticket && looked.id === route && isMine(page.state, looked.ticket) ? looked.ticket : null;
}

/** Takes what is shown, else the first of the queue. */
function takeOne() {
  const { looked, route } = page.state;
  const waits = looked?.ticket && looked.id === route && ["TO_BE_REVIEWED", "CONTESTED"].includes(looked.ticket.status);
  if (waits) start(looked.id);
  else if (!own()) startNext();
}

/** Those that do something everywhere. @type {Record<string, () => void>} */
const KEYS = { s: takeOne, z: undo, q: () => goTo("") };

/** @param {string} key */
function actOf(key) {
  if (Object.hasOwn(KEYS, key)) return KEYS[key];
  return page.state.route ? page.state.parts.ticket?.keyOf(key) : null;
}

/** @param {KeyboardEvent} event */
function press(event) {
  const { key, ctrlKey, altKey, metaKey, repeat, target, defaultPrevented, isComposing } = event;
  const { stage, keys } = page.state;
  if (stage !== "console" || defaultPrevented || ctrlKey || altKey || metaKey || repeat || isComposing) return;
  if ((target instanceof Element && target.closest(TYPED_IN)) || document.querySelector("dialog[open]")) return;
  const act = key === "?" ? showKeys : keys ? actOf(key.toLowerCase()) : null;
  if (!act) return;
  event.preventDefault();
  act();
}

export const listen = () => document.addEventListener("keydown", press);
