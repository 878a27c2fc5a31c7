// The shared cart as it is to be shown: the lines that the server has and what is on its way to it.
import { sum, units } from "../../pages/money.js";
import { isSoldOut, leftOf } from "../../pages/menu.js";
import { groupsOf, idsOf, isGone as isOptionGone, wayOf } from "../../pages/options.js";
import { MOST } from "../../pages/stepper.js";
import { calledOf } from "./called.js";
import { amountOf } from "./jobs.js";
import { kept } from "./kept.js";
import { doing } from "./outbox.js";
import { offText } from "./offer.js";
import { firstOf, nowOf, table } from "./state.js";
import { isOwn } from "./who.js";

export const priceOf = (item) => (item.price === null ? null : units(item.price));
export const sumOf = (items) => sum(items.filter((item) => !item.leaving));
export const countOf = (items) => items.reduce((count, item) => count + (item.leaving ? 0 : item.quantity), 0);

/**
 * The rows of the cart, oldest first: `{id, key, name, price, was, quantity, note, guest, mine, waiting, leaving,
 * gone, left, off}`. Of name and price they have those of now; `was` has them as they were shown at first, or is null.
 * `left` is how many can be had of a row as far as the menu tells, older rows first; `gone`: none. `off` says from
 * when on it can be ordered, where that is not now.
 */
export function rows() {
  const own = kept();
  const lines = [...table.cart.values()].map((line) => rowOf(line, own));
  return withLeft([...lines, ...waiting(own)]);
}

function withLeft(all) {
  const remaining = new Map();
  return all.map((row) => {
    const taken = takenBy(row);
    const left = Math.min(...taken.map((id) => remaining.get(id) ?? leftIn(id)));
    for (const id of taken) remaining.set(id, Math.max(0, (remaining.get(id) ?? leftIn(id)) - countOf([row])));
    const off = row.gone ? "" : offText(table.menu?.get(row.product_id));
    return { ...row, left, gone: row.gone || left === 0, off };
  });
}

function leftIn(id) {
  const product = table.menu?.get(id);
  return product ? leftOf(product) : Infinity;
}

/** The products of which a row takes a unit each: its own, and those of what was chosen with it. */
const takenBy = ({ product_id: own, options = [] }) =>
  [own, ...options.map(({ product_id: taken }) => taken).filter((taken) => taken !== null)];

function rowOf(line, own) {
  const jobs = own.jobs.filter((job) => job.line === line.id);
  const more = jobs.filter((job) => !hasLanded(job, line)).reduce((amount, job) => amount + amountOf(job), 0);
  const quantity = Math.min(MOST, Math.max(0, line.quantity + more));
  const chosen = { ...line, ...choiceIn(jobs) };
  return {
    ...chosen,
    ...ofNow(chosen, firstOf(chosen)),
    key: `line-${line.id}`,
    called: calledOf({ ...chosen, ...ofNow(chosen, firstOf(chosen)) }),
    quantity,
    note: jobs.findLast((job) => job.note !== undefined && job.kind === "change")?.note ?? line.note,
    mine: isOwn(line, own),
    waiting: false,
    changing: jobs.some((job) => job.kind === "add"),
    leaving: quantity === 0 || jobs.some((job) => job.kind === "remove"),
    gone: isGone(chosen),
  };
}

/** What somebody has chosen instead, and nobody has answered yet: `{options, name, price}`, or nothing. */
function choiceIn(jobs) {
  const { options, name, price } = jobs.findLast((job) => job.kind === "change" && job.options) ?? {};
  return options ? { options, name, price } : {};
}

/** Whether the stream has shown already what a request that is not answered yet has done. */
const hasLanded = (job, line) => doing.key === job.key && doing.expects === line.quantity;

function ofNow(item, shown) {
  const { name, price } = nowOf(item);
  const was = shown.name === name && shown.price === price ? null : { name: shown.name, price: shown.price };
  return { name, price, was };
}

/** Whether this phone may change note and options of a line: they belong to the phone that has put the line there. */
export const mayNote = (line) => [null, kept().phone].includes(line.guest_id ?? null);

/** Not to be had any more, or not like this, as far as the menu tells. */
function isGone({ product_id: id, options = [] }) {
  if (table.menu === null) return false;
  const product = table.menu.get(id);
  const there = groupsOf(product).flatMap((group) => group.options).filter((each) => !isOptionGone(each, table.menu));
  return isSoldOut(product) || idsOf(options).some((wanted) => !there.some((each) => each.id === wanted));
}

function waiting(own) {
  const taken = new Set();
  const alone = own.jobs.filter((item) => item.kind === "add" && !table.cart.has(item.line) && !arrived(item, taken));
  return alone.map(({ id, ...item }) => ({
    ...item,
    quantity: amountOf(item),
    ...ofNow({ ...item, product_id: id }, item),
    called: calledOf({ ...ofNow({ ...item, product_id: id }, item), product_id: id }),
    id: null,
    product_id: id,
    mine: true,
    waiting: true,
    leaving: false,
    gone: isGone({ ...item, product_id: id }),
  }));
}

/** Whether the stream has shown the line already, before the request was answered. */
function arrived(item, taken) {
  const line = [...table.cart.values()].find((one) => one.id > item.seen && !taken.has(one.id) && isSame(one, item));
  if (line) taken.add(line.id);
  return line !== undefined;
}

const isSame = (line, item) =>
  ["guest", "note", "quantity"].every((field) => line[field] === item[field]) &&
  wayOf(line) === wayOf({ ...item, product_id: item.id });

/** Name and price of all that is in the cart, as they are shown, by the way in which each is had. */
export const shown = () => Object.fromEntries(rows().map((row) => {
  const { product_id, options = [], name, price } = row;
  return [wayOf(row), { product_id, name, price, ...(options.length && { options: idsOf(options) }) }];
}));

/** How many of each product are in the cart, `{own, others}` by product id. */
export function countsInCart() {
  const counts = new Map();
  for (const row of rows()) {
    const count = counts.get(row.product_id) ?? { own: 0, others: 0 };
    count[row.mine ? "own" : "others"] += countOf([row]);
    counts.set(row.product_id, count);
  }
  return counts;
}

/** Who takes part in the cart, without this phone's own guest. */
export function otherNames() {
  const own = kept().guest;
  const names = [...table.cart.values(), ...table.orders.values()].map((item) => item.guest);
  return [...new Set(names)].filter((name) => name && name !== own);
}
