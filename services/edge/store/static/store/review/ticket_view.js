/** A ticket: who, why it waits, what the scales and the cameras saw, and what it comes to. */

import { plainButton } from "../../pages/buttons.js";
import { money, units } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, symbol, trouble, waiting } from "../../pages/view.js";
import { clipView } from "./clip_view.js";
import { askReopen } from "./dialogs.js";
import { eventsView } from "./events_view.js";
import { curvesView } from "./curve_view.js";
import { linesView, planView } from "./lines_view.js";
import { momentText } from "./badge.js";
import { address } from "./routes.js";
import { isMine } from "./state.js";
import { actOf, complete, onItsWay, start, undo } from "./steps.js";
import { readTicket, undecided } from "./ticket.js";
import { explain, reasonsOf, reviewerName } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Looked} Looked */
/** @typedef {import("./calls.js").Ticket} Ticket */

/** @type {Record<string, () => string>} */
const ROLES = { customer: () => t("Customer"), operations: () => t("Operations"), admin: () => t("Admin") };

/** @param {State} state @param {Looked} looked */
export function ticketView(state, looked) {
  const { ticket, error } = looked;
  const back = html`<p><a class="button quiet" href=${address("")}>${symbol("back")}${t("Queue")}</a></p>`;
  if (!ticket) {
    return html`${back}${error ? trouble(explain(error), html`<p>${plainButton(t("Try again"), readTicket)}</p>`)
      : waiting(t("One moment…"))}`;
  }
  const mine = isMine(state, ticket);
  return html`<article class="stack ticket" aria-busy=${String(state.acts.has(actOf(ticket.id)))}>
    ${headView(ticket, back)}
    ${standingView(ticket, mine)}
    ${error ? html`<p class="banner" data-state="warn" role="status">${symbol("warn")}${explain(error)}</p>` : nothing}
    <div class="sides">
      <div>${clipView(looked)}${curvesView(looked)}</div>
      <div>${eventsView(state, looked, mine)}${linesView(looked, mine)}${planView(looked, mine)}</div>
    </div>
    ${barView(state, looked, mine)}
  </article>`;
}

/** @param {Ticket} ticket @param {unknown} back */
function headView(ticket, back) {
  const { TktID: name, user_id: user, role, machine_id: machine, start_time: from, end_time: to, at_risk } = ticket;
  return html`<div class="row between">${back}</div>
    <div class="card stack head">
      <div class="row between"><h2 tabindex="-1">${name}</h2><p><strong class="money">${
        money(units(at_risk))}</strong> <span class="soft small">${t("at risk")}</span></p></div>
      <dl class="facts">
        <div><dt>${t("Who")}</dt><dd>${
          t("User {user}, {role}", { user: String(user), role: ROLES[role]?.() ?? role })}</dd></div>
        <div><dt>${t("Inside")}</dt><dd>${t("{from} to {to}", { from: momentText(from), to: clock(to) })}</dd></div>
        <div><dt>${t("Rack")}</dt><dd>${machine}</dd></div>
      </dl>
      ${contestView(ticket)}
      ${whyView(ticket)}
    </div>`;
}

/** @param {Ticket} ticket */
function whyView(ticket) {
  const reasons = reasonsOf(ticket).slice(ticket.contest ? 1 : 0);
  if (!reasons.length) return html`<p class="soft">${t("Nothing is in doubt")}</p>`;
  return html`<ul class="reasons">${reasons.map((words) =>
    html`<li>${symbol("info")}<span>${words}</span></li>`)}</ul>`;
}

/** What the customer says. @param {Ticket} ticket */
function contestView({ contest, lines }) {
  if (!contest) return nothing;
  const names = new Map(lines.map(({ product_id: id, name }) => [id, name]));
  const nameOf = (/** @type {number} */ id) => names.get(id) ?? t("product {id}", { id: String(id) });
  return html`<div class="note contest"><p><strong>${t("The customer says")}</strong> <span class="small">${
    momentText(contest.created_at)}</span></p>
    <p dir="auto">${contest.message}</p>
    ${contest.lines?.length ? html`<ul>${contest.lines.map(({ product_id: id, quantity }) => html`<li>${
      t("{count} × {what}", { count: quantity, what: nameOf(id) })}</li>`)}</ul>`
      : nothing}
  </div>`;
}

/** How it stands, unless it is the reviewer's own. @param {Ticket} ticket @param {boolean} mine */
function standingView(ticket, mine) {
  const staff = ticket.billable ? nothing
    : html`<p class="banner">${symbol("user")}${t("A ticket of staff: it is kept and never billed.")}</p>`;
  if (mine) return staff;
  if (ticket.status === "UNDER_REVIEW") {
    return html`${staff}<p class="banner" data-state="warn" role="status">${symbol("lock")}${
      t("{name} has this ticket.", { name: reviewerName(ticket) })}</p>`;
  }
  if (ticket.status !== "REVIEW_COMPLETE") return staff;
  const words = ticket.auto_completed ? t("Complete by itself: nothing was taken here.") : t("Complete.");
  return html`${staff}<p class="banner" data-state="good" role="status">${symbol("check")}${words}</p>`;
}

/** What can be done with the whole ticket. @param {State} state @param {Looked} looked @param {boolean} mine */
function barView(state, { ticket }, mine) {
  if (!ticket || (!mine && ticket.status === "UNDER_REVIEW")) return nothing;
  const busy = String(state.acts.has(actOf(ticket.id)));
  const open = undecided(ticket).length;
  const button = (/** @type {string} */ words, /** @type {string} */ key, /** @type {() => void} */ press, look = "") =>
    html`<button type="button" class="button ${look}" aria-disabled=${busy} @click=${press}>${words}${
      key ? html`<kbd aria-hidden="true">${key}</kbd>` : nothing}</button>`;
  return html`<div class="bar" role="group" aria-label=${t("This ticket")}>
    ${mine && open ? html`<p class="small grow">${symbol("info")} ${
      t("What is undecided is not billed here.")}</p>` : nothing}
    ${onItsWay(state, actOf(ticket.id))}
    ${mine || ticket.status === "REVIEW_COMPLETE" ? button(t("Undo"), "Z", undo, "quiet") : nothing}
    ${mine ? button(t("Accept"), "A", complete, "primary")
      : ticket.status === "REVIEW_COMPLETE" ? button(t("Reopen…"), "", () => askReopen(ticket))
        : button(t("Take"), "S", () => start(ticket.id), "primary")}
  </div>`;
}
