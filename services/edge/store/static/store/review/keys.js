/** Single keys, for whoever reviews without a mouse. They can be switched off, and do nothing where people type. */

import { turnOnOff, wind } from "./clip_view.js";
import { askSplit, showKeys } from "./dialogs.js";
import { canDo, show } from "./events_view.js";
import { goTo } from "./routes.js";
import { isMine, page } from "./state.js";
import { complete, decide, start, startNext, undo } from "./steps.js";
import { undecided } from "./ticket.js";

/** @typedef {import("./calls.js").Ticket} Ticket */
/** @typedef {import("./calls.js").Change} Change */

const TYPED_IN = "input, textarea, select, [contenteditable]";
const WIND = 3; // seconds

/** The ticket that is looked at and one's own. @returns {Ticket|null} */
function own() {
  const { looked, route } = page.state;
  return looked?.ticket && looked.id === route && isMine(page.state, looked.ticket) ? looked.ticket : null;
}

/** Decides the event that is chosen, else the first that is undecided.
 * @param {"claim"|"refuse"|"split"} what @param {(ticket: Ticket, event: Change) => void} act */
function onEvent(what, act) {
  const ticket = own();
  if (!ticket) return;
  const chosen = ticket.events.find(({ id }) => id === page.state.looked?.event);
  const event = [chosen, ...undecided(ticket)].find((each) => each && canDo(ticket, each)[what]);
  if (event) act(ticket, event);
}

/** Takes what is shown, else the first of the queue. */
function takeOne() {
  const { looked, route } = page.state;
  const waits = looked?.ticket && looked.id === route && ["TO_BE_REVIEWED", "CONTESTED"].includes(looked.ticket.status);
  if (waits) start(looked.id);
  else if (!own()) startNext();
}

/** @param {string} id */
const reach = (id) => document.getElementById(id)?.focus();

/** @param {number} number */
const reachEvent = (number) =>
  /** @type {HTMLElement|undefined} */ (document.querySelectorAll(".event")[number - 1])?.focus();

/** @type {Record<string, () => void>} */
const KEYS = {
  s: takeOne,
  c: () => onEvent("claim", (ticket, event) => decide(ticket, event, "claim-event")),
  r: () => onEvent("refuse", (ticket, event) => decide(ticket, event, "refuse-event")),
  x: () => onEvent("split", askSplit),
  a: () => void (own() && complete()),
  z: undo,
  p: turnOnOff,
  j: () => wind(-WIND),
  l: () => wind(WIND),
  n: () => reach("note"),
  f: () => reach("seek"),
  q: () => goTo(""),
};

/** @param {KeyboardEvent} event */
function press(event) {
  const { key, ctrlKey, altKey, metaKey, repeat, target, defaultPrevented, isComposing } = event;
  const { stage, keys, looked, route } = page.state;
  if (stage !== "console" || defaultPrevented || ctrlKey || altKey || metaKey || repeat || isComposing) return;
  if ((target instanceof Element && target.closest(TYPED_IN)) || document.querySelector("dialog[open]")) return;
  if (key === "?") return take(event, showKeys);
  if (!keys) return;
  const numbered = /^[1-9]$/.test(key) && route ? looked?.ticket?.events[Number(key) - 1] : undefined;
  if (numbered) return take(event, () => (show(numbered), reachEvent(Number(key))));
  const act = Object.hasOwn(KEYS, key.toLowerCase()) ? KEYS[key.toLowerCase()] : null;
  if (act) take(event, act);
}

/** @param {KeyboardEvent} event @param {() => void} act */
function take(event, act) {
  event.preventDefault();
  act();
}

export const listen = () => document.addEventListener("keydown", press);
