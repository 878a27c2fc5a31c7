// The board: cards of all tables that wait for something, oldest first, row by row.
import { now } from "../../pages/ages.js";
import { h } from "../../pages/dom.js";
import { render as draw } from "../../pages/view.js";
import { cardsView, emptyView, filtersView } from "./board_view.js";
import { planOf } from "./card.js";
import { makeFit } from "./fit.js";
import { keepingFocus } from "./focus.js";
import { keepOnly, showing } from "./reading.js";
import { atStation, settings, station } from "./settings.js";
import { allOrders, panel } from "./state.js";
import { TO_DO, isActive, stepsToDo } from "./steps.js";
import { target } from "./taps.js";

const CALM = 1500; // ms without a tap before something is taken away or put in order: nothing moves under a finger
const LINGERS = 3000; // ms that a served line stays
const FLASHES = 10000; // ms that a new line is marked
const held = new Map(); // served orders that are still shown: since when, by id
const fresh = new Map(); // orders that have just come, by id
let visible = new Set(); // ids of the lines on the board
let looked = ""; // at which state and stations the board looked last
let touched = -CALM; // when somebody tapped last, by performance.now()
let sequence = []; // codes of the cards, as they lie

/** Orders came in while somebody was looking: mark them. */
export function markFresh(orders) {
  for (const order of orders) fresh.set(order.id, performance.now());
}

/** Whether an order has a line on the board. */
export const isOnBoard = (id) => visible.has(id);

const isCalm = () => performance.now() - touched > CALM;

/** `acts`: {open(code), forget(code), line(order)}. */
export function makeBoard(acts) {
  const grid = h("div", { class: "tickets" });
  const filters = h("div", { class: "filters" });
  const empty = h("div", { class: "board-empty" });
  const node = h("div", { class: "board-cards" }, filters, grid, empty);
  for (const kind of ["pointerdown", "keydown"]) grid.addEventListener(kind, () => (touched = performance.now()), true);
  grid.addEventListener("keydown", (event) => event.repeat && event.key === "Enter" && event.preventDefault());
  let codes = "";
  const size = makeFit(grid, isCalm);
  const render = () => {
    turn();
    hold();
    const cards = inOrder(cardsOf());
    read(cards);
    draw(filtersView(counts(), settings().filter), filters);
    keepingFocus(grid, () => draw(cardsView(cards, acts), grid), ".ticket-step");
    if (codes !== (codes = sequence.join())) size.rendered();
    visible = new Set(cards.flatMap((card) => card.lines.map((order) => order.id)));
    empty.hidden = cards.length > 0;
    draw(emptyView(panel.loaded, settings().filter), empty);
  };
  const tick = () => {
    release();
    render();
    size.fit();
  };
  return { node, render, tick, below: size.below };
}

/** What the buttons of these cards show from now on. */
function read(cards) {
  const names = new Set();
  for (const card of cards) {
    for (const plan of planOf(card)) {
      showing(plan.name, plan);
      names.add(plan.name);
    }
  }
  keepOnly(names);
}

/** Who looks at something else sees it at once: what was on the board before does not linger there. */
function turn() {
  const looks = JSON.stringify([settings().filter, station(panel.place)]);
  if (looks === looked) return;
  looked = looks;
  visible = new Set();
  held.clear();
}

/** What was on the board and is served now stays for a moment. */
function hold() {
  for (const order of allOrders()) {
    if (isActive(target(order)) && isChosen(order)) held.delete(order.id);
    else if (visible.has(order.id) && target(order) !== "cancelled" && !held.has(order.id)) {
      held.set(order.id, performance.now());
    }
  }
}

/** Let go of served lines and of marks, when nobody is tapping. */
function release() {
  const moment = performance.now();
  if (!isCalm()) return;
  for (const [id, since] of held) {
    if (moment - since <= LINGERS) continue;
    held.delete(id);
    visible.delete(id);
  }
  for (const [id, since] of fresh) if (moment - since > FLASHES) fresh.delete(id);
}

/** Whether an order is in the state that this device looks at; it looks at all without a filter. */
const isChosen = (order) => !settings().filter || target(order) === settings().filter;

function isShown(order) {
  if (!atStation(order, panel.place)) return false;
  if (order.state === "cancelled") return !settings().filter && (visible.has(order.id) || isNews(order));
  return (isActive(target(order)) && isChosen(order)) || held.has(order.id);
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

/** While somebody taps, cards lie as they lay and new ones come last; in a calm moment the oldest is the first. */
function inOrder(cards) {
  const place = new Map(sequence.map((code, at) => [code, at]));
  const placeOf = (card) => place.get(card.session.code) ?? sequence.length;
  const ordered = isCalm() ? cards : [...cards].sort((one, other) => placeOf(one) - placeOf(other));
  sequence = ordered.map((card) => card.session.code);
  return ordered.map((card, at) => ({ ...card, rank: at + 1 }));
}

function oldest(lines) {
  const open = lines.filter((order) => isActive(target(order)));
  const times = (open.length ? open : lines).map((order) => order.timestamp);
  return times.reduce((one, other) => (other < one ? other : one));
}

/** How many lines of the station are in which state: [[state, count], …], those of the place's steps and what is. */
export function counts() {
  const found = new Map(TO_DO.map((state) => [state, 0]));
  for (const order of allOrders()) {
    const state = target(order);
    if (found.has(state) && atStation(order, panel.place)) found.set(state, found.get(state) + 1);
  }
  return [...found].filter(([state, count]) => count || stepsToDo().includes(state));
}
