/** The queue: what waits, dearest first, and why. */

import { plainButton } from "../../pages/buttons.js";
import { toast } from "../../pages/dom.js";
import { money, units } from "../../pages/money.js";
import { clock, n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol, waiting } from "../../pages/view.js";
import { badge, momentText } from "./badge.js";
import { ticketsDone } from "./calls.js";
import { ticketsIn } from "./queue.js";
import { address } from "./routes.js";
import { isMine, page } from "./state.js";
import { actOf, onItsWay, start, startNext, undo } from "./steps.js";
import { explain, reasonsOf, reviewerName } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Head} Head */

/** @type {Record<State["filter"], () => string>} */
const FILTERS = { waiting: () => t("Waiting"), mine: () => t("Mine"), all: () => t("All"), done: () => t("Complete") };

/** @param {State} state */
export function queueView(state) {
  if (!state.queue) return waiting(t("One moment…"));
  const shown = ticketsIn(state);
  const waits = ticketsIn(state, "waiting").length;
  return html`<section class="stack queue">
    <div class="row between"><h2 tabindex="-1">${waits
      ? n("{count} ticket waits", "{count} tickets wait", waits) : t("Queue")}</h2>
      ${waits ? plainButton(html`${t("Take the first")}<kbd aria-hidden="true">S</kbd>`, startNext, "primary")
        : nothing}</div>
    <div class="row chips" role="group" aria-label=${t("Which tickets")}>${
      Object.entries(FILTERS).map(([name, words]) =>
        filterView(state, /** @type {State["filter"]} */ (name), words()))}</div>
    ${state.filter === "done" && !state.done ? waiting(t("One moment…")) : shown.length
      ? html`<ol class="rows">${repeat(shown, ({ id }) => id, (head) => rowView(head, state))}</ol>`
      : nothingView(state)}
  </section>`;
}

/** @param {State} state @param {State["filter"]} name @param {string} words */
const filterView = (state, name, words) => html`<button type="button" class="chip"
  aria-pressed=${String(state.filter === name)} @click=${() => turn(name)}>${words}${
    name === "done" ? nothing : html` <span>${ticketsIn(state, name).length}</span>`}</button>`;

/** @param {State["filter"]} filter */
function turn(filter) {
  page.set({ filter, done: null });
  if (filter === "done") readDone();
}

/** Those that are complete are read when somebody asks for them. */
async function readDone() {
  try {
    page.set({ done: await ticketsDone() });
  } catch (error) {
    page.set({ done: [] });
    toast(explain(error), { kind: "bad" });
  }
}

/** @param {State} state */
function nothingView({ filter }) {
  const words = filter === "mine" ? t("You have taken no ticket.")
    : filter === "done" ? t("No ticket is complete yet.") : t("Nothing waits for you.");
  return html`<div class="card stack"><p class="row" role="status">${symbol("check")}<strong>${words}</strong></p>
    <p class="soft">${t("New tickets appear here by themselves.")}</p></div>`;
}

/** @param {Head} head @param {State} state */
function rowView(head, state) {
  const reasons = reasonsOf(head);
  return html`<li class="card ticket-row" data-id=${head.id}>
    <p class="risk"><strong class="money">${money(units(head.at_risk))}</strong><span class="soft small">${
      t("at risk")}</span></p>
    <div class="what stack">
      <h3><a href=${address(head.id)}>${head.TktID}</a>
        ${head.status === "CONTESTED" ? badge("bad", "note", t("Contested")) : nothing}
        ${head.billable ? nothing : badge("", "user", t("Staff: never billed"))}</h3>
      <ul class="reasons">${reasons.length ? reasons.map((words) => html`<li>${words}</li>`)
        : html`<li class="soft">${t("Nothing is in doubt")}</li>`}</ul>
      <p class="soft small">${t("Rack {machine}, {from} to {to}", {
        machine: head.machine_id, from: momentText(head.start_time), to: clock(head.end_time) })}</p>
    </div>
    <div class="row acts">${takeView(head, state)}</div>${onItsWay(state, actOf(head.id))}
  </li>`;
}

/** @param {Head} head @param {State} state */
function takeView(head, state) {
  if (isMine(state, head)) return html`${badge("good", "user", t("You have it"))}
    <a class="button" href=${address(head.id)}>${t("Go on")}</a>`;
  if (head.status === "UNDER_REVIEW") return badge("warn", "lock", t("{name} has it", { name: reviewerName(head) }));
  if (head.status === "REVIEW_COMPLETE") {
    return head.auto_completed ? badge("", "check", t("By itself")) : badge("good", "check", t("Complete"));
  }
  return html`<button type="button" class="button" aria-disabled=${String(state.acts.has(actOf(head.id)))}
    aria-label=${t("Take {ticket}", { ticket: head.TktID })} @click=${() => start(head.id)}>${t("Take")}</button>`;
}

/** What was completed a while ago. @param {State} state */
export function finishedView({ finished }) {
  if (!finished) return nothing;
  return html`<p class="banner finished" data-state="good">${symbol("check")}<span class="grow">${
    t("{ticket} is complete.", { ticket: finished.name })} <a href=${address(finished.id)}>${t("Look at it")}</a></span>
    <button type="button" class="button quiet" @click=${undo}>${t("Undo")}<kbd aria-hidden="true">Z</kbd></button></p>`;
}
