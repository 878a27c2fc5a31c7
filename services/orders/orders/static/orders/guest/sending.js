// Sending the cart: the button, and what is known about a sending that is under way or has failed.
import { h, say } from "../../pages/dom.js";
import { money, units } from "../../pages/money.js";
import { clock, n, t } from "../../pages/texts.js";
import { OF_THE_MENU, howChanged, lookAgain, tellRefusal, tellRemoval } from "./adding.js";
import { countOf, rows, shown, sumOf } from "./cart.js";
import { kept } from "./kept.js";
import { refresh } from "./loading.js";
import { clearNotices, notice } from "./notice.js";
import { sentFromHere } from "./news.js";
import { doing, hindrance, onEnds, remove, send, step, stopSending } from "./outbox.js";
import { changed, seeLeft, seeProducts, table } from "./state.js";
import { leftText, refusalWord } from "./words.js";
import { go, isWide, view } from "./views.js";

/** What the last sending came to: `{good, text, at}`; null when there is nothing to tell any more. */
let outcome = null;

const label = h("span", {});
const total = h("span", { class: "money" });
const button = h("button", { type: "button", class: "button primary wide send", on: { click: press } }, label, total);
const state = h("p", { class: "banner", id: "sending-state" });
const stop = h("button", { type: "button", class: "button wide", on: { click: giveUp } });
const clearing = { type: "button", class: "button wide", on: { click: removeGone } };
const clean = h("button", clearing, t("Remove what is sold out"));
const takingLeft = { type: "button", class: "button wide", on: { click: takeLeft } };
const rest = h("button", takingLeft, t("Take what is left"));

export const sendBox = () => h("div", { class: "send-box" }, state, clean, rest, button, stop);
export const lastOutcome = () => outcome;

export function forgetOutcome() {
  outcome = null;
}

function press() {
  if (kept().send) return;
  outcome = null;
  clearNotices("refused", "failed", "line");
  send(shown());
}

async function giveUp() {
  const sending = kept().send;
  stopSending();
  const seen = await refresh();
  if (seen && isSent(sending)) succeed(t("The cart has been sent."));
  else if (seen) tell(false, t("Stopped. Nothing was sent: everything is still in the cart."));
  else tell(false, unsure());
}

const unsure = () =>
  t("Stopped. We do not know whether your order has arrived: look under “Orders” later, or ask the staff.");

/** Lines leave the cart together when they are sent; when they were removed, no order has come of them. */
const isSent = ({ lines, before }) => table.orders.size > before && !lines.some((id) => table.cart.has(id));

function removeGone() {
  for (const row of rows().filter((one) => one.gone && one.id !== null)) remove(row, row.quantity);
  outcome = null;
  changed();
  button.focus();
}

/** Of what there are too few for: ask for those. */
function takeLeft() {
  for (const row of rows().filter(isShort)) step(row, row.left - row.quantity);
  outcome = null;
  changed();
  button.focus();
}

const isShort = (row) => !row.gone && row.id !== null && row.left < row.quantity;

const signature = (all) => all.map((row) => row.key).join();

function tell(good, text) {
  outcome = { good, text, at: Date.now(), cart: signature(rows()) };
  say(text, { urgent: !good });
  changed();
}

function succeed(text) {
  tell(true, text);
  go("orders");
}

onEnds({
  onDone: (job, line) => {
    const { kind, name, quantity } = job;
    if (kind === "add") say(t("{count} × {name} is in the cart.", { count: quantity, name }));
    else if (!line) tellRemoval(job);
  },
  onSent: ({ orders, batch }, { seen }) => {
    sentFromHere(batch);
    clearNotices("cart");
    succeed([sentText(countOf(orders), new Date()), savedText(orders, seen)].filter(Boolean).join(" "));
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
  const less = ({ product_id: id, price, quantity }) =>
    Math.max(0, (units(seen[id]?.price) - units(price)) * quantity);
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
    const was = seen[now.product_id] ?? now;
    return was.name === now.name ? `${now.name}: ${howChanged({ ...now, was })}` : howChanged({ ...now, was });
  });
  fail([t("Nothing was sent."), ...words, t("To order at this price, send it again.")].join(" "));
}

/** Somebody else at the table was faster. */
function overtaken({ before }) {
  if (table.orders.size === before) return fail(t("Nothing was sent: somebody at your table has emptied the cart."));
  clearNotices("cart");
  return succeed(t("Somebody else at your table has just sent the cart. You find everything here."));
}

/** A sending that failed is told where the cart is, and where one has gone on to meanwhile. */
function fail(text) {
  tell(false, text);
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
  const names = rows().filter((row) => row.gone).map((row) => row.name);
  const all = new Intl.ListFormat(document.documentElement.lang).format([...new Set(names)]);
  if (!names.length) return t("Nothing was sent: something in the cart is sold out. Please look at the menu.");
  return t("Nothing was sent. Sold out: {names}. Remove that and send the rest.", { names: all });
}

function shortText() {
  const missing = rows().filter((row) => row.gone || isShort(row));
  const words = missing.map((row) => `${row.name}: ${row.gone ? t("Sold out") : leftText(row.left)}.`);
  return [t("Nothing was sent."), ...words].join(" ");
}

export function drawSending(all) {
  const sending = kept().send !== null;
  const trouble = hindrance();
  if (outcome && !outcome.good && outcome.cart !== signature(all)) outcome = null; // the cart is another one now
  button.hidden = countOf(all) === 0 && !sending;
  button.setAttribute("aria-disabled", String(sending));
  label.textContent = sending ? t("Sending…") : n("Send {count} item", "Send {count} items", countOf(all));
  total.textContent = sending ? "" : money(sumOf(all));
  button.classList.toggle("is-busy", sending);
  stop.hidden = !(sending && trouble);
  stop.textContent = t("Stop trying");
  clean.hidden = sending || !all.some((row) => row.gone && row.id !== null);
  rest.hidden = sending || !all.some(isShort);
  drawState(sending, trouble);
}

function drawState(sending, trouble) {
  const text = stateText(sending, trouble) || (outcome && !outcome.good ? outcome.text : "");
  state.hidden = text === "";
  state.dataset.state = sending || trouble ? "warn" : "bad";
  if (state.textContent !== text) state.textContent = text;
}

let said = "";

function stateText(sending, trouble) {
  const text = trouble ? troubleText(sending, trouble) : "";
  if (text && text !== said) say(text, { urgent: true });
  said = text;
  return text;
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
