// What this phone keeps of a table: its key, the nickname, what is on its way, which lines are its own. Survives a
// reload. Every change reads what is stored first: the page may be open in two tabs.
import { recall, remember } from "../../pages/storage.js";
import { changed, code } from "./state.js";

const PREFIX = "aisle.table.";
const NAME = PREFIX + code;
const FORGOTTEN = 2 * 24 * 60 * 60 * 1000; // ms

const fresh = () => ({
  key: "", // by which the server knows this phone
  phone: null, // its number at this table, as `guest_id` of lines says it
  guest: "",
  asked: false,
  jobs: [], // what is on its way to the cart (outbox.js)
  send: null,
  mine: [],
  names: [],
  used: Date.now(),
});

export function kept() {
  try {
    const { adds = [], ...stored } = JSON.parse(recall(NAME) ?? "{}"); // `adds` is what the page before had of `jobs`
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
  remember(NAME, JSON.stringify(value));
  changed();
}

/** What says to the server which phone this is: in the query of reads, even unknown; in the head of writes. */
export const asPhone = () => ({ guest_key: kept().key });
export const phoneHeaders = () => (kept().key ? { "X-Guest-Key": kept().key } : {});

/** Forget tables that nobody used for two days. */
export function forgetOld() {
  try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX) && one !== NAME)) {
      const { used = 0 } = JSON.parse(localStorage.getItem(name));
      if (Date.now() - used > FORGOTTEN) localStorage.removeItem(name);
    }
  } catch {
    // What cannot be read is not ours to tidy.
  }
}

window.addEventListener("storage", (event) => {
  if (event.key === NAME) changed();
});
