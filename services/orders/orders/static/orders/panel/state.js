// What the panel knows of its location: tables, sessions, orders, carts, calls. No DOM here.
import { byId, makeStore } from "../../pages/store.js";
import { settings, takeOff } from "./settings.js";
import { isActive, takeSteps } from "./steps.js";

const USUAL = {
  steps: ["accepted", "preparing", "ready", "served"], open_by: "staff", ask_word: false, languages: [],
  timezone: "UTC", hours: null, kitchen: null, menus: [], tell_wait: true,
};

const store = makeStore({
  place: null, // the location; null until one is chosen
  rules: USUAL, // what the location has set
  offer: null, // what guests may order now (pausing.js); null until told
  book: null, // how the place takes money (book.js); null until told
  tables: new Map(), // by id: those that have a place and a code of their own; `call` while guests want it opened
  sessions: new Map(), // by code, oldest first; closed ones only while something of them is not served
  printers: new Map(), // by id, as the server tells them; empty until it has
  closedHere: new Set(), // codes of tables that were closed at this device
  loaded: false, // whether the server has told anything yet
  link: { kind: "connecting", since: null, reason: "" },
});
export const panel = store.state;
export const { changed, watch, flush } = store;

/** A session as the server tells it, its lists by id; the calls that were answered by what was wanted. */
export function unfold({ orders = [], cart = [], calls = [], answered = [], ...head }) {
  const was = new Map(answered.map((call) => [call.kind, call]));
  return { ...head, orders: byId(orders), cart: byId(cart), calls: byId(calls), answered: was };
}

export const openSessions = () => [...panel.sessions.values()].filter((one) => one.state === "OPEN");
export const allOrders = () => [...panel.sessions.values()].flatMap((one) => [...one.orders.values()]);
const activeOrders = (session) => [...session.orders.values()].filter((one) => isActive(one.state));

/** The open session of a table; undefined while it is free. */
export const sessionAt = (table) => openSessions().find((one) => one.table_id === table.id);

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
  panel.tables = new Map();
  panel.printers = new Map();
  panel.loaded = false;
  panel.offer = null;
  panel.book = null;
  panel.link = { kind: "connecting", since: null, reason: "" };
  takeRules(USUAL);
}

/** What the location has set; only what is told changes. */
export function takeRules(rules) {
  panel.rules = { ...panel.rules, ...rules };
  takeSteps(panel.rules.steps);
  changed();
  return [];
}

/** How the place takes money. */
export function takeBook(book) {
  panel.book = book;
  changed();
}

/** Take the whole state; answers what is new in it for somebody who has seen the panel before. */
export function takeSnapshot({ sessions, tables = [], settings: rules = USUAL }) {
  const was = { sessions: panel.sessions, tables: panel.tables };
  billsTold += 1;
  const shown = sessions.filter((one) => !settings().off.includes(one.code)).map(unfold);
  panel.sessions = new Map(shown.map((one) => [one.code, one.state === "OPEN" ? one : withoutGuests(one)]));
  panel.tables = byId(tables);
  takeRules(rules);
  const news = panel.loaded ? difference(was) : [];
  panel.loaded = true;
  changed();
  return news;
}

function difference({ sessions, tables }) {
  const news = [];
  const known = new Map([...sessions.values()].flatMap((one) => [...one.orders]));
  const calls = new Set([...sessions.values()].flatMap((one) => [...one.calls.keys()]));
  for (const session of panel.sessions.values()) {
    for (const order of session.orders.values()) news.push(...orderNews(order, known.get(order.id)));
    for (const call of session.calls.values()) if (!calls.has(call.id)) news.push({ kind: "call", call });
    const wasOpen = sessions.get(session.code)?.state === "OPEN";
    if (wasOpen && session.state === "CLOSED") news.push({ kind: "closed", session });
  }
  for (const table of panel.tables.values()) {
    if (table.call && !tables.get(table.id)?.call) news.push({ kind: "table", table });
  }
  return news;
}

