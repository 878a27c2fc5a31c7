// What this phone keeps of a table: the nickname, what is on its way, which lines are its own. Survives a reload.
// Every change reads what is stored first: the page may be open in two tabs.
import { changed, code } from "./state.js";

const PREFIX = "aisle.table.";
const NAME = PREFIX + code;
const FORGOTTEN = 2 * 24 * 60 * 60 * 1000; // ms
let memory = null; // instead of the storage, for browsers that refuse to store

const fresh = () => ({ guest: "", asked: false, adds: [], send: null, mine: [], names: [], used: Date.now() });

export function kept() {
  if (memory) return memory;
  try {
    return { ...fresh(), ...JSON.parse(localStorage.getItem(NAME) ?? "{}") };
  } catch {
    return fresh();
  }
}

/** Change what is kept: `change` gets the object and alters it. */
export function keep(change) {
  const value = kept();
  change(value);
  value.used = Date.now();
  try {
    localStorage.setItem(NAME, JSON.stringify(value));
    memory = null;
  } catch {
    memory = value; // full or forbidden: the page works on, a reload forgets
  }
  changed();
}

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
