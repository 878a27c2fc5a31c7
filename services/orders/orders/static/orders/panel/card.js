// A card of the board: one table with everything that is still to be done for it.
import { age, ageText, level } from "../../pages/ages.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, repeat } from "../../pages/view.js";
import { alsoAt } from "./also_at.js";
import { sign } from "./icons.js";
import { goneView, linePlan, lineView } from "./line.js";
import { pressed } from "./reading.js";
import { markSeen, settings } from "./settings.js";
import { ICONS, TO_DO, after, isActive, stateName, stepName } from "./steps.js";
import { target } from "./taps.js";
import { act, backName, lastStep, takeBack } from "./undo.js";

const levelName = (name) => ({ waiting: t("waiting"), late: t("late") })[name] ?? "";

/** What the buttons of a card do as they are shown: the large one, and each line. */
export const planOf = (card) =>
  [nextStep(card), ...card.lines.filter((order) => order.state !== "cancelled").map(linePlan)];

/** What the card's button does: the orders that are furthest behind go one step on. With nothing left but what was
 * cancelled, that was seen: at this device, since each station has to know. */
function nextStep({ session, lines }) {
  const name = `card ${session.code}`;
  const active = lines.filter((order) => isActive(target(order)));
  const from = TO_DO.find((one) => active.some((order) => target(order) === one));
  const orders = active.filter((order) => target(order) === from);
  if (!orders.length) {
    const gone = lines.filter((order) => order.state === "cancelled").map((order) => order.id);
    return { name, says: `seen ${gone}`, gone, moves: [], label: gone.length ? t("Seen here") : t("Done") };
  }
  const to = after(from);
  const some = orders.length < active.length ? ` (${orders.length})` : "";
  const moves = orders.map((order) => ({ order, from, to }));
  return { name, says: `${to} ${orders.map((order) => order.id)}`, gone: [], moves, label: stepName(to) + some };
}

function press(session, name, event) {
  const { moves, gone } = pressed(name, event);
  if (moves.length) act(session, moves);
  else if (gone?.length) markSeen(gone);
}

/** `card`: {session, lines, since, rank, fresh}; `acts`: {open(code), forget(code), line(order, session)}. */
export function cardView(card, acts) {
  const { session, since } = card;
  const seconds = age(since);
  const urgency = level(seconds, settings());
  const id = `table-${session.code}`;
  const isOver = session.state === "CLOSED"; // others may sit at a table of this name by now
  return html`<article class="ticket" aria-labelledby=${isOver ? `${id} ${id}-over` : id} data-level=${urgency}
    data-over=${over(seconds, urgency)} ?data-closed=${isOver}>
    <div class="ticket-head"><span class="ticket-rank" aria-hidden="true">${card.rank}</span>
      <div class="ticket-title"><div class="ticket-who"><h3 id=${id}><button type="button" class="ticket-name"
        @click=${() => acts.open(session.code)}><bdi>${session.name}</bdi></button></h3>
      <p class="ticket-level" ?hidden=${!urgency && !isOver}>${levelView(urgency, isOver, `${id}-over`)}</p></div>
      <p class="ticket-time">${ageText(seconds)}</p></div></div>
    ${isOver ? closedView(() => acts.forget(session.code)) : nothing}
    <ul class="rows">${repeat(rowsOf(card), (row) => row.key, (row) => rowView(row, card, acts))}</ul>
    ${elsewhereView(alsoAt(session, card.lines))}
    ${footView(card)}
  </article>`;
}

const levelView = (urgency, isOver, id) => html`${isOver ? html`<span id=${id}>${t("Closed")}</span>` : nothing}${
  urgency ? [sign(urgency === "late" ? "warn" : "clock"), isOver ? nothing : levelName(urgency)] : nothing}`;

/** How far beyond late a card is, in three degrees. */
function over(seconds, urgency) {
  if (urgency !== "late") return nothing;
  const times = seconds / (settings().late * 60);
  return times >= 2 ? "3" : times >= 1.5 ? "2" : "1";
}

const closedView = (takeOff) => html`<div class="ticket-closed">
  <p>${sign("warn")} ${t("Table was closed before all was served.")}</p>
  <button type="button" class="button wide" @click=${takeOff}>${t("Take off this device")}</button></div>`;

/** What other stations have of the same orders. */
const elsewhereView = (stations) => (stations.length ? html`<div class="ticket-elsewhere"><p>${t("Also at")}</p><ul>${
  stations.map(({ name, state, count }) => html`<li data-state=${state}>${sign(ICONS[state])}<bdi>${
    name || t("Other")}</bdi>: ${stateName(state)}${count > 1 ? ` (${count})` : ""}</li>`)}</ul></div>` : nothing);

function footView({ session, ...card }) {
  const { name, label, moves, gone } = nextStep({ session, ...card });
  const back = backName(session);
  return html`<div class="ticket-foot">
    <button type="button" class="button ticket-back" title=${back} aria-label=${back}
      aria-disabled=${String(!lastStep(session).length)} @click=${() => takeBack(session)}>${sign("undo")}</button>
    <button type="button" class="button primary ticket-step" aria-disabled=${String(!moves.length && !gone.length)}
      @click=${(event) => press(session, name, event)}>${label}</button></div>`;
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

function rowView(row, { session }, acts) {
  if (row.kind === "line") return lineView(row, session, acts);
  if (row.kind === "gone") return goneView(row);
  const look = `ticket-row ${row.kind}${row.fresh ? " fresh" : ""}`;
  if (row.kind === "guest") return html`<li class=${look}><bdi>${row.text}</bdi></li>`;
  return html`<li class=${look}>${t("Add-on · {time}", { time: clock(row.order.timestamp) })}</li>`;
}
