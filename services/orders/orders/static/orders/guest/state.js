// What the page knows of its table: the session, its orders, the shared cart, calls, the menu. No DOM here.

import { inOrder } from "../../pages/menu.js";
import { chosenOf, idsOf, priceWith, wayOf } from "../../pages/options.js";
import { byId, makeStore } from "../../pages/store.js";

/** The table's own code, when that is what was scanned. */
export const spotCode = document.body.dataset.table ?? "";

/** The page belongs to this session from now on. */
export function sitAt(session) {
  page.set({ code: session });
}

export const page = makeStore({
  code: document.body.dataset.code ?? "", // of the session; "" as long as nobody sits at the table of this page
  session: null, // the session's head; null until the server has told it
  place: null, // the location
  orders: new Map(), // by id, in the order of their ids
  cart: new Map(), // lines by id
  calls: new Map(), // open calls by kind
  answered: new Map(), // the last call of each kind that was answered
  calling: new Set(), // kinds of calls that are on their way
  spot: null, // the table whose code was scanned, `{id, name, location_id}`
  slip: "", // what is wrong with a code that was typed
  /** The table itself, as long as no session is known (seat.js). */
  seat: spotCode && { kind: "looking", spot: null, openBy: "staff", call: null, problem: "" },
  menu: null, // products by id, in their order; null until loaded
  book: null, // how the place takes money; null until told
  offer: null, // what may be ordered now (offer.js); null until told
  reach: 12, // so many dishes are drawn, first those of the screen, then more until it is all (menu.js)
  find: { text: "", tags: new Set(), isOpen: false }, // what of the menu is looked for
  unfolded: new Set(), // products whose whole text is shown
  unknown: false, // the server does not know the code
  link: { kind: "connecting", since: null, reason: "" },
});
export const table = page.state;
export const { changed, watch } = page;

let lastLine = 0; // the highest line id that the server has told of
const first = new Map(); // line id → name and price as this page has shown it at first, in the way it is had
const heard = new Map(); // line id → how often the stream has told of it
let tell = () => {};

/** `listener` gets each thing that is worth telling to somebody who has seen the page before. */
export function onNews(listener) {
  tell = (news) => news.forEach(listener);
}

export const isOpen = () => table.session?.state === "OPEN";
export const isClosed = () => table.session?.state === "CLOSED";

/** Take the whole state. */
export function takeSnapshot(data) {
  const { orders, cart = [], calls = [], answered, ...head } = data;
  const before = table.session && { ...table, state: table.session.state };
  table.session = head;
  table.orders = byId(orders);
  table.cart = byId(cart);
  table.calls = byKind(calls);
  if (answered) table.answered = byKind(answered);
  for (const line of cart) hear(line);
  if (before) tell(difference(before));
  changed();
}

const byKind = (calls) => new Map(calls.map((call) => [call.kind, call]));

function difference(before) {
  const news = [];
  for (const order of table.orders.values()) {
    const was = before.orders.get(order.id);
    if (was ? was.state !== order.state : order.state !== "new") news.push({ kind: "moved", order });
  }
  for (const [kind, call] of before.calls) {
    if (isOpen() && !table.calls.has(kind)) news.push({ kind: "answered", call: table.answered.get(kind) ?? call });
  }
  for (const line of table.cart.values()) {
    const was = before.cart.get(line.id);
    if (was && was.quantity !== line.quantity) news.push({ kind: "changed", line, was });
  }
  if (before.state === "OPEN" && isClosed()) news.push({ kind: "closed" });
  else if (table.orders.size === before.orders.size) news.push(...removals(before.cart));
  return news;
}

/** Lines that have gone without becoming orders, by whom nobody says. */
function removals(before) {
  const gone = [...before.values()].filter(({ id }) => !table.cart.has(id));
  return gone.map((line) => ({ kind: "removed", line, by: "?" }));
}

function hear(line) {
  lastLine = Math.max(lastLine, line.id);
  heard.set(line.id, heardOf(line.id) + 1);
  keepFirst(line);
}

/** What is had in another way now costs something else, and nobody has to be told so. */
function keepFirst(line) {
  const { id, name, price } = line;
  if (first.get(id)?.way !== wayOf(line)) first.set(id, { name, price, way: wayOf(line) });
}

/** How often the stream has told of a line. */
export const heardOf = (id) => heard.get(id) ?? 0;

/** Name and price as this page has shown them at first, and as the menu has them now. */
export const firstOf = (line) => (first.get(line.id)?.way === wayOf(line) ? first.get(line.id) : line);
export function nowOf(item) {
  const product = table.menu?.get(item.product_id);
  if (!product) return item;
  return { ...product, price: priceWith(product, chosenOf(product, idsOf(item.options))) };
}

