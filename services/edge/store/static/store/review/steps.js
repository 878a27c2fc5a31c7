/** What reviewers press. Whoever comes second is told who was first. */

import { makeActs } from "../../pages/acts.js";
import { say, toast } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { attempt, step } from "./calls.js";
import { take } from "./follow.js";
import { completion } from "./lines.js";
import { loadPart } from "./parts.js";
import { nextOf } from "./queue.js";
import { goTo } from "./routes.js";
import { isMine, look, page } from "./state.js";
import { choose, readTicket, took, turnTo, undecided } from "./ticket.js";
import { explain, isTaken } from "./words.js";

export { onItsWay } from "../../pages/acts.js";

/** @typedef {import("./calls.js").Ticket} Ticket */
/** @typedef {import("./calls.js").Change} Change */

const OFFERED_MS = 60000; // how long a completion is offered to be undone

export const { perform } = makeActs(page, { attempt, explain });

/** The name under which what is done to a ticket is on its way. @param {string} id */
export const actOf = (id) => `ticket ${id}`;

/** A step was answered. @param {Ticket} ticket */
function stepped(ticket) {
  take(ticket);
  took(ticket);
}

/** @param {unknown} error */
function refused(error) {
  toast(explain(error), { kind: "bad" });
  readTicket();
}

/** @param {string} id @param {number} by */
function touch(id, by) {
  const { touched } = page.state;
  page.set({ touched: new Map(touched).set(id, Math.max(0, (touched.get(id) ?? 0) + by)) });
}

/** Opens a ticket that was answered just now. @param {Ticket} ticket */
function open(ticket) {
  stepped(ticket);
  page.set({ route: ticket.id });
  turnTo(ticket.id, ticket);
  goTo(ticket.id);
}

/** Takes a ticket and opens it. @param {string} id */
export function start(id) {
  loadPart("ticket");
  perform(actOf(id), step(id, "start"), open, refused);
}

/** Takes the ticket that is to be looked at first. */
export function startNext() {
  const next = nextOf(page.state);
  if (next) start(next.id);
  else say(t("Nothing waits for you."));
}

/** The next one opens by itself; what somebody else has taken meanwhile is passed over. */
function goOn() {
  const next = nextOf(page.state);
  if (!next) return goTo("");
  const { id } = next;
  return perform(actOf(id), step(id, "start"), (/** @type {Ticket} */ ticket) => {
    open(ticket);
    const { finished } = page.state;
    if (finished) page.set({ finished: { ...finished, next: id } });
  }, (error) => {
    if (!isTaken(error)) return (refused(error), goTo(""));
    const queue = new Map(page.state.queue);
    queue.delete(id); // the stream says who has it
    page.set({ queue });
    return goOn();
  });
}

/**
 * Says whose an event is; then the next one of which nobody knows is looked at.
 * @param {Ticket} ticket @param {Change} event @param {"claim-event"|"refuse-event"|"split-event"} name
 * @param {{quantity?: number}} [more]
 */
export function decide(ticket, event, name, more = {}) {
  const act = step(ticket.id, name, { event_id: event.id, ...more });
  perform(actOf(ticket.id), act, (/** @type {Ticket} */ now) => {
    touch(ticket.id, 1);
    stepped(now);
    say({ "claim-event": t("This visitor's"), "refuse-event": t("Not this visitor's"),
      "split-event": t("Split") }[name]);
    const [next] = undecided(now).filter(({ id }) => id !== event.id || name === "split-event");
    if (next) choose(next);
  }, refused);
}

/** Is done with the ticket that is looked at, and goes on with the next one. */
export function complete() {
  const { looked } = page.state;
  if (!looked?.ticket || !isMine(page.state, looked.ticket)) return;
  const { id, more, note, ticket: { TktID: name } } = looked;
  perform(actOf(id), step(id, "complete", completion(looked)), (/** @type {Ticket} */ ticket) => {
    const finished = { id, name, next: "", more, note };
    page.set({ finished });
    setTimeout(() => page.state.finished?.id === id && page.set({ finished: null }), OFFERED_MS);
    touch(id, -Infinity);
    look({ more: new Map(), note: null });
    stepped(ticket);
    say(t("{ticket} is complete.", { ticket: name }));
    if (page.state.route === id) goOn();
  }, refused);
}

/** @param {string} id @param {string} reason */
export const reopen = (id, reason) => perform(actOf(id), step(id, "reopen", { reason }), stepped, refused);

/** Takes back what was done last: on this ticket, else the completion of the one before. */
export function undo() {
  const { looked, finished, touched } = page.state;
  const isOpen = looked?.ticket && isMine(page.state, looked.ticket);
  if (finished && !(isOpen && touched.get(looked.id))) undoFinished();
  else if (looked?.ticket) undoOn(looked.id);
}

/** @param {string} id */
function undoOn(id) {
  perform(actOf(id), step(id, "undo"), (/** @type {Ticket} */ ticket) => {
    touch(id, -1);
    stepped(ticket);
    say(t("Undone."));
  }, refused);
}

/** The ticket that was taken by itself goes back, and the one before is open again with what was typed there. */
export function undoFinished() {
  const { finished, queue, touched } = page.state;
  if (!finished) return;
  const { id, next, more, note } = finished;
  const head = queue?.get(next);
  if (head && isMine(page.state, head) && !touched.get(next)) {
    perform(actOf(next), step(next, "undo"), take, refused);
  }
  perform(actOf(id), step(id, "undo"), (/** @type {Ticket} */ ticket) => {
    page.set({ finished: null });
    open(ticket);
    look({ more, note });
    say(t("{ticket} is open again.", { ticket: ticket.TktID }));
  }, refused);
}
