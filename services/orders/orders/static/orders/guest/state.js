// What the page knows of its table: the session, its orders, the shared cart, open calls, the menu. No DOM here.

import { byId, makeStore } from "../../pages/store.js";

export const code = document.body.dataset.code ?? "";

const store = makeStore({
  session: null, // the session's head; null until the server has told it
  place: null, // the location
  orders: new Map(), // by id, in the order of their ids
  cart: new Map(), // lines by id
  calls: new Map(), // open calls by kind
  menu: null, // products by id; null until loaded
  unknown: false, // the server does not know the code
  link: { kind: "connecting", since: null, reason: "" },
});
export const table = store.state;
export const { changed, watch } = store;

let lastLine = 0; // the highest line id that the server has told of
let tell = () => {};

/** `listener` gets each thing that is worth telling to somebody who has seen the page before. */
export function onNews(listener) {
  tell = (news) => news.forEach(listener);
}

export const isOpen = () => table.session?.state === "OPEN";
export const isClosed = () => table.session?.state === "CLOSED";

/** Take the whole state. */
export function takeSnapshot(data) {
  const { orders, cart = [], calls = [], ...head } = data;
  const before = table.session && { orders: table.orders, calls: table.calls, state: table.session.state };
  table.session = head;
  table.orders = byId(orders);
  table.cart = byId(cart);
  table.calls = new Map(calls.map((call) => [call.kind, call]));
  for (const line of cart) lastLine = Math.max(lastLine, line.id);
  if (before) tell(difference(before));
  changed();
}

function difference(before) {
  const news = [];
  for (const order of table.orders.values()) {
    const was = before.orders.get(order.id);
    if (was ? was.state !== order.state : order.state !== "new") news.push({ kind: "moved", order });
  }
  for (const [kind, call] of before.calls) {
    if (isOpen() && !table.calls.has(kind)) news.push({ kind: "answered", call });
  }
  if (before.state === "OPEN" && isClosed()) news.push({ kind: "closed" });
  return news;
}

const EVENTS = {
  "order.created": (order) => putOrder(order),
  "order.changed": (order) => putOrder(order),
  "line.added": (line) => putLine(line),
  "line.changed": (line) => putLine(line),
  "line.removed": ({ id }) => dropLines([id]),
  "cart.sent": (sent) => (dropLines(sent.lines), [{ kind: "sent", ...sent }]),
  "call.made": (call) => (table.calls.set(call.kind, call), []),
  "call.answered": (call) => dropCall(call),
  "session.closed": (head) => {
    const was = table.session?.state;
    table.session = { ...table.session, ...head };
    table.calls.clear();
    return was === "OPEN" ? [{ kind: "closed" }] : [];
  },
};

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
  const known = table.cart.has(line.id);
  lastLine = Math.max(lastLine, line.id);
  table.cart.set(line.id, line);
  return known ? [] : [{ kind: "added", line }];
}

function dropLines(ids) {
  for (const id of ids) {
    lastLine = Math.max(lastLine, id);
    table.cart.delete(id);
  }
  return [];
}

function dropCall(call) {
  table.calls.delete(call.kind);
  return [{ kind: "answered", call }];
}

/** A line as a request was answered: it must not bring back what the stream has already seen going. */
export function answeredLine(line) {
  if (line.id > lastLine || table.cart.has(line.id)) table.cart.set(line.id, line);
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
  if (call.answered) table.calls.delete(call.kind);
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

export function takeMenu(products) {
  table.menu = new Map(products.map((product) => [product.id, product]));
  changed();
}

export function unknownCode() {
  table.unknown = true;
  changed();
}
