/** What the shopper's page knows. */

import { recall, remember } from "../../pages/storage.js";
import { makeStore } from "../../pages/store.js";
import { units } from "../../pages/money.js";

/** @typedef {import("./calls.js").Line} Line */
/** @typedef {import("./calls.js").Session} Session */
/** @typedef {import("./calls.js").Trolley} Trolley */
/** @typedef {import("./calls.js").Payment} Payment */

/** @typedef {{product_id: number, product_name: string, codes: string[], issues: string[]}} Issue */

/** The last thing that was scanned or typed, and what became of it.
 * @typedef {{kind: "good"|"bad", words: string, count: number}} Told */

/**
 * @typedef {object} State
 * @property {"waiting"|"entry"|"start"|"failed"|"visit"} stage
 * @property {string} trolleyId of the address; "" when the page has to ask for it
 * @property {Trolley|null} trolley as it was when the page began
 * @property {number|null} locationId of the place that the trolley belongs to
 * @property {string} placeName
 * @property {Session|null} session
 * @property {Map<number, Line>} lines by id
 * @property {Payment|null} payment the one that is open, or the last one
 * @property {string[]} warnings
 * @property {boolean} isLocked how the trolley's lock should be
 * @property {boolean} isOnline whether the trolley itself is there
 * @property {string|null} restorableUntil after an expiry
 * @property {number} endsIn seconds until the session runs out; 0 while that is not near
 * @property {import("../../pages/stream.js").State} link how the page stands with the server
 * @property {Told|null} told
 * @property {unknown} error why the page cannot be shown
 * @property {import("../../pages/api.js").Refused|null} refused why the trolley was not given
 * @property {import("./pay.js").Receipt|null} receipt
 * @property {Issue[]} issues what keeps the cart from being paid
 * @property {boolean} busy whether a call of the page's buttons is on its way
 */

/** @type {State} */
const beginning = {
  stage: "waiting", trolleyId: document.body.dataset.trolley ?? "", trolley: null, locationId: null, placeName: "",
  session: null, lines: new Map(), payment: null, warnings: [], isLocked: false, isOnline: true, restorableUntil: null, endsIn: 0,
  link: { kind: "connecting", since: null, reason: "" }, told: null, error: null, refused: null, receipt: null, issues: [],
  busy: false,
};

export const page = makeStore(beginning);

/** The name under which the phone keeps its session, as clients of the first documentation know it. */
const SESSION = "session_id";

export const keptSession = () => recall(SESSION);

/** @param {string|null} id */
export const keepSession = (id) => remember(SESSION, id);

/** Whether a payment is open, or paid and not settled yet: the cart is frozen then. @param {State} state */
export const isPaying = ({ session, payment }) =>
  session?.state === "active" && (payment?.status === "created" || payment?.status === "paid");

/** Whether staff look at the trolley: the cart is frozen too. @param {State} state */
export const isChecked = ({ session }) => ["waiting", "missed"].includes(session?.check.state ?? "");

/** Whether goods may be added and changed now. */
export const isShopping = () =>
  page.state.session?.state === "active" && !isPaying(page.state) && !isChecked(page.state);

/** A line as it is now, unless a newer word about it has come already. @param {Line} line */
export function takeLine(line) {
  const { lines } = page.state;
  const known = lines.get(line.id);
  if (known && known.updated_at > line.updated_at) return;
  page.set({ lines: new Map(lines).set(line.id, line) });
}

/** @param {number} id */
export function dropLine(id) {
  const lines = new Map(page.state.lines);
  lines.delete(id);
  page.set({ lines });
}

/** The cart's sums in the smallest unit: what is to be paid, how many units, how much cheaper today's prices are. */
export function sums() {
  let [total, count, saved] = [0, 0, 0];
  for (const { quantity, price_at_addition: price, current_price: today } of page.state.lines.values()) {
    total += units(price) * quantity;
    count += quantity;
    saved += Math.max(0, units(price) - units(today)) * quantity;
  }
  return { total, count, saved };
}
