// Sending the cart: the button, and what is known about a sending that is under way or has failed.
import { say } from "../../pages/dom.js";
import { money, units } from "../../pages/money.js";
import { wayOf } from "../../pages/options.js";
import { clock, n, t } from "../../pages/texts.js";
import { OF_THE_MENU, howChanged, lookAgain, tellRefusal, tellRemoval } from "./adding.js";
import { calledOf, jobCalled } from "./called.js";
import { countOf, rows, shown } from "./cart.js";
import { kept } from "./kept.js";
import { refresh } from "./loading.js";
import { clearNotices, notice } from "./notice.js";
import { sentFromHere } from "./news.js";
import { loadOffer, offerRefusal } from "./offer.js";
import { failure, forgetOutcome, tell } from "./outcome.js";
import { doing, hindrance, onEnds, remove, send, step, stopSending } from "./outbox.js";
import { changed, page, seeLeft, seeProducts, table } from "./state.js";
import { wordOnce } from "./word.js";
import { leftText, refusalWord } from "./words.js";
import { go, isWide, view } from "./views.js";

/** Sends the cart, or of it what is this phone's own (`mine`). */
export async function press(mine) {
  if (kept().send || !(await wordOnce())) return;
  forgetOutcome();
  clearNotices("refused", "failed", "line");
  const own = rows().filter((row) => row.mine && row.id !== null);
  send(shown(), mine ? own.map(({ id }) => id) : null);
}

export async function giveUp() {
  const sending = kept().send;
  stopSending();
  const seen = await refresh();
  if (seen && isSent(sending)) succeed(t("The cart has been sent."));
  else failed(seen ? t("Stopped. Nothing was sent: everything is still in the cart.") : unsure());
}

const unsure = () =>
  t("Stopped. We do not know whether your order has arrived: look under “Orders” later, or ask the staff.");

/** Lines leave the cart together when they are sent; when they were removed, no order has come of them. */
const isSent = ({ lines, before }) => table.orders.size > before && !lines.some((id) => table.cart.has(id));

export const removeGone = () => removeAll((row) => row.gone);
export const removeOff = () => removeAll((row) => row.off);

function removeAll(isMeant) {
  for (const row of rows().filter((one) => one.id !== null && isMeant(one))) remove(row, row.quantity);
  forgetOutcome();
  focusSend();
}

/** Of what there are too few for: ask for those. */
export function takeLeft() {
  for (const row of rows().filter(isShort)) step(row, row.left - row.quantity);
  forgetOutcome();
  focusSend();
}

function focusSend() {
  changed();
  page.flush();
  document.querySelector(".send")?.focus();
}

export const isShort = (row) => !row.gone && row.id !== null && row.left < row.quantity;

const signature = (all) => all.map((row) => row.key).join();

function succeed(text, batch = null) {
  tell(true, text, { batch });
  go("orders");
}

onEnds({
  onDone: (job, line) => {
    const { kind, quantity } = job;
    if (kind === "add") say(t("{count} × {name} is in the cart.", { count: quantity, name: jobCalled(job) }));
    else if (!line) tellRemoval(job);
  },
  onSent: ({ orders, batch }, { seen }) => {
    sentFromHere(batch);
    clearNotices("cart");
    succeed([sentText(countOf(orders), new Date()), savedText(orders, seen)].filter(Boolean).join(" "), batch);
  },
  onSendEnd: ended,
  onRefused: (job, reason, { held, details }) => {
    tellRefusal(job, reason, details);
    if (held) fail(t("Nothing was sent. Please look at the cart and send it again."));
    lookAgain(reason);
  },
});

/** What is cheaper than it was shown, in all. */
function savedText(orders, seen = {}) {
  const less = (order) =>
    Math.max(0, (units(seen[wayOf(order)]?.price) - units(order.price)) * order.quantity);
  const saved = orders.filter((order) => order.price !== null).reduce((sum, order) => sum + less(order), 0);
  return saved ? t("It costs {amount} less than was shown.", { amount: money(saved) }) : "";
}

const sentText = (count, when) =>
  n(
    "Your order has arrived with the staff at {time}: {count} item.",
    "Your order has arrived with the staff at {time}: {count} items.",
    count,
    { time: clock(when) },
  );

