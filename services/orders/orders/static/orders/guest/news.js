// Tells what has changed: seen as a message where it matters, and said to screen readers.
import { say } from "../../pages/dom.js";
import { wayOf } from "../../pages/options.js";
import { n, t } from "../../pages/texts.js";
import { howChanged } from "./adding.js";
import { calledOf } from "./called.js";
import { callAnswered } from "./calls.js";
import { kept } from "./kept.js";
import { loadMenu } from "./loading.js";
import { notice } from "./notice.js";
import { nowOf } from "./state.js";
import { add } from "./outbox.js";
import { isWide, view } from "./views.js";
import { guestName, isOwn } from "./who.js";
import { stateWord, whoIs } from "./words.js";

const TELLS = {
  moved: ({ order }) => moved(order),
  added: ({ line }) => added(line),
  changed: ({ line, was }) => lineChanged(line, was),
  removed: ({ line, by }) => removed(line, by),
  sent: (sent) => somebodySent(sent),
  answered: ({ call }) => callAnswered(call),
  closed: () => {},
  seated: ({ name, moved: isOther }) => isOther && notice("seat", t("Your order goes on at {name}.", { name })),
  joined: () => notice("seat", t("Another table was put together with yours: one cart, one bill.")),
  split: ({ orders }) => notice("seat", splitText(orders), { lasting: true }),
  reopened: () => notice("seat", t("The staff have opened your table again."), {}),
};

const listOf = (names) => new Intl.ListFormat(document.documentElement.lang).format(new Set(names));

const splitText = (orders) =>
  t("The staff have put on another bill: {names}.", { names: listOf(orders.map(calledOf)) });


export function tell(news) {
  TELLS[news.kind]?.(news);
}

const GATHERED = 500; // ms: what the kitchen moves together is told together
const waiting = { ready: [], cancelled: [] };

function moved(order) {
  const gathered = waiting[order.state];
  if (!gathered) return say(t("{name}: {state}", { name: calledOf(order), state: stateWord(order.state) }));
  if (gathered.push(order) === 1) setTimeout(tellMoved, GATHERED, order.state);
  return undefined;
}

function tellMoved(state) {
  const orders = waiting[state].splice(0);
  const names = [...new Set(orders.map(calledOf))];
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
  if (nowOf(line).price !== line.price || nowOf(line).name !== line.name) loadMenu();
  const arriving = jobs.some((item) => item.id === line.product_id && item.note === line.note);
  if (arriving || isOwn(line)) return;
  say(t("{guest} added {count} × {name}.", { name: calledOf(line), guest: guestName(line), count: line.quantity }));
}

/** What this phone is changing itself is told by the answer. */
const isBusyWith = (id) => kept().jobs.some((job) => job.line === id);

function lineChanged(line, was) {
  if (wayOf(line) === wayOf(was) && (line.price !== was.price || line.name !== was.name)) {
    loadMenu();
    say(howChanged({ ...line, was }), { urgent: true });
  }
  if (line.quantity === was.quantity || !line.changed_by || isBusyWith(line.id)) return;
  const values = { name: calledOf(line), count: line.quantity, guest: whoIs(line.changed_by) };
  const text = t("{name}: {count} now, changed by {guest}.", values);
  if (isOwn(line) && !isWide() && view() !== "cart") notice("line", text); // the cart says it itself
  else say(text);
}

/** `by` is empty when it was the phone that had put the line there. */
function removed(line, by) {
  if (isBusyWith(line.id) || (isOwn(line) && !by)) return;
  const guest = by ? whoIs(by) : guestName(line);
  const text = t("{name} was removed by {guest}.", { name: calledOf(line), guest });
  if (isOwn(line)) notice("line", text, { kind: "warn", lasting: true, action: putBack(line) });
  else say(text);
}

const putBack = ({ product_id: id, name, price, options, quantity, note }) =>
  ({ label: t("Put it back"), run: () => add({ id, name, price, options }, quantity, note) });

/** Somebody at the table has sent the cart; whose own phone it was has been told by the answer. */
function somebodySent({ lines, guest, batch, sent = [] }) {
  if (kept().send || sentHere.has(batch)) return;
  const count = lines.length;
  const text = guest
    ? n("{guest} has sent the cart: {count} item.", "{guest} has sent the cart: {count} items.", count, { guest })
    : n("The cart was sent: {count} item.", "The cart was sent: {count} items.", count);
  const own = sent.filter((line) => isOwn(line)).map(calledOf);
  const yours = own.length ? t("Of yours: {names}.", { names: listOf(own) }) : "";
  notice("cart", `${text} ${yours}`.trim(), { lasting: own.length > 0 });
}

const sentHere = new Set();

/** This phone has sent this batch: its event is no news to it. */
export function sentFromHere(batch) {
  sentHere.add(batch);
}
