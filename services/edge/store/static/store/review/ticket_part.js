/** What a ticket brings along: its view, and the keys that do something there. */

import { turnOnOff, wind } from "./clip_view.js";
import { askSplit } from "./dialogs.js";
import { canDo, show } from "./events_view.js";
import { own } from "./keys.js";
import { page } from "./state.js";
import { complete, decide } from "./steps.js";
import { undecided } from "./ticket.js";

export { ticketView as view } from "./ticket_view.js";

/** @typedef {import("./calls.js").Ticket} Ticket */
/** @typedef {import("./calls.js").Change} Change */

const WIND = 3; // seconds

/** Decides the event that is chosen, else the first that is undecided.
 * @param {"claim"|"refuse"|"split"} what @param {(ticket: Ticket, event: Change) => void} act */
function onEvent(what, act) {
  const ticket = own();
  if (!ticket) return;
  const chosen = ticket.events.find(({ id }) => id === page.state.looked?.event);
  const event = [chosen, ...undecided(ticket)].find((each) => each && canDo(ticket, each)[what]);
  if (event) act(ticket, event);
}

/** @param {string} id */
const reach = (id) => document.getElementById(id)?.focus();

/** @type {Record<string, () => void>} */
const KEYS = {
  c: () => onEvent("claim", (ticket, event) => decide(ticket, event, "claim-event")),
  r: () => onEvent("refuse", (ticket, event) => decide(ticket, event, "refuse-event")),
  x: () => onEvent("split", askSplit),
  a: () => void (own() && complete()),
  p: turnOnOff,
  j: () => wind(-WIND),
  l: () => wind(WIND),
  n: () => reach("note"),
  f: () => reach("seek"),
};

/** What a key does while a ticket is shown. @param {string} key @returns {(() => void)|null} */
export function keyOf(key) {
  const event = /^[1-9]$/.test(key) ? page.state.looked?.ticket?.events[Number(key) - 1] : undefined;
  if (event) return () => (show(event), reachEvent(Number(key)));
  return Object.hasOwn(KEYS, key) ? KEYS[key] : null;
}

/** @param {number} number */
const reachEvent = (number) =>
  /** @type {HTMLElement|undefined} */ (document.querySelectorAll(".event")[number - 1])?.focus();
