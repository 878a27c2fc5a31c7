// What waits in the outbox: one change of the cart each, as it is kept and as it is asked for. No DOM, no state here.
import { newKey } from "../../pages/api.js";
import { idsOf, wayOf } from "../../pages/options.js";
import { MOST } from "../../pages/stepper.js";

/** A job of a kind: "add", "change", "name" or "remove". */
export const record = (kind, name, more) =>
  ({ kind, key: newKey(), at: Date.now(), tried: false, name, ...more });

/** Taps in quick succession are one item, as long as nothing of it was tried. */
export function canTake(one, item) {
  const same = ["kind", "id", "name", "price", "note", "guest"].every((field) => one[field] === item[field]);
  return same && isSameWay(one, item) && !one.tried && one.quantity + item.quantity <= MOST;
}

/** Path and body by kind of job. */
export const REQUESTS = {
  add: (job) => (job.line ? [`change/${job.line}/`, { add: job.quantity }] : ["add/", bodyOf(job)]),
  change: ({ line, add: more, note, expected_note, ...job }) =>
    [`change/${line}/`, { add: more, note, expected_note, ...choiceOf(job) }],
  name: ({ line }) => [`change/${line}/`, {}],
  remove: ({ line, expected }) => [`remove/${line}/`, { expected }],
};

const bodyOf = ({ id, name, price, options, quantity, note }) =>
  ({ product_id: id, name, price, quantity, ...(options && { options: idsOf(options) }), ...(note && { note }) });

const choiceOf = ({ name, price, options, expected_options }) =>
  (options ? { name, price, options: idsOf(options), expected_options } : {});

const isSameWay = (one, other) => wayOf({ ...one, product_id: 0 }) === wayOf({ ...other, product_id: 0 });

/** How many more a job makes of its line. */
export const amountOf = ({ kind, quantity, less = 0, add: by = 0 }) => (kind === "add" ? quantity - less : by);

/** Whether an item can make a line longer. */
export const isLike = (line, item) =>
  line.product_id === item.id && isSameWay(line, item) &&
  ["name", "price", "note", "guest"].every((field) => line[field] === item[field]) &&
  line.quantity + item.quantity <= MOST;

/** Whether a line of this phone stands under no name, or under one that it had before. */
export const isNamedAnew = ({ phone, guest, names }, line) =>
  phone !== null && line.guest_id === phone && guest !== "" && line.guest !== guest &&
  ["", ...names].includes(line.guest);

/** The job that brings this phone's name of now to its line. */
export const named = ({ guest }, line) => record("name", line.name, { line: line.id, guest });
