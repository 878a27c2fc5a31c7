// A card of the board: one table with everything that is still to be done for it.
import { age, ageText, level } from "../../pages/ages.js";
import { h, keyed } from "../../pages/dom.js";
import { clock, t } from "../../pages/texts.js";
import { icon } from "./icons.js";
import { makeGone, makeLine, updateGone, updateLine } from "./line.js";
import { markSeen, settings } from "./settings.js";
import { TO_DO, after, isActive, stepName } from "./steps.js";
import { isDouble, target } from "./taps.js";
import { backName, lastStep, step, takeBack } from "./undo.js";

const levelName = (name) => ({ waiting: t("waiting"), late: t("late") })[name] ?? "";

/** `acts`: {open(code), forget(code)}. */
export function makeCard(card, acts) {
  const code = card.session.code;
  const parts = {
    name: h("bdi", {}),
    time: h("span", { class: "ticket-time" }),
    level: h("span", { class: "ticket-level" }),
    rows: h("ul", { class: "rows" }),
    closed: closedNotice(() => acts.forget(code)),
    back: h("button", { type: "button", class: "button ticket-back" }, icon("undo")),
    step: h("button", { type: "button", class: "button primary ticket-step" }),
  };
  const open = h("button", { type: "button", class: "ticket-name", on: { click: () => acts.open(code) } }, parts.name);
  const heading = h("h3", { id: `table-${code}` }, open);
  const times = h("p", { class: "ticket-age" }, parts.time, " ", parts.level);
  const head = h("div", { class: "ticket-head" }, heading, times);
  const foot = h("div", { class: "ticket-foot" }, parts.back, parts.step);
  const node = h("article", { class: "ticket", "aria-labelledby": `table-${code}` }, head, parts.closed,
    parts.rows, foot);
  node.parts = parts;
  parts.back.addEventListener("click", () => takeBack(node.card.session));
  parts.step.addEventListener("click", (event) => stepAll(node.card, event));
  updateCard(node, card);
  return node;
}

const closedNotice = (click) => h("div", { class: "ticket-closed" },
  h("p", {}, icon("warn"), " ", t("Table was closed before all was served.")),
  h("button", { type: "button", class: "button wide", on: { click } }, t("Take off")));

function stepAll(card, event) {
  if (isDouble(event)) return;
  const { orders, to, gone } = nextStep(card);
  if (to) step(card.session, orders.map((order) => [order, to]));
  else if (gone.length) markSeen(gone.map((order) => order.id));
}

/** What the card's button does: the orders that are furthest behind go one state on. With nothing left but what was
 * cancelled, that was seen. */
function nextStep({ lines }) {
  const active = lines.filter((order) => isActive(target(order)));
  const state = TO_DO.find((one) => active.some((order) => target(order) === one));
  const orders = active.filter((order) => target(order) === state);
  const gone = lines.filter((order) => order.state === "cancelled");
  return { orders, all: active.length, to: state && after(state), gone };
}

export function updateCard(node, card) {
  const { parts } = node;
  node.card = card;
  parts.name.textContent = card.session.name;
  parts.closed.hidden = card.session.state !== "CLOSED";
  keyed(parts.rows, rowsOf(card), (row) => row.key, (row) => makeRow(row, card), updateRow);
  updateFoot(parts, card);
  tickCard(node);
}

function updateFoot(parts, card) {
  const { orders, all, to, gone } = nextStep(card);
  parts.step.textContent = to ? stepName(to) : gone.length ? t("Seen") : t("Done");
  if (to && orders.length < all) parts.step.textContent += ` (${orders.length})`;
  parts.step.setAttribute("aria-disabled", String(!to && !gone.length));
  parts.back.setAttribute("aria-disabled", String(!lastStep(card.session).length));
  parts.back.title = backName(card.session);
  parts.back.setAttribute("aria-label", backName(card.session));
}

/** Write the age anew: once a second. */
export function tickCard(node) {
  const { parts, card } = node;
  const seconds = age(card.since);
  const urgency = level(seconds, settings());
  parts.time.textContent = ageText(seconds);
  if (node.dataset.level === urgency && parts.level.textContent === levelName(urgency)) return;
  node.dataset.level = urgency;
  parts.level.hidden = !urgency;
  parts.level.replaceChildren(...(urgency ? [icon(urgency === "late" ? "warn" : "clock"), levelName(urgency)] : []));
}

/** The lines of a card with what stands between them: an add-on's rule, the name of a guest. */
function rowsOf({ lines, fresh }) {
  const rows = [];
  let batch = lines[0]?.batch, guest = "";
  for (const order of lines) {
    if (order.batch !== batch) {
      rows.push({ kind: "rule", key: `rule ${order.batch}`, order, fresh: fresh.has(order.id) });
      guest = "";
    }
    batch = order.batch;
    const by = order.guest || (order.by_staff ? t("Staff") : "");
    if (by !== guest) rows.push({ kind: "guest", key: `guest ${order.id}`, text: by || t("No name") });
    guest = by;
    const kind = order.state === "cancelled" ? "gone" : "line";
    rows.push({ kind, key: `${kind} ${order.id}`, order, fresh: fresh.has(order.id) });
  }
  return rows;
}

function makeRow(row, card) {
  const make = { line: makeLine, gone: makeGone }[row.kind];
  const node = make ? make(row.order, card.session) : h("li", { class: `ticket-row ${row.kind}` });
  updateRow(node, row);
  return node;
}

function updateRow(node, row) {
  node.classList.toggle("fresh", Boolean(row.fresh));
  if (row.kind === "line") updateLine(node, row.order);
  else if (row.kind === "gone") updateGone(node, row.order);
  else if (row.kind === "guest") node.replaceChildren(h("bdi", {}, row.text));
  else node.textContent = t("Add-on · {time}", { time: clock(row.order.timestamp) });
}
