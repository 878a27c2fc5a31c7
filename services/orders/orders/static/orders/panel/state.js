// What the panel knows of its location: tables, orders, carts, calls. No DOM here.
import { byId, makeStore } from "../../pages/store.js";
import { settings, takeOff } from "./settings.js";
import { isActive } from "./steps.js";

const store = makeStore({
  place: null, // the location; null until one is chosen
  sessions: new Map(), // by code, oldest first; closed ones only while something of them is not served
  closedHere: new Set(), // codes of tables that were closed at this device
  loaded: false, // whether the server has told anything yet
  link: { kind: "connecting", since: null, reason: "" },
});
export const panel = store.state;
export const { changed, watch } = store;

/** A session as the server tells it, its lists by id. */
export function unfold({ orders = [], cart = [], calls = [], ...head }) {
  return { ...head, orders: byId(orders), cart: byId(cart), calls: byId(calls) };
}

export const openSessions = () => [...panel.sessions.values()].filter((one) => one.state === "OPEN");
export const allOrders = () => [...panel.sessions.values()].flatMap((one) => [...one.orders.values()]);
const activeOrders = (session) => [...session.orders.values()].filter((one) => isActive(one.state));

/** An order of a table that is shown; undefined for others. */
export function orderOf(id) {
  for (const session of panel.sessions.values()) {
    if (session.orders.has(id)) return session.orders.get(id);
  }
  return undefined;
}

/** Begin with another place, or with none. */
export function enter(place) {
  panel.place = place;
  panel.sessions = new Map();
  panel.loaded = false;
  panel.link = { kind: "connecting", since: null, reason: "" };
  changed();
}

/** Take the whole state; answers what is new in it for somebody who has seen the panel before. */
export function takeSnapshot({ sessions }) {
  const was = panel.sessions;
  const shown = sessions.filter((one) => !settings().off.includes(one.code)).map(unfold);
  panel.sessions = new Map(shown.map((one) => [one.code, one.state === "OPEN" ? one : withoutGuests(one)]));
  const news = panel.loaded ? difference(was) : [];
  panel.loaded = true;
  changed();
  return news;
}

function difference(was) {
  const news = [];
  const known = new Map([...was.values()].flatMap((one) => [...one.orders]));
  const calls = new Set([...was.values()].flatMap((one) => [...one.calls.keys()]));
  for (const session of panel.sessions.values()) {
    for (const order of session.orders.values()) news.push(...orderNews(order, known.get(order.id)));
    for (const call of session.calls.values()) if (!calls.has(call.id)) news.push({ kind: "call", call });
  }
  for (const session of panel.sessions.values()) {
    const wasOpen = was.get(session.code)?.state === "OPEN";
    if (wasOpen && session.state === "CLOSED") news.push({ kind: "closed", session });
  }
  return news;
}

function orderNews(order, known) {
  if (!known) return order.state === "new" ? [{ kind: "order", order }] : [];
  const ended = order.state === "cancelled" && known.state !== "cancelled";
  return ended ? [{ kind: "cancelled", order }] : [];
}

/** A table that was closed: nobody waits there for anything but what was ordered. */
const withoutGuests = (session) => ({ ...session, calls: new Map(), cart: new Map() });

/** A closed table stays on the board as long as something of it was not served. */
function close(session) {
  const wasOpen = panel.sessions.get(session.code)?.state !== "CLOSED";
  if (!activeOrders(session).length) {
    panel.sessions.delete(session.code);
    return [];
  }
  panel.sessions.set(session.code, withoutGuests(session));
  return wasOpen ? [{ kind: "closed", session }] : [];
}

const EVENTS = {
  "order.created": takeOrder,
  "order.changed": takeOrder,
  "line.added": (line) => sessionOf(line)?.cart.set(line.id, line),
  "line.changed": (line) => sessionOf(line)?.cart.set(line.id, line),
  "line.removed": (line) => sessionOf(line)?.cart.delete(line.id),
  "cart.sent": (sent) => sent.lines.forEach((id) => sessionOf(sent)?.cart.delete(id)),
  "call.made": (call) => {
    sessionOf(call)?.calls.set(call.id, call);
    return [{ kind: "call", call }];
  },
  "call.answered": (call) => sessionOf(call)?.calls.delete(call.id),
  "session.opened": (head) => takeSession(head),
  "session.closed": (head) => {
    const session = panel.sessions.get(head.code);
    return session ? close({ ...session, ...head }) : [];
  },
};

const sessionOf = (thing) => panel.sessions.get(thing.session);

/** Take a closed table off the board of this device. */
export function forget(code) {
  takeOff(code);
  panel.sessions.delete(code);
  changed();
}

/** Take one change; answers what is worth telling about it. */
export function takeEvent(type, data) {
  const news = EVENTS[type]?.(data);
  changed();
  return Array.isArray(news) ? news : [];
}

/** A table as a request answered it; what the stream has told of it stays. */
export function takeSession(session) {
  if (!panel.sessions.has(session.code)) panel.sessions.set(session.code, unfold(session));
  changed();
  return [];
}

/** An order as an event or an answer tells it; an older one than we have changes nothing. */
export function takeOrder(order) {
  const orders = sessionOf(order)?.orders;
  const known = orders?.get(order.id);
  if (!orders || (known && known.changed > order.changed)) return [];
  orders.set(order.id, order);
  changed();
  return orderNews(order, known);
}

/** A call that somebody has answered. */
export function takeAnswered(call) {
  sessionOf(call)?.calls.delete(call.id);
  changed();
}

export function takeLink(link) {
  panel.link = link;
  changed();
}
