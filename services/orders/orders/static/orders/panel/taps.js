// What was tapped here and is not confirmed by the server yet. Survives an outage and a reload of the tab.
// Each move says which state the tapper saw, so that a late or repeated one can do no harm.
import { Refused, Unreachable, newKey } from "../../pages/api.js";
import { pauseAfter } from "../../pages/backoff.js";
import { SignedOut, signedGet, signedPost } from "../../pages/login.js";
import { recall, remember } from "../../pages/storage.js";
import { t } from "../../pages/texts.js";
import { changed, orderOf, takeAnswered, takeOrder, takeTableCall } from "./state.js";
import { whyRefused } from "./refusals.js";
import { isActive, stateName } from "./steps.js";

const NAME = "aisle.panel.taps";
const LANES = 4; // requests at a time
const PAUSES = { first: 1000, longest: 15000 }; // ms between two attempts
const NOTICE = 10000; // ms that a refusal is shown at its order
const waiting = read(); // by "order 7", "call 3" or "batch <code> 2": what is to be sent, in order
const busy = new Set();
const notices = new Map(); // by order id
const ours = new Set(); // ids of the orders that were moved here
const refused = new Set(); // ids of the orders that were refused here
let timer, tries = 0, pausedUntil = 0, moved = -Infinity, tell = () => {};

function read() {
  try {
    return new Map(JSON.parse(recall(NAME, "sessionStorage") ?? "[]"));
  } catch {
    return new Map(); // not ours
  }
}

function keep() {
  remember(NAME, JSON.stringify([...waiting]), "sessionStorage");
  changed();
}

const keyOf = (order) => `order ${order.id}`;
const batchOf = (order) => `batch ${order.session} ${order.batch}`;
const isBeingRefused = (order) => isActive(order.state) && waiting.has(batchOf(order));

/** The state that an order has, or will have once all taps have arrived. */
export const target = (order) =>
  (isBeingRefused(order) ? "cancelled" : waiting.get(keyOf(order))?.at(-1).body.state ?? order.state);
export const isPending = (order) => waiting.has(keyOf(order)) || isBeingRefused(order);
export const isAnswering = (call) => waiting.has(`call ${call.id}`);
export const isAnsweringTable = (table) => waiting.has(`table ${table.id}`);
export const movedHere = (order) => ours.has(order.id);
export const pendingCount = () => [...waiting.values()].reduce((sum, steps) => sum + steps.length, 0);
export const isStuck = () => tries > 0;

/** When something was moved here last, by performance.now(). */
export const movedAt = () => moved;

/** What went wrong with the last tap on an order; "" when nothing did. */
export const noticeOf = (order) => notices.get(order.id) ?? "";

/** Where refusals are told as well: a function that gets a text and the id of the order. */
export function onRefusal(listener) {
  tell = listener;
}

/** Move an order from the state that is shown to another one. */
export function move(order, to, reason = "") {
  const steps = waiting.get(keyOf(order)) ?? [];
  const expected = target(order);
  moved = performance.now();
  ours.add(order.id);
  notices.delete(order.id);
  const last = steps.at(-1);
  const undoes = last && last.body.expected === to && !(steps.length === 1 && busy.has(keyOf(order)));
  if (undoes) steps.pop(); // it has not been sent yet
  else steps.push({ path: `/orders/move/${order.id}/`, body: { state: to, expected, reason }, order: order.id });
  if (steps.length) waiting.set(keyOf(order), steps);
  else waiting.delete(keyOf(order));
  keep();
  work();
}

/** Cancel some units of an order: the rest of it goes on. Sent with a key of its own, so that it is done once. */
export function cancelSome(order, quantity, reason) {
  const key = newKey();
  ours.add(order.id);
  notices.delete(order.id);
  const body = { state: "cancelled", reason, quantity };
  waiting.set(`some ${key}`, [{ path: `/orders/move/${order.id}/`, body, order: order.id, key }]);
  keep();
  work();
}

