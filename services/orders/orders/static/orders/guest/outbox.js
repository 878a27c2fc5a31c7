// What this phone has on its way: its changes of the cart, then the sending of the cart. One after the other, each with
// a key that is kept until it is answered, so that nothing is lost and nothing arrives twice, reloads included.
// Changes say what is to be different, never what is to be: others at the table change the cart as well.
import { Refused, insist, newKey, post } from "../../pages/api.js";
import { REQUESTS, amountOf, canTake, isLike, isNamedAnew, named, record } from "./jobs.js";
import { keep, kept, phoneHeaders } from "./kept.js";
import { needsWord } from "./word.js";
import { answeredLine, answeredRemoval, answeredSending, changed, heardOf, isOpen, table } from "./state.js";

const TOO_OLD = 10 * 60 * 1000; // ms: nobody wants to be surprised by an order from then
const EXPIRED = 20 * 60 * 60 * 1000; // ms: the server remembers keys for 24 hours
const PAUSE = 400; // ms after the last tap on plus or minus

/** What the loop is doing: the key it works on, what is in its way, how to stop it, the quantity that comes of it. */
export const doing = { key: null, trouble: null, stop: null, expects: null };
const ends = { onDone: () => {}, onRefused: () => {}, onSent: () => {}, onSendEnd: () => {} };
const resting = new Set(); // keys of changes that may still grow by another tap
let running = false;
let nameless = false; // the server gives this phone no key

export function onEnds(callbacks) {
  Object.assign(ends, callbacks);
}

/** Put an item into the table's cart. It is shown at once and delivered as soon as that works. */
export function add({ id, name, price, options }, quantity, note, guest = kept().guest) {
  const seen = Math.max(0, ...table.cart.keys());
  const item = record("add", name, { id, price, options, quantity, note, guest, seen });
  keep((own) => {
    const same = own.jobs.find((one) => canTake(one, item));
    if (same) same.quantity += quantity;
    else own.jobs.push(item);
  });
  pump();
}

/** A tap on plus or minus: `by` is 1 or -1. Taps in quick succession are one change. */
export function step(line, by) {
  let key = "";
  keep((own) => {
    const last = own.jobs.findLast((one) => one.line === line.id);
    if (last && resting.has(last.key)) last.add += by;
    else own.jobs.push(record("change", line.name, { line: line.id, add: by, guest: own.guest }));
    ({ key } = own.jobs.findLast((one) => one.line === line.id));
    own.jobs = own.jobs.filter((one) => one.add !== 0);
  });
  resting.add(key);
  setTimeout(rested, PAUSE, key, kept().jobs.find((one) => one.key === key)?.add);
}

/** The tapping has stopped, unless there was another tap meanwhile. */
function rested(key, amount) {
  if (kept().jobs.find((one) => one.key === key)?.add !== amount) return;
  resting.delete(key);
  pump();
}

/**
 * Change a line by what somebody has changed in its sheet: `{add?, note?, expected_note?}`, and where something else is
 * chosen `{options, price, name, expected_options}`.
 */
export function change(line, different) {
  keep((own) => own.jobs.push(record("change", line.name, { line: line.id, guest: own.guest, ...different })));
  pump();
}

/** What this phone has chosen already stands under its name of now. */
export function giveName() {
  keep((own) => {
    const lines = [...table.cart.values()].filter((line) => isNamedAnew(own, line));
    own.jobs.push(...lines.map((line) => named(own, line)));
  });
  pump();
}

/** Take a line out, if it is still of the quantity that is seen. */
export function remove(line, expected) {
  const { id, product_id, price, options, note, guest: owner } = line;
  const more = { line: id, product_id, price, options, note, owner, expected };
  keep((own) => own.jobs.push(record("remove", line.name, { ...more, guest: own.guest })));
  pump();
}

/** Take back an item that is still on its way. It may have arrived; then it shows up as a line. */
export function takeBack(key) {
  keep((own) => drop(own, key));
  if (doing.key === key) doing.stop?.();
}

const drop = (own, key) => (own.jobs = own.jobs.filter((one) => one.key !== key));

/** One less of an item that is still on its way: what was tried already goes as it was, and is changed afterwards. */
export function lessOf(key) {
  const job = kept().jobs.find((one) => one.key === key);
  if (job && !job.tried && job.quantity === 1) return takeBack(key);
  return keep((own) => {
    const one = own.jobs.find((other) => other.key === key);
    if (one?.tried) one.less = (one.less ?? 0) + 1;
    else if (one) one.quantity -= 1;
  });
}

/**
 * Send the cart as it is seen now, or these lines of it, with what is still on its way to it; `seen` has what was
 * seen of each thing by the way it is had.
 */
