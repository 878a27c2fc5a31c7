/** The ticket that is looked at: read, and read anew when something has happened to it. */

import { planOf, productsOf, ticketOf } from "./calls.js";
import { clipAt } from "./clips.js";
import { look, page } from "./state.js";

/** @typedef {import("./calls.js").Ticket} Ticket */
/** @typedef {import("./calls.js").Change} Change */
/** @typedef {import("./state.js").Looked} Looked */

const LINK_MS = 540000; // the store's links end after ten minutes
const FILM_MS = 20000; // within which a clip of a moment ago is taken in

/** Somebody turns to a ticket; "" for none. @param {string} id @param {Ticket} [known] as it was answered just now */
export function turnTo(id, known) {
  const { looked } = page.state;
  if (!id) return page.set({ looked: null });
  if (looked?.id === id) return undefined;
  page.set({ looked: {
    id, ticket: null, error: null, plan: null, event: "", clip: "", links: new Map(), broken: new Map(),
    more: new Map(), note: null, sought: "", found: null,
  } });
  return known ? took(known) : readTicket();
}

/** Reads it; what was typed stays. */
export async function readTicket() {
  const id = page.state.looked?.id;
  if (!id) return;
  try {
    took(await ticketOf(id));
  } catch (error) {
    if (page.state.looked?.id === id) look({ error });
  }
}

/** What is known of it from now on. @param {Ticket} ticket */
export function took(ticket) {
  const { looked } = page.state;
  if (looked?.id !== ticket.id) return;
  const isFirst = looked.ticket === null;
  look({ ticket, error: null, links: linksOf(looked, ticket) });
  if (looked.plan === null) readPlan(ticket.machine_id, ticket.id);
  const isThere = ticket.events.some(({ id }) => id === page.state.looked?.event);
  if (!isThere) choose(undecided(ticket)[0] ?? ticket.events[0]);
  if (isFirst && !ticket.videos.length) setTimeout(lookForFilm, FILM_MS, ticket.id);
}

/** A clip that plays keeps its link as long as that holds. @param {Looked} looked @param {Ticket} ticket */
function linksOf({ links, broken }, { videos }) {
  const now = Date.now();
  return new Map(videos.map(({ id, url }) => {
    const before = links.get(id);
    const holds = before?.url && url && now - before.at < LINK_MS && !broken.has(id);
    return [id, holds ? before : { url, at: now }];
  }));
}

/** Whether the links may have ended. @param {Looked} looked */
export const isStale = ({ links }) => [...links.values()].some(({ at }) => Date.now() - at >= LINK_MS);

/** A clip comes without a word. @param {string} id */
function lookForFilm(id) {
  const { looked } = page.state;
  if (looked?.id === id && !looked.ticket?.videos.length) readTicket();
}

/** @param {string} machine @param {string} ticket */
async function readPlan(machine, ticket) {
  const plan = await planOf(machine).catch(() => []);
  if (page.state.looked?.id === ticket) look({ plan });
}

/** The events of which nobody has said yet whose they are. @param {Ticket} ticket */
export const undecided = ({ events }) =>
  events.filter(({ attribution, visit_id: of }) => attribution === "contested" && of === null);

/** Turns to an event, and to a clip that shows it. @param {Change|undefined} event */
export function choose(event) {
  const { looked } = page.state;
  if (!looked?.ticket) return;
  look({ event: event?.id ?? "", clip: clipAt(looked.ticket.videos, event, looked.clip)?.id ?? "" });
}

let asked = 0;

/** Looks for products by name. @param {string} sought */
export async function seek(sought) {
  const mine = (asked += 1);
  look({ sought, found: sought.trim() ? page.state.looked?.found ?? null : null });
  if (!sought.trim()) return;
  const found = await productsOf(sought.trim()).catch(() => []);
  if (mine === asked) look({ found });
}