async function ended(reason, sending, details) {
  if (reason === "product_changed") return changedMeanwhile(sending, details ?? []);
  if (reason === "sold_out") seeLeft(details ?? []);
  const refusal = offerRefusal(reason, details);
  if (refusal) return (loadOffer(), fail(`${t("Nothing was sent.")} ${refusal}`));
  const seen = await lookAgain(reason);
  if (reason === "too_old" && isSent(sending)) return succeed(t("The cart has been sent."));
  if (reason === "too_old" && !seen) return fail(unsure());
  if (reason === "cart_empty") return overtaken(sending);
  return reason === "session_closed" ? undefined : fail(endText(reason, sending));
}

/** The lines are brought up to date by then: to send them again takes them as they are shown now. */
function changedMeanwhile({ seen = {} }, details) {
  seeProducts(details);
  lookAgain("product_changed");
  const words = details.map((now) => {
    const was = seen[wayOf(now)] ?? now;
    return was.name === now.name ? `${calledOf(now)}: ${howChanged({ ...now, was })}` : howChanged({ ...now, was });
  });
  fail([t("Nothing was sent."), ...words, t("To order at this price, send it again.")].join(" "));
}

/** Somebody else at the table was faster. */
function overtaken({ before }) {
  if (table.orders.size === before) return fail(t("Nothing was sent: somebody at your table has emptied the cart."));
  clearNotices("cart");
  return succeed(t("Somebody else at your table has just sent the cart. You find everything here."));
}

const failed = (text) => tell(false, text, { cart: signature(rows()) });

/** A sending that failed is told where the cart is, and where one has gone on to meanwhile. */
function fail(text) {
  failed(text);
  if (isWide() || view() === "cart") return;
  const action = { label: t("Look at the cart"), run: () => go("cart") };
  notice("failed", text, { kind: "bad", lasting: true, action });
}

function endText(reason, sending) {
  const time = clock(new Date(sending.at).toISOString());
  if (reason === "too_old") {
    return `${t("Your order of {time} did not get through.", { time })} ${t("Send it again if you still want it.")}`;
  }
  return OF_THE_MENU.includes(reason) ? goneText() : `${t("Nothing was sent.")} ${refusalWord(reason)}`;
}

function goneText() {
  if (rows().some(isShort)) return shortText();
  const names = rows().filter((row) => row.gone).map((row) => row.called);
  const all = new Intl.ListFormat(document.documentElement.lang).format([...new Set(names)]);
  if (!names.length) return t("Nothing was sent: something in the cart is sold out. Please look at the menu.");
  return t("Nothing was sent. Sold out: {names}. Remove that and send the rest.", { names: all });
}

function shortText() {
  const missing = rows().filter((row) => row.gone || isShort(row));
  const words = missing.map((row) => `${row.called}: ${row.gone ? t("Sold out") : leftText(row.left)}.`);
  return [t("Nothing was sent."), ...words].join(" ");
}

let said = "";

/** What there is to say about sending: `{text, state}`. */
export function sendingNews() {
  const sending = kept().send !== null;
  const trouble = hindrance();
  const last = failure();
  if (last && last.cart !== signature(rows())) forgetOutcome(); // the cart is another one now
  const text = trouble ? troubleText(sending, trouble) : "";
  if (text && text !== said) say(text, { urgent: true });
  said = text;
  return { text: text || (failure()?.text ?? ""), state: sending || trouble ? "warn" : "bad" };
}

/** An order that was never tried, because items before it do not get through, has surely not arrived. */
function troubleText(sending, { busy }) {
  if (busy) return t("Your table is doing a lot just now. This goes on by itself in a moment, nothing is lost.");
  if (!sending) return t("No connection: what you changed last is not in the cart yet. We keep trying.");
  if (doing.key === kept().send.key) return checking();
  return t("No connection: your order has not been sent yet. We send it as soon as that works.");
}

const checking = () =>
  [
    t("Checking: there is no answer yet, so we do not know whether your order has arrived."),
    t("We keep asking; it is never ordered twice."),
  ].join(" ");