export function send(seen, some = null) {
  resting.clear();
  keep((own) => {
    const leaving = own.jobs.filter((one) => one.kind === "remove").map((one) => one.line);
    own.send ??= {
      key: newKey(),
      lines: (some ?? [...table.cart.keys()]).filter((id) => !leaving.includes(id)),
      after: own.jobs.map((one) => one.key),
      guest: own.guest,
      before: table.orders.size, // tells later whether somebody else has sent the cart, or emptied it
      at: Date.now(),
      seen,
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
  const { jobs, send: sending, key, phone } = kept();
  if (!isOpen()) return null;
  if (!key && needsWord()) return null; // asked before anything is done
  if (key ? phone === null : !nameless) return enter;
  const [first] = jobs;
  if (first) return resting.has(first.key) ? null : () => deliver(first);
  return sending ? () => deliverCart(sending) : null;
}

/** Become a phone of this table. A table that has too many of them already takes orders all the same. */
async function enter() {
  const busy = ({ busy: refused }) => refused && doing.stop();
  try {
    const known = kept().key && { guest_key: kept().key };
    const path = `/orders/sessions/join/${table.code}/`;
    const answer = await trying(newKey(), path, { ...known }, { onTrouble: busy });
    nameless = answer === null;
    if (answer) keep((own) => Object.assign(own, { key: answer.guest_key, phone: answer.guest_id }));
  } catch {
    nameless = true;
    keep((own) => own.key && (own.phone ??= 0)); // a key that is not known here: it shows nothing
  }
}

/** What keeps changes of this phone from arriving: `{since, busy}`, or null. */
export const hindrance = () => (kept().jobs.length || kept().send ? doing.trouble : null);

async function deliver({ key, at, ...waiting }) {
  if (Date.now() - at > EXPIRED) return refuse({ key, ...waiting }, { reason: "too_old" });
  keep((own) => begin(own, own.jobs.find((one) => one.key === key)));
  const job = kept().jobs.find((one) => one.key === key);
  const heard = heardOf(job.line);
  try {
    const [path, body] = REQUESTS[job.kind](job);
    const expects = (table.cart.get(job.line)?.quantity ?? 0) + amountOf(job);
    const whose = { session_code: table.code, ...(job.guest && { guest: job.guest }) };
    const answer = await trying(key, `/orders/cart/${path}`, { ...whose, ...body }, { expects });
    if (answer === null) return undefined;
    keep((own) => settle(own, job, answer));
    if (answer) answeredLine(answer, heard);
    else answeredRemoval(job.line);
    ends.onDone(job, answer);
  } catch (refused) {
    if (job.kind === "add" && job.line && NOT_LONGER.includes(refused.reason)) return again(key);
    if (job.kind === "name") return keep((own) => drop(own, key)); // sent or removed meanwhile: nothing to tell
    refuse(job, refused);
  }
  return undefined;
}

/** Why a line cannot be made longer: it is gone, or it is as long as lines get. */
const NOT_LONGER = ["line_not_found", "erroneous_value"];

/** What is like a line of this phone makes that line longer: which one is decided before the first attempt. */
function begin(own, job) {
  if (job.tried) return;
  job.tried = true;
  if (job.kind !== "add" || job.alone) return;
  const leaving = own.jobs.filter((one) => one.kind === "remove").map((one) => one.line);
  const line = [...table.cart.values()].find((one) => own.mine.includes(one.id) && isLike(one, job));
  if (line && !leaving.includes(line.id)) job.line = line.id;
}

/** A line of its own, then: under another key, as another request. */
function again(key) {
  keep((own) => {
    const one = own.jobs.find((other) => other.key === key);
    Object.assign(one, { key: newKey(), tried: false, line: undefined, alone: true });
    own.send?.after.push(one.key);
  });
}

function refuse(job, { reason, details }) {
  const held = kept().send !== null;
  keep((own) => {
    drop(own, job.key);
    own.send = null; // not begun yet, and not what was meant any more
  });
  ends.onRefused(job, reason, { held, details });
}

function settle(own, { kind, key, name, guest }, line) {
  const { less = 0 } = own.jobs.find((one) => one.key === key) ?? {};
  drop(own, key);
  if (less && line) own.jobs.unshift(record("change", name, { line: line.id, add: -less, guest }));
  if (kind !== "add") return;
  if (isNamedAnew(own, line)) own.jobs.unshift(named(own, line));
  own.mine = [...new Set([...own.mine, line.id])].slice(-500);
  if (own.send?.after.includes(key)) own.send.lines = [...new Set([...own.send.lines, line.id])];
}

async function deliverCart(sending) {
  if (Date.now() - sending.at > TOO_OLD) return finish(sending, { reason: "too_old" });
  const body = { session_code: table.code, lines: sending.lines };
  if (sending.guest) body.guest = sending.guest;
  if (sending.seen) body.seen = Object.values(sending.seen);
  const late = setTimeout(() => doing.stop?.(), sending.at + TOO_OLD - Date.now());
  try {
    const answer = await trying(sending.key, "/orders/cart/send/", body, { fresh: sending });
    if (!answer) return kept().send?.key === sending.key ? finish(sending, { reason: "too_old" }) : undefined;
    answeredSending(answer.orders, sending.lines);
    keep((own) => (own.send = null));
    ends.onSent(answer, sending);
  } catch (refused) {
    finish(sending, refused);
  } finally {
    clearTimeout(late);
  }
  return undefined;
}

function finish(sending, { reason, details }) {
  keep((own) => (own.send = null));
  ends.onSendEnd(reason, sending, details);
}

/** The answer, or null when it was stopped; throws Refused for a definite no. */
async function trying(key, path, body, { onTrouble = () => {}, fresh = null, expects = null } = {}) {
  const stop = new AbortController();
  Object.assign(doing, { key, trouble: null, stop: () => stop.abort(), expects });
  const attempt = (where, what, options) => {
    if (fresh && Date.now() - fresh.at > TOO_OLD) doing.stop(); // the phone has slept, and wakes up too late
    return post(where, what, { ...options, headers: phoneHeaders() });
  };
  const told = (seconds, problem) => onTrouble(trouble(problem));
  try {
    return await insist(path, body, { key, signal: stop.signal, send: attempt, onTrouble: told });
  } catch (error) {
    if (error instanceof Refused || !stop.signal.aborted) throw error;
    return null;
  } finally {
    Object.assign(doing, { key: null, trouble: null, stop: null, expects: null });
    changed();
  }
}

/** What is in the way, since when (ms): nobody answers, or the server asks for a pause (`busy`). */
function trouble(problem) {
  doing.trouble = { since: doing.trouble?.since ?? Date.now(), busy: problem instanceof Refused };
  changed();
  return doing.trouble;
}
