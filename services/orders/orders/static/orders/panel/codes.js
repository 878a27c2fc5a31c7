// Codes: of a table, which stay, or of a session without a table.
import { passing } from "../../pages/api.js";
import { drawn as draw } from "../../pages/qr.js";
import { panel } from "./state.js";

const TRIES = 6; // of one code that cannot be drawn just now
const pictures = new Map(); // promises of data URIs, by what they say

/** The table of a session, which has the code that stays; else the thing itself. */
export const coded = (thing) => panel.tables.get(thing.table_id) ?? thing;

/** Where a code leads. */
export const linkOf = (thing) =>
  `${(document.body.dataset.publicUrl ?? "").replace(/\/$/, "")}/t/${coded(thing).code}/`;

/** A QR code as an address for an <img>. */
export function drawing(value) {
  if (!pictures.has(value)) {
    const found = drawnSoon(value);
    found.catch(() => pictures.delete(value)); // the next one asks again
    pictures.set(value, found);
  }
  return pictures.get(value);
}

/** The codes service draws a few at once, and then one each second: those are waited for. */
async function drawnSoon(value) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await draw(value);
    } catch (problem) {
      const seconds = passing(problem) ? problem.retryAfter : null;
      if (seconds === null || attempt === TRIES) throw problem;
      await new Promise((resolve) => void setTimeout(resolve, seconds * 1000));
    }
  }
}

/** A short code as people read it aloud. */
export const grouped = (code) => (code.length > 8 ? code : `${code.slice(0, 4)}-${code.slice(4)}`);