const EVENTS = {
  "order.created": (order) => putOrder(order),
  "order.changed": (order) => putOrder(order),
  "line.added": (line) => putLine(line),
  "line.changed": (line) => putLine(line),
  "line.removed": ({ id, by = "?" }) => dropLine(id, by),
  "cart.sent": (sent) => {
    const lines = sent.lines.map((id) => table.cart.get(id)).filter(Boolean);
    dropLines(sent.lines);
    return [{ kind: "sent", ...sent, sent: lines }];
  },
  "call.made": (call) => (table.calls.set(call.kind, call), []),
  "call.answered": (call) => dropCall(call),
  "session.moved": (moved) => moveTo(moved),
  "session.merged": (merged) => mergeInto(merged),
  "session.split": ({ orders }) => splitOff(orders),
  "session.reopened": (head) => ((table.session = { ...table.session, ...head }), [{ kind: "reopened" }]),
  "bill.changed": ({ paid, pending }) => ((table.session = { ...table.session, paid, pending }), []),
  "session.closed": (head) => {
    const was = table.session?.state;
    table.session = { ...table.session, ...head };
    table.calls.clear();
    return was === "OPEN" ? [{ kind: "closed" }] : [];
  },
};

function moveTo({ name, table_id: spot }) {
  const was = table.session;
  table.session = { ...was, name, table_id: spot };
  return was ? [{ kind: "seated", name, moved: (was.table_id ?? null) !== (spot ?? null) }] : [];
}

/** Told to both: this one may be what the other has become part of. */
function mergeInto({ code: source, into }) {
  if (source !== table.code) return [{ kind: "joined" }];
  table.session = { ...table.session, into };
  return [];
}

function splitOff(ids) {
  const gone = ids.map((id) => table.orders.get(id)).filter(Boolean);
  for (const id of ids) table.orders.delete(id);
  return gone.length ? [{ kind: "split", orders: gone }] : [];
}

/** Take one change. */
export function takeEvent(type, data) {
  tell(EVENTS[type]?.(data) ?? []);
  changed();
}

function putOrder(order) {
  const was = table.orders.get(order.id);
  table.orders.set(order.id, order);
  return was && was.state !== order.state ? [{ kind: "moved", order }] : [];
}

function putLine(line) {
  const was = table.cart.get(line.id);
  hear(line);
  table.cart.set(line.id, line);
  if (!was) return [{ kind: "added", line }];
  if (was.price !== line.price || was.name !== line.name) seeProducts([line]);
  return [{ kind: "changed", line, was }];
}

function dropLine(id, by) {
  const line = table.cart.get(id);
  dropLines([id]);
  return line ? [{ kind: "removed", line, by }] : [];
}

function dropLines(ids) {
  for (const id of ids) {
    lastLine = Math.max(lastLine, id);
    table.cart.delete(id);
  }
  return [];
}

/** Products are called and cost what the server has just said; the menu may be older. What costs more with options may
 * do so by itself or by one of them: the menu is asked for then. */
export function seeProducts(products) {
  for (const { product_id: id, name, price, options = [] } of products) {
    if (table.menu?.has(id) && options.length === 0) table.menu.set(id, { ...table.menu.get(id), name, price });
  }
  changed();
}

/** What the place has changed on its menu, `{id, product}` each; null is not on it any more. */
export function takeProducts(changes) {
  if (table.menu === null || changes.length === 0) return;
  const menu = new Map(table.menu);
  for (const { id, product } of changes) {
    if (product) menu.set(id, product);
    else menu.delete(id);
  }
  takeMenu(inOrder([...menu.values()]));
}

/** So many are left of products, as the server has just said. */
export function seeLeft(details) {
  for (const { product_id: id, available } of details) {
    if (table.menu?.has(id)) table.menu.set(id, { ...table.menu.get(id), available });
  }
  changed();
}

function dropCall(call) {
  table.calls.delete(call.kind);
  if (call.answered) table.answered.set(call.kind, call);
  return [{ kind: "answered", call }];
}

/**
 * A line as a request was answered: it must not bring back what the stream has already seen going, nor be in the way of
 * what the stream has told of it since the request began (`before`, of `heardOf`).
 */
export function answeredLine(line, before = heardOf(line.id)) {
  const overtaken = table.link.kind === "live" && heardOf(line.id) !== before;
  if (!overtaken && (line.id > lastLine || table.cart.has(line.id))) table.cart.set(line.id, line);
  keepFirst(line);
  changed();
}

export function answeredRemoval(id) {
  dropLines([id]);
  changed();
}

/** The orders of a sending that was answered, and the lines that became them. */
export function answeredSending(orders, lines) {
  dropLines(lines);
  for (const order of orders) if (!table.orders.has(order.id)) table.orders.set(order.id, order);
  changed();
}

export function answeredCall(call) {
  if (call.answered) dropCall(call);
  else table.calls.set(call.kind, call);
  changed();
}

export function takeLink(link) {
  table.link = link;
  changed();
}

export function takePlace(place) {
  table.place = place;
  changed();
}

export function takeBook(book) {
  table.book = book;
  changed();
}

export function takeMenu(products) {
  table.menu = new Map(products.map((product) => [product.id, product]));
  changed();
}

export function unknownCode() {
  table.unknown = true;
  changed();
}