function orderNews(order, known) {
  if (!known && order.state === "cancelled") return [{ kind: "cancelled", order }]; // some of another one
  if (!known) return order.state === "new" ? [{ kind: "order", order }] : [];
  const became = (state) => order.state === state && known.state !== state;
  if (became("cancelled")) return [{ kind: "cancelled", order }];
  return became("ready") && known.state !== "served" ? [{ kind: "ready", order }] : [];
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
    const isKnown = sessionOf(call)?.calls.has(call.id);
    sessionOf(call)?.calls.set(call.id, call);
    return isKnown ? [] : [{ kind: "call", call }];
  },
  "call.answered": takeAnswered,
  "session.opened": (head) => takeSession(head),
  "session.reopened": (head) => takeSession(head),
  "session.moved": ({ code, ...head }) => Object.assign(panel.sessions.get(code) ?? {}, head),
  "session.merged": ({ code }) => panel.sessions.delete(code),
  "session.split": (split) => takeSplit(split),
  "session.closed": (head) => {
    const session = panel.sessions.get(head.code);
    return session ? close({ ...session, ...head }) : [];
  },
  "bill.changed": ({ session, paid, pending }) => {
    billsTold += 1;
    Object.assign(panel.sessions.get(session) ?? {}, { paid, pending });
    if (panel.book && Number(paid)) panel.book.receipts ||= 1;
  },
  "printer.changed": (printer) => takePrinter(printer),
  "printer.removed": ({ id }) => dropPrinter(id),
  "settings.changed": (rules) => takeRules(rules),
  "table.created": (table) => takeTable(table),
  "table.changed": (table) => takeTable(table),
  "table.removed": ({ id }) => panel.tables.delete(id),
  "table.called": (call) => takeTableCall(call.table_id, call),
  "table.answered": (call) => takeTableCall(call.table_id, null),
};

const sessionOf = (thing) => panel.sessions.get(thing.session);

let billsTold = 0;

/** How often something was told of bills: what was read of one before may be old. */
export const billsAge = () => billsTold;

/** A table as the server tells it; whether its guests call is told apart from it. */
export function takeTable(table) {
  panel.tables.set(table.id, { call: null, ...panel.tables.get(table.id), ...table });
  changed();
  return [];
}

/** Guests of a table without a session call, or somebody has answered: null. */
export function takeTableCall(id, call) {
  const table = panel.tables.get(id);
  if (!table) return [];
  panel.tables.set(id, { ...table, call: call && { timestamp: call.timestamp } });
  changed();
  return call && !table.call ? [{ kind: "table", table }] : [];
}

let printersTold = 0;

/** How often something was told of a printer: who has read them all meanwhile has read in vain. */
export const printersAge = () => printersTold;

/** All printers of the place. */
export function takePrinters(printers) {
  panel.printers = byId(printers);
  changed();
}

/** A printer as the server tells it. */
export function takePrinter(printer) {
  printersTold += 1;
  panel.printers.set(printer.id, printer);
  changed();
}

/** A printer that is not there any more. */
export function dropPrinter(id) {
  printersTold += 1;
  panel.printers.delete(id);
  changed();
}

/** Some orders of a session are another one's from now on. */
function takeSplit({ code, orders, into }) {
  const [from, to] = [panel.sessions.get(code), panel.sessions.get(into)];
  for (const id of orders) {
    const order = from?.orders.get(id);
    from?.orders.delete(id);
    if (order && to && !to.orders.has(id)) to.orders.set(id, { ...order, session: into });
  }
}

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
  const known = panel.sessions.get(session.code);
  if (!known) panel.sessions.set(session.code, unfold(session));
  else Object.assign(known, headOf(session));
  changed();
  return [];
}

/** A whole session in place of what is known of it. */
export function takeWhole(session) {
  panel.sessions.set(session.code, unfold(session));
  changed();
}

const LISTS = new Set(["orders", "cart", "calls", "answered", "seq", "epoch"]);
const headOf = (session) => Object.fromEntries(Object.entries(session).filter(([name]) => !LISTS.has(name)));

/** An order as an event or an answer tells it; an older one than we have changes nothing. */
export function takeOrder(order) {
  const orders = sessionOf(order)?.orders;
  const known = orders?.get(order.id) ?? orderOf(order.id);
  if (!orders || (known && known.changed > order.changed)) return [];
  for (const other of panel.sessions.values()) if (other.code !== order.session) other.orders.delete(order.id);
  orders.set(order.id, order);
  changed();
  return orderNews(order, known);
}

/** A call that somebody has answered. */
export function takeAnswered(call) {
  const session = sessionOf(call);
  session?.calls.delete(call.id);
  session?.answered.set(call.kind, call);
  changed();
}

export function takeLink(link) {
  panel.link = link;
  changed();
}
