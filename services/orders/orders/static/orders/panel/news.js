// What has just happened: sounds, marks on the board, and a word to screen readers.
import { say, toast } from "../../pages/dom.js";
import { n, t } from "../../pages/texts.js";
import { markFresh } from "./board.js";
import { callText, openCalls } from "./calls.js";
import { mayServe } from "./roles.js";
import { atStation, station } from "./settings.js";
import { play, repeat } from "./sounds.js";
import { allOrders, panel } from "./state.js";
import { movedHere, target } from "./taps.js";

const TOGETHER = 1000; // ms: what comes within is told in one sentence
const CALL_AGAIN = 60000; // ms
const unheard = new Set(); // ids of orders that came while the panel was open
let ordering = new Set(), lines = 0, timer = 0;

/** Tell these news; none for what was there when the page was opened. */
export function tellNews(news) {
  const isOurs = (order) => atStation(order, panel.place);
  const orders = news.filter(({ kind, order }) => kind === "order" && isOurs(order));
  const ended = news.filter(({ kind, order }) => kind === "cancelled" && isOurs(order) && !movedHere(order));
  const goes = !station(panel.place).length && mayServe(); // nobody goes to tables from a station or the kitchen
  const calls = news.filter(({ kind }) => goes && kind === "call");
  const ready = news.filter(({ kind, order }) => kind === "ready" && isOurs(order) && !movedHere(order));
  const tables = news.filter(({ kind }) => goes && kind === "table");
  const closed = news.filter(({ kind, session }) => kind === "closed" && !panel.closedHere.has(session.code));
  if (orders.length) tellOrders(orders.map((one) => one.order));
  for (const { call } of calls) say(callText(call, nameOf(call.session)));
  for (const { order } of ended) {
    say(t("Cancelled: {name}, {table}", { name: order.name, table: nameOf(order.session) }));
  }
  for (const { session } of closed) {
    toast(t("{table} was closed before all was served.", { table: session.name }), { kind: "warn" });
  }
  for (const { table } of tables) say(t("{table}: guests wait for it to be opened", { table: table.name }));
  for (const { order } of ready) say(t("Ready: {name}, {table}", { name: order.name, table: nameOf(order.session) }));
  if (calls.length + tables.length) play("call");
  else if (orders.length) play("order");
  else if (ready.length) play("ready");
  if (ended.length || closed.length) play("changed");
}

const nameOf = (code) => panel.sessions.get(code)?.name ?? "";

function tellOrders(orders) {
  markFresh(orders);
  for (const order of orders) {
    unheard.add(order.id);
    ordering.add(nameOf(order.session));
    lines += 1;
  }
  timer ||= setTimeout(() => {
    const names = { tables: [...ordering].join(", ") };
    say(n("{count} new order line: {tables}", "{count} new order lines: {tables}", lines, names));
    [ordering, lines, timer] = [new Set(), 0, 0];
  }, TOGETHER);
}

/** Ring again until what came is accepted and calls are answered; answers how to end that. */
export function keepRinging() {
  unheard.clear();
  const isNew = () => allOrders().some((order) => unheard.has(order.id) && target(order) === "new");
  const ends = [repeat("order", isNew), repeat("call", () => openCalls().length > 0, CALL_AGAIN)];
  return () => ends.forEach((end) => end());
}
