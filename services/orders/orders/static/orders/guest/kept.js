// What this phone keeps of a table: its key, the nickname, what is on its way, which lines are its own. Survives a
// reload. Every change reads what is stored first: the page may be open in two tabs.
import { recall, remember } from "../../pages/storage.js";
import { changed, table } from "./state.js";

const PREFIX = "aisle.table.";
const SPOT = "aisle.spot."; // of a table's own code: where this phone has sat there
const FORGOTTEN = 2 * 24 * 60 * 60 * 1000; // ms

const fresh = () => ({
  key: "", // by which the server knows this phone
  phone: null, // its number at this table, as `guest_id` of lines and orders says it
  guest: "",
  asked: false,
  jobs: [], // what is on its way to the cart (outbox.js)
  send: null,
  mine: [],
  paying: null, // `{key, asked, id}` of the payment that waits here (paying.js)
  paid: [], // what was paid on this phone (receipts.js)
  names: [],
  used: Date.now(),
});

const nameOf = (of) => PREFIX + of;

/** What is kept of a table: of this one, or of the session `of`. */
export function kept(of = table.code) {
  try {
    // `adds` is what the page before had of `jobs`.
    const { adds = [], ...stored } = JSON.parse(recall(nameOf(of)) ?? "{}");
    return { ...fresh(), jobs: adds.map((item) => ({ kind: "add", ...item })), ...stored };
  } catch {
    return fresh();
  }
}

/** Change what is kept: `change` gets the object and alters it. */
export function keep(change) {
  const value = kept();
  change(value);
  value.used = Date.now();
  remember(nameOf(table.code), JSON.stringify(value));
  changed();
}

/** What says to the server which phone this is: in the query of reads, even unknown; in the head of writes. */
export const asPhone = () => ({ guest_key: kept().key });
export const phoneHeaders = () => (kept().key ? { "X-Guest-Key": kept().key } : {});

/** What was kept of this table is kept of that one: both have become one. This phone's number there is not known. */
export function carryTo(into) {
  if (!kept().key || recall(PREFIX + into) !== null) return;
  remember(PREFIX + into, JSON.stringify({ ...kept(), phone: null }));
}

/** Where this phone has sat at the table with this code, the last session first. */
export const seatsAt = (spot) => (recall(SPOT + spot) ?? "").split(" ").filter(Boolean);

export function satAt(spot) {
  const before = seatsAt(spot).filter((one) => one !== table.code);
  remember(SPOT + spot, [table.code, ...before].slice(0, 2).join(" "));
}

/** Forget tables that nobody used for two days. */
export function forgetOld() {
  try {
    const others = Object.keys(localStorage).filter((one) => one.startsWith(PREFIX) && one !== nameOf(table.code));
    for (const name of others) {
      const { used = 0 } = JSON.parse(localStorage.getItem(name));
      if (Date.now() - used > FORGOTTEN) localStorage.removeItem(name);
    }
  } catch {
    // What cannot be read is not ours to tidy.
  }
}

window.addEventListener("storage", (event) => {
  if (event.key === nameOf(table.code)) changed();
});
