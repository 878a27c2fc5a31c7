// What this phone has on its way: items for the cart, then the sending of the cart. One after the other, each with
// a key that is kept until it is answered, so that nothing is lost and nothing arrives twice, reloads included.
import { Refused, insist, newKey, post } from "../../pages/api.js";
import { keep, kept } from "./kept.js";
import { MOST } from "../../pages/stepper.js";
import { answeredLine, answeredSending, changed, code, table } from "./state.js";

const TOO_OLD = 10 * 60 * 1000; // ms: nobody wants to be surprised by an order from then
const EXPIRED = 20 * 60 * 60 * 1000; // ms: the server remembers keys for 24 hours

/** What the loop is doing: the key it works on, since when there is trouble (ms), how to stop it. */
export const doing = { key: null, trouble: null, stop: null };
const ends = { onAdded: () => {}, onRefused: () => {}, onSent: () => {}, onSendEnd: () => {} };
let running = false;

export function onEnds(callbacks) {
  Object.assign(ends, callbacks);
}

/** Put an item into the table's cart. It is shown at once and delivered as soon as that works. */
export function add(product, quantity, note, guest = kept().guest) {
  keep((own) => {
    const item = record(product, quantity, note, guest);
    const same = own.adds.find((one) => canTake(one, item));
    if (same) same.quantity += quantity;
    else own.adds.push(item);
  });
  pump();
}

/** Taps in quick succession are one item, as long as nothing of it was tried. */
function canTake(one, item) {
  const same = ["id", "note", "guest"].every((field) => one[field] === item[field]);
  return same && !one.tried && one.quantity + item.quantity <= MOST;
}

function record(product, quantity, note, guest) {
  const { id, name, price } = product;
  const seen = Math.max(0, ...table.cart.keys());
  return { key: newKey(), id, name, price, quantity, note, guest, seen, at: Date.now(), tried: false };
}

/** Take back an item that is still on its way. It may have arrived; then it shows up as a line. */
export function takeBack(key) {
  drop(key);
  if (doing.key === key) doing.stop?.();
}

const drop = (key) => keep((own) => (own.adds = own.adds.filter((one) => one.key !== key)));

/** Send the cart as it is seen now, with what is still on its way to it. */
export function send() {
  keep((own) => {
    own.send ??= {
      key: newKey(),
      lines: [...table.cart.keys()],
      after: own.adds.map((one) => one.key),
      guest: own.guest,
      before: table.orders.size, // tells later whether somebody else has sent the cart, or emptied it
      at: Date.now(),
    };
  });
  pump();
}

export function stopSending() {
  const { key } = kept().send ?? {};
  keep((own) => (own.send = null));
  if (doing.key === key) doing.stop?.();
}

/** Work until nothing waits. Call it whenever something may wait. */
export async function pump() {
  if (running) return;
  running = true;
  try {
    for (let job = next(); job; job = next()) await job();
  } finally {
    running = false;
  }
}

function next() {
  const { adds, send: sending } = kept();
  if (adds.length) return () => deliver(adds[0]);
  if (sending) return () => deliverCart(sending);
  return null;
}

async function deliver(item) {
  if (Date.now() - item.at > EXPIRED) return refuse(item, "too_old");
  keep((own) => begin(own, own.adds.find((one) => one.key === item.key)));
  const { line: known, total, ...begun } = kept().adds.find((one) => one.key === item.key);
  try {
    const line = await (known ? raise(item.key, known, total) : trying(item.key, "/orders/cart/add/", bodyOf(begun)));
    if (!line) return undefined;
    keep((own) => settle(own, item.key, line.id));
    answeredLine(line);
    ends.onAdded(item);
  } catch ({ reason, uncertain }) {
    if (known && reason === "line_not_found" && !uncertain) return again(item);
    refuse(item, uncertain ? "uncertain" : reason);
  }
  return undefined;
}

/** What is like a line of this phone makes that line longer: decided once, before the first attempt. */
function begin(own, item) {
  if (item.tried) return;
  item.tried = true;
  const line = [...table.cart.values()].find((one) => own.mine.includes(one.id) && isLike(one, item));
  if (line) Object.assign(item, { line: line.id, total: line.quantity + item.quantity });
}

const isLike = (line, item) =>
  line.product_id === item.id &&
  line.note === item.note &&
  line.guest === item.guest &&
  line.quantity + item.quantity <= MOST;

function bodyOf({ id, quantity, note, guest }) {
  return { session_code: code, product_id: id, quantity, ...(note && { note }), ...(guest && { guest }) };
}

/** Set a line's quantity. A line that is gone after an attempt without an answer may have taken it along. */
async function raise(key, line, quantity) {
  let repeated = false;
  try {
    const onTrouble = () => (repeated = true);
    return await trying(key, `/orders/cart/change/${line}/`, { session_code: code, quantity }, { onTrouble });
  } catch (problem) {
    if (repeated) problem.uncertain = problem.reason === "line_not_found";
    throw problem;
  }
}

/** The line went before anything was added to it: a line of its own, then. */
function again(item) {
  keep((own) => {
    const one = own.adds.find((other) => other.key === item.key);
    Object.assign(one, { key: newKey(), tried: false, line: undefined, total: undefined });
    own.send?.after.push(one.key);
  });
}

function refuse(item, reason) {
  const held = kept().send !== null;
  keep((own) => {
    own.adds = own.adds.filter((one) => one.key !== item.key);
    own.send = null; // not begun yet, and not what was meant any more
  });
  ends.onRefused(item, reason, held);
}

function settle(own, key, line) {
  own.adds = own.adds.filter((one) => one.key !== key);
  own.mine = [...own.mine, line].slice(-500);
  if (own.send?.after.includes(key)) own.send.lines.push(line);
}

async function deliverCart(sending) {
  if (Date.now() - sending.at > TOO_OLD) return finish(sending, "too_old");
  const body = { session_code: code, lines: sending.lines };
  if (sending.guest) body.guest = sending.guest;
  const late = setTimeout(() => doing.stop?.(), sending.at + TOO_OLD - Date.now());
  try {
    const answer = await trying(sending.key, "/orders/cart/send/", body, { send: whileFresh(sending) });
    if (!answer) return kept().send?.key === sending.key ? finish(sending, "too_old") : undefined;
    answeredSending(answer.orders, sending.lines);
    keep((own) => (own.send = null));
    ends.onSent(answer, sending);
  } catch (refused) {
    finish(sending, refused.reason);
  } finally {
    clearTimeout(late);
  }
  return undefined;
}

/** A phone that slept wakes up with an attempt that is due: by then it may be too late for it. */
const whileFresh = (sending) => (path, body, options) => {
  if (Date.now() - sending.at > TOO_OLD) doing.stop();
  return post(path, body, options);
};

function finish(sending, reason) {
  keep((own) => (own.send = null));
  ends.onSendEnd(reason, sending);
}

/** The answer, or null when it was stopped; throws Refused for a definite no. */
async function trying(key, path, body, { onTrouble = () => {}, send: attempt = post } = {}) {
  const stop = new AbortController();
  Object.assign(doing, { key, trouble: null, stop: () => stop.abort() });
  try {
    const told = () => (trouble(), onTrouble());
    return await insist(path, body, { key, signal: stop.signal, send: attempt, onTrouble: told });
  } catch (error) {
    if (error instanceof Refused) throw error;
    if (!stop.signal.aborted) throw error;
    return null;
  } finally {
    Object.assign(doing, { key: null, trouble: null, stop: null });
    changed();
  }
}

function trouble() {
  doing.trouble ??= Date.now();
  changed();
}
