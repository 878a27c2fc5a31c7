// Tells what has changed: seen as a message where it matters, and said to screen readers.
import { say } from "../../pages/dom.js";
import { n, t } from "../../pages/texts.js";
import { howChanged } from "./adding.js";
import { callAnswered } from "./calls.js";
import { isOwn } from "./cart.js";
import { kept } from "./kept.js";
import { loadMenu } from "./loading.js";
import { notice } from "./notice.js";
import { nowOf } from "./state.js";
import { isWide, view } from "./views.js";
import { stateWord, whoIs } from "./words.js";

const TELLS = {
  moved: ({ order }) => moved(order),
  added: ({ line }) => added(line),
  changed: ({ line, was }) => lineChanged(line, was),
  removed: ({ line, by }) => removed(line, by),
  sent: (sent) => somebodySent(sent),
  answered: ({ call }) => callAnswered(call),
  closed: () => {},
};

export function tell(news) {
  TELLS[news.kind]?.(news);
}

const GATHERED = 500; // ms: what the kitchen moves together is told together
const waiting = { ready: [], cancelled: [] };

function moved(order) {
  const gathered = waiting[order.state];
  if (!gathered) return say(t("{name}: {state}", { name: order.name, state: stateWord(order.state) }));
  if (gathered.push(order) === 1) setTimeout(tellMoved, GATHERED, order.state);
  return undefined;
}

function tellMoved(state) {
  const orders = waiting[state].splice(0);
  const names = [...new Set(orders.map((order) => order.name))];
  const list = new Intl.ListFormat(document.documentElement.lang).format(names);
  if (state === "ready") return notice("ready", t("Ready: {names}", { names: list }));
  const reasons = [...new Set(orders.map((order) => order.reason))];
  const why = { names: list, reason: reasons[0] };
  const alike = reasons.length === 1 && why.reason;
  const text = alike ? t("Cancelled: {names} ({reason})", why) : t("Cancelled: {names}", why);
  return notice("cancelled", text, { kind: "bad", lasting: true });
}

function added(line) {
  const { jobs } = kept();
  if (nowOf(line).price !== line.price || nowOf(line).name !== line.name) loadMenu({ force: true });
  const arriving = jobs.some((item) => item.id === line.product_id && item.note === line.note);
  if (arriving || isOwn(line)) return;
  const values = { name: line.name, guest: line.guest, count: line.quantity };
  say(line.guest ? t("{guest} added {count} × {name}.", values) : t("Somebody added {count} × {name}.", values));
}

/** What this phone is changing itself is told by the answer. */
const isBusyWith = (id) => kept().jobs.some((job) => job.line === id);

function lineChanged(line, was) {
  if (line.price !== was.price || line.name !== was.name) {
    loadMenu({ force: true });
    say(howChanged({ ...line, was }), { urgent: true });
  }
  if (line.quantity === was.quantity || !line.changed_by || isBusyWith(line.id)) return;
  const values = { name: line.name, count: line.quantity, guest: whoIs(line.changed_by) };
  const text = t("{name}: {count} now, changed by {guest}.", values);
  if (isOwn(line) && !isWide() && view() !== "cart") notice("line", text); // the cart says it itself
  else say(text);
}

/** `by` is empty when it was the phone that had put the line there. */
function removed(line, by) {
  if (isBusyWith(line.id) || (isOwn(line) && !by)) return;
  const text = t("{name} was removed by {guest}.", { name: line.name, guest: whoIs(by || line.guest) });
  if (isOwn(line)) notice("line", text, { kind: "warn", lasting: true });
  else say(text);
}

/** Somebody at the table has sent the cart; whose own phone it was has been told by the answer. */
function somebodySent({ lines, guest, batch }) {
  if (kept().send || sentHere.has(batch)) return;
  const count = lines.length;
  const text = guest
    ? n("{guest} has sent the cart: {count} item.", "{guest} has sent the cart: {count} items.", count, { guest })
    : n("The cart was sent: {count} item.", "The cart was sent: {count} items.", count);
  notice("cart", text);
}

const sentHere = new Set();

/** This phone has sent this batch: its event is no news to it. */
export function sentFromHere(batch) {
  sentHere.add(batch);
}
