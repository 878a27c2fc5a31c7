// What was ordered: each item's state, grouped by sending, and the running tab.
import { h, icon, keyed } from "../../pages/dom.js";
import { money } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { priceOf, sumOf } from "./cart.js";
import { kept } from "./kept.js";
import { forgetOutcome, lastOutcome } from "./sending.js";
import { isClosed, table } from "./state.js";
import { STATE_ICONS, STEPS, nameOf, stateWord } from "./words.js";

const ARRIVED = 5 * 60 * 1000; // ms: how long the page says that the last order has arrived

const arrived = h("p", { class: "banner", dataset: { state: "good" }, hidden: true });
const batches = h("div", { class: "batches" });
const empty = h("p", { class: "nothing soft" }, t("Nothing has been ordered at this table yet."));
const shares = h("dl", { class: "shares" });
const total = h("span", { class: "money" });
const sum = h("p", { class: "sum" }, h("span", {}, t("Total so far")), total);

export function ordersView() {
  const title = h("h2", { id: "title-orders", tabindex: "-1" }, t("Orders"));
  const attributes = { class: "view", id: "view-orders", "aria-labelledby": "title-orders" };
  return h("section", attributes, title, arrived, ...tabParts());
}

/** The tab without its heading: the closed table shows it as well. */
export const tabParts = () => [empty, batches, h("div", { class: "tab" }, shares, sum)];

export const standing = () => [...table.orders.values()].filter((order) => order.state !== "cancelled");

export function drawOrders() {
  const all = [...table.orders.values()];
  keyed(batches, grouped(all), (batch) => batch.number, makeBatch, updateBatch);
  empty.hidden = all.length > 0 || isClosed();
  sum.hidden = all.length === 0;
  sum.firstElementChild.textContent = isClosed() ? t("Total") : t("Total so far");
  total.textContent = money(sumOf(standing()));
  drawShares(standing());
  drawArrived();
}

function drawArrived() {
  const outcome = lastOutcome();
  if (outcome && Date.now() - outcome.at > ARRIVED) forgetOutcome();
  arrived.hidden = !outcome?.good;
  if (outcome?.good) arrived.textContent = outcome.text;
}

/** Newest sending first: that is what one waits for. */
function grouped(orders) {
  const found = new Map();
  for (const order of orders) {
    if (!found.has(order.batch)) found.set(order.batch, []);
    found.get(order.batch).push(order);
  }
  return [...found].map(([number, items]) => ({ number, items })).reverse();
}

/** What each guest has ordered; told when there is more than one, this phone's own first. */
function drawShares(orders) {
  const own = kept();
  const byName = new Map();
  for (const order of orders) byName.set(order.guest, [...(byName.get(order.guest) ?? []), order]);
  const isOwn = (name) => name !== "" && own.names.includes(name);
  const all = [...byName].map(([name, items]) => ({ name, items, own: isOwn(name) }));
  all.sort((a, b) => Number(b.own) - Number(a.own));
  keyed(shares, all.length > 1 || all.some((one) => one.own) ? all : [], (share) => share.name, makeShare, updateShare);
}

function makeShare(share) {
  const node = h("div", { class: "share" }, h("dt", { dir: "auto" }), h("dd", { class: "money" }));
  updateShare(node, share);
  return node;
}

function updateShare(node, { name, items, own }) {
  node.firstElementChild.textContent = own ? t("{name} (you)", { name }) : nameOf(name);
  node.lastElementChild.textContent = money(sumOf(items));
  node.classList.toggle("is-own", own);
}

function makeBatch(batch) {
  const id = `title-batch-${batch.number}`;
  const title = h("h3", { id, class: "batch-title" });
  const node = h("section", { class: "card batch", "aria-labelledby": id }, title, h("ul", { class: "orders" }));
  updateBatch(node, batch);
  return node;
}

function updateBatch(node, { number, items }) {
  const values = { number, time: clock(items[0].timestamp) };
  const staff = items.every((order) => order.by_staff);
  const title = staff ? t("Order {number}, {time}, taken by the staff", values) : t("Order {number}, {time}", values);
  node.firstElementChild.textContent = title;
  keyed(node.lastElementChild, items, (order) => order.id, makeOrder, updateOrder);
}

function makeOrder(order) {
  const amount = order.quantity === 1 ? "" : t("{count} ×", { count: order.quantity });
  const facts = [order.guest && h("span", { dir: "auto" }, order.guest)];
  if (order.note) facts.push(h("q", { dir: "auto" }, order.note));
  const node = h(
    "li",
    { class: "order" },
    h(
      "div",
      { class: "line-head" },
      h("span", { class: "line-name" }, amount ? `${amount} ` : "", h("bdi", {}, order.name || t("Item"))),
      h("span", { class: "money" }, order.price === null ? "–" : money(priceOf(order) * order.quantity)),
    ),
    facts.some(Boolean) ? h("p", { class: "order-facts" }, ...facts.filter(Boolean)) : null,
    h("div", { class: "order-state" }),
  );
  updateOrder(node, order);
  return node;
}

function updateOrder(node, order) {
  if (node.dataset.state === order.state) return;
  node.dataset.state = order.state;
  const gone = order.state === "cancelled";
  node.querySelector(".order-state").replaceChildren(
    h("span", { class: "state-word" }, icon(STATE_ICONS[order.state] ?? "info"), stateWord(order.state)),
    gone ? h("span", { class: "reason", dir: "auto" }, order.reason) : progress(order.state),
  );
}

/** How far it is, for the eye only: the word says the same. */
function progress(state) {
  const reached = STEPS.indexOf(state);
  const steps = STEPS.map((_, index) => h("i", { class: index <= reached ? "is-done" : "" }));
  return h("span", { class: "progress", "aria-hidden": "true" }, ...steps);
}
