// The board: cards of all tables that wait for something, oldest first.
import { now } from "../../pages/ages.js";
import { h, keyed } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { makeCard, tickCard, updateCard } from "./card.js";
import { keepingFocus } from "./focus.js";
import { arrange, watchHeights } from "./grid.js";
import { icon } from "./icons.js";
import { atStation, settings } from "./settings.js";
import { allOrders, panel } from "./state.js";
import { isActive } from "./steps.js";
import { target } from "./taps.js";

const CALM = 1500; // ms without a tap before something is taken away: nothing moves under a finger
const LINGERS = 3000; // ms that a served line stays
const FLASHES = 10000; // ms that a new line is marked
const held = new Map(); // served orders that are still shown: since when, by id
const fresh = new Map(); // orders that have just come, by id
let visible = new Set(); // ids of the lines on the board
let touched = -CALM; // when somebody tapped last, by performance.now()
let sequence = []; // codes of the cards
let isUneven = false; // cards have gone, or came between others: the columns may be of different lengths

/** Orders came in while somebody was looking: mark them. */
export function markFresh(orders) {
  for (const order of orders) fresh.set(order.id, performance.now());
}

/** Whether an order has a line on the board. */
export const isOnBoard = (id) => visible.has(id);

/** `acts`: {open(code), forget(code)}. */
export function makeBoard(acts) {
  const grid = h("div", { class: "tickets" });
  const empty = h("div", { class: "board-empty" });
  const node = h("div", { class: "board-cards" }, grid, empty);
  for (const kind of ["pointerdown", "keydown"]) grid.addEventListener(kind, () => (touched = performance.now()), true);
  const sizes = watchHeights(grid);
  const render = () => {
    hold();
    const cards = cardsOf();
    noteOrder(cards);
    const change = () => keyed(grid, cards, (card) => card.session.code,
      (card) => sizes.observed(makeCard(card, acts)), updateCard);
    keepingFocus(grid, change, ".ticket-step");
    visible = new Set(cards.flatMap((card) => card.lines.map((order) => order.id)));
    writeEmpty(empty, cards);
    arrange(grid);
  };
  const tick = () => {
    if (release()) render();
    if (isUneven && performance.now() - touched > CALM) {
      isUneven = false;
      arrange(grid, { anew: true });
    }
    for (const card of grid.children) tickCard(card);
  };
  return { node, render, tick };
}

/** Whatever is not just added at the end leaves the columns uneven. */
function noteOrder(cards) {
  const codes = cards.map((card) => card.session.code);
  isUneven ||= sequence.some((code, at) => code !== codes[at]);
  sequence = codes;
}

/** What was on the board and is served now stays for a moment. */
function hold() {
  for (const order of allOrders()) {
    if (isActive(target(order))) held.delete(order.id);
    else if (visible.has(order.id) && target(order) === "served" && !held.has(order.id)) {
      held.set(order.id, performance.now());
    }
  }
}

/** Let go of served lines and of marks, when nobody is tapping; whether there were any. */
function release() {
  const moment = performance.now();
  if (moment - touched < CALM) return false;
  const done = [...held].filter(([, since]) => moment - since > LINGERS).map(([id]) => id);
  const known = [...fresh].filter(([, since]) => moment - since > FLASHES).map(([id]) => id);
  for (const id of done) {
    held.delete(id);
    visible.delete(id);
  }
  for (const id of known) fresh.delete(id);
  return done.length + known.length > 0;
}

function isShown(order) {
  if (!atStation(order, panel.place)) return false;
  if (order.state === "cancelled") return visible.has(order.id) || isNews(order);
  return isActive(target(order)) || held.has(order.id);
}

const RECENT = 15 * 60 * 1000; // ms: what was cancelled before that is no news for a device that was just switched on

function isNews(order) {
  return now() - Date.parse(order.changed ?? order.timestamp) < RECENT;
}

function cardsOf() {
  const seen = new Set(settings().seen);
  const cards = [];
  for (const session of panel.sessions.values()) {
    const lines = [...session.orders.values()].filter((order) => isShown(order) && !seen.has(order.id));
    if (lines.length) cards.push({ session, lines, since: oldest(lines), fresh });
  }
  return cards.sort((one, other) => (one.since < other.since ? -1 : one.since > other.since ? 1 : 0));
}

function oldest(lines) {
  const open = lines.filter((order) => isActive(target(order)));
  const times = (open.length ? open : lines).map((order) => order.timestamp);
  return times.reduce((one, other) => (other < one ? other : one));
}

function writeEmpty(node, cards) {
  node.hidden = cards.length > 0;
  if (node.hidden) return;
  const text = panel.loaded ? t("Nothing to do") : t("Loading orders…");
  const hint = panel.loaded
    ? t("New orders appear here by themselves, the oldest first.")
    : t("This takes a moment.");
  if (node.dataset.text === text) return;
  node.dataset.text = text;
  node.replaceChildren(icon(panel.loaded ? "check" : "wait"), h("p", {}, h("strong", {}, text)), h("p", {}, hint));
}

/** How many lines of the station are in which state: {new: 3, …}. */
export function counts() {
  const found = { new: 0, accepted: 0, preparing: 0, ready: 0 };
  for (const order of allOrders()) {
    const state = target(order);
    if (state in found && atStation(order, panel.place)) found[state] += 1;
  }
  return found;
}
