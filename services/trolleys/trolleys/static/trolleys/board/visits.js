/** What the audit trail is asked for, and all of it as a file. */

import { csv } from "../../pages/files.js";
import { visits } from "./calls.js";

/** @typedef {import("./calls.js").Visit} Visit */
/** @typedef {{id: number, name: string}} Person */
/** @typedef {import("../../pages/period.js").Period & {trolley: string, user: Person|null, offset: number}} Query */

export const SIZE = 50; // rows on a page
const LARGEST = 200; // rows in one answer

/** @param {Query} query @param {number} place @param {number} limit @returns {Record<string, string>} */
const asked = ({ from, to, trolley, user, offset }, place, limit) => ({
  from, to, location_id: String(place), limit: String(limit), offset: String(offset),
  ...(trolley && { trolley_id: trolley }), ...(user && { user_id: String(user.id) }),
});

/** A page of them. @param {Query} query @param {number} place */
export const visitsRead = (query, place) => visits(asked(query, place, SIZE));

/** @type {(keyof Visit)[]} */
const COLUMNS = ["session_id", "trolley_id", "username", "started_at", "ended_at", "duration_s", "items", "amount",
  "currency", "ended_by", "receipt_id"];

/** All rows that the query means, as a table. One that begins meanwhile pushes the others on: each is taken once.
 * @param {Query} query @param {number} place */
export async function visitsFile(query, place) {
  /** @type {Map<string, Visit>} */
  const rows = new Map();
  for (let offset = 0; ; offset += LARGEST) {
    const { results, count } = await visits(asked({ ...query, offset }, place, LARGEST));
    for (const row of results) rows.set(row.session_id, row);
    if (offset + LARGEST >= count) return csv(COLUMNS, [...rows.values()]);
  }
}