/** Cancel orders that were sent together, all at once. What was tapped on them before and not sent is forgotten. */
export function refuse(orders, reason) {
  const [first] = orders;
  if (!first) return;
  for (const order of orders) {
    ours.add(order.id);
    refused.add(order.id);
    notices.delete(order.id);
    const steps = waiting.get(keyOf(order)) ?? [];
    steps.splice(busy.has(keyOf(order)) ? 1 : 0);
    if (!steps.length) waiting.delete(keyOf(order));
  }
  const { session, batch } = first;
  waiting.set(batchOf(first), [{ path: "/orders/refuse/", body: { session_code: session, batch, reason }, batch }]);
  keep();
  work();
}

/** Say that somebody takes care of a call. */
export function answerCall(call) {
  if (isAnswering(call)) return;
  waiting.set(`call ${call.id}`, [{ path: `/orders/calls/answer/${call.id}/`, body: {} }]);
  keep();
  work();
}

/** Say that somebody goes to a table whose guests have called from its code. */
export function answerTable(table) {
  if (isAnsweringTable(table)) return;
  waiting.set(`table ${table.id}`, [{ path: `/orders/tables/answer/${table.id}/`, body: {}, table: table.id }]);
  keep();
  work();
}

/** Send what waits, now: the connection seems to be back. */
export function wake() {
  pausedUntil = 0;
  work();
}

/** Forget what waits: somebody signs out. */
export function dropAll() {
  waiting.clear();
  clearTimeout(timer);
  keep();
}

function work() {
  if (performance.now() < pausedUntil) return;
  for (const [key, steps] of waiting) {
    if (busy.size >= LANES) return;
    if (!busy.has(key)) run(key, steps[0]);
  }
}

async function run(key, step) {
  busy.add(key);
  try {
    const answer = await signedPost(step.path, step.body, step.key ? { key: step.key } : {});
    tries = 0;
    if (step.order) takeOrder(answer);
    else if (step.batch) answer.orders.forEach(takeOrder);
    else if (step.table) takeTableCall(step.table, null);
    else takeAnswered(answer);
    settle(key);
  } catch (error) {
    await failed(key, step, error);
  } finally {
    busy.delete(key);
    work();
  }
}

/** The first step is through, or will never be. */
function settle(key, all = false) {
  const steps = waiting.get(key) ?? [];
  steps.shift();
  if (all || !steps.length) waiting.delete(key);
  keep();
}

async function failed(key, step, error) {
  if (error instanceof SignedOut) return pause(PAUSES.longest); // kept until somebody has signed in again
  const later = error instanceof Unreachable || error.status === 503 || error.status === 429;
  if (later) return pause(error.retryAfter ? error.retryAfter * 1000 : 0);
  if (!(error instanceof Refused)) throw error;
  if (step.order) await explain(step, error);
  if (step.batch) tell(t("The orders were not refused. {reason}", { reason: whyRefused(error) }));
  settle(key, true);
}

function pause(atLeast = 0) {
  const wait = pauseAfter(tries++, { ...PAUSES, atLeast });
  pausedUntil = performance.now() + wait;
  clearTimeout(timer);
  timer = setTimeout(wake, wait + 10);
  changed();
}

/** Find out what the order really is, and tell it. */
async function explain(step, error) {
  const order = orderOf(step.order);
  if (!order) return;
  let now = order;
  if (error.status === 409) {
    const session = await signedGet(`/orders/sessions/get/${order.session}/`).catch(() => null);
    now = session?.orders.find((one) => one.id === order.id) ?? order;
    takeOrder(now);
    if (now.state === step.body.state || (now.state === "cancelled" && refused.has(now.id))) return;
  }
  const text = error.status === 409
    ? t("Somebody else was faster: {name} is now “{state}”.", { name: now.name, state: stateName(now.state) })
    : t("{name} could not be changed ({reason}).", { name: now.name, reason: error.reason });
  notices.set(order.id, text);
  setTimeout(() => (notices.delete(order.id), changed()), NOTICE);
  tell(text, now.id);
}

window.addEventListener("online", wake);
