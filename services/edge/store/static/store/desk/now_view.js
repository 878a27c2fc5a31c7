/** The store as it is now: mode, who is inside, alerts, machines that are silent, tickets that wait. */

import { n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol, trouble, waiting } from "../../pages/view.js";
import { alertsCard } from "./alerts_view.js";
import { whileShown } from "./again.js";
import { guideView, isSetUp } from "./guide_view.js";
import { insideCard } from "./inside_view.js";
import { modeCard } from "./mode_view.js";
import { mayOperate, mayReview } from "./rights.js";
import { address } from "./routes.js";
import { readSetup } from "./setup.js";
import { badgeView, heardView } from "./standing_view.js";
import { readAlerts, readRows } from "./follow.js";
import { page } from "./state.js";

/** @typedef {import("./state.js").State} State */

const MOST_TICKETS = 200; // that the stream tells of
const EVERY_MS = 4000; // keys and planograms, which the stream does not tell, while a store is set up

/** Somebody has turned to it, or the network is back. */
export function show() {
  readAlerts();
  readRows();
  if (!mayOperate(page.state.person)) return;
  readSetup();
  whileShown("now", () => {
    if (isSetUp(page.state)) return;
    readRows();
    readSetup();
  }, EVERY_MS);
}

/** @param {string} type */
export function hear(type) {
  if (["snapshot", "machine.changed", "mode.changed"].includes(type) && mayOperate(page.state.person)) readSetup();
}

/** @param {State} state */
export function view(state) {
  const { mode, link, person } = state;
  if (!mode) {
    return link.kind === "ended" ? trouble(t("The store cannot be shown. Load the page again, or sign in anew."))
      : waiting(t("One moment…"));
  }
  const operates = mayOperate(person);
  return html`${operates ? guideView(state) : nothing}<div class="cards">
    ${modeCard(state)}${insideCard(state)}${alertsCard(state)}
    ${operates ? machinesCard(state) : nothing}${ticketsCard(state)}</div>`;
}

/** Those that have not been heard. @param {State} state */
function machinesCard(state) {
  const { machines, rows } = state;
  if (!rows?.size) return nothing;
  const used = [...machines.values()].filter(({ machine_id: id }) => rows.has(id));
  const silent = used.filter(({ status }) => status !== "ONLINE");
  return html`<section class="card stack"><h3>${t("Machines")}</h3>
    ${silent.length ? html`<ul class="rows">${repeat(silent, ({ machine_id: id }) => id, (machine) =>
        silentRow(state, machine))}</ul>`
      : html`<p>${symbol("check")} ${
        n("{count} machine, on line.", "All {count} machines are on line.", used.length)}</p>`}
  </section>`;
}

/** @param {State} state @param {import("./calls.js").Now} machine */
const silentRow = (state, machine) => html`<li class="row">
  <a class="grow" href=${address("machine", machine.machine_id)}><bdi>${
    state.rows?.get(machine.machine_id)?.display_name}</bdi></a>
  <span class="soft small">${heardView(state, machine)}</span>${badgeView(machine)}</li>`;

/** @param {State} state */
function ticketsCard({ queue, person }) {
  const count = queue.size;
  const words = count >= MOST_TICKETS ? t("{count} tickets or more wait.", { count })
    : n("{count} ticket waits.", "{count} tickets wait.", count);
  return html`<section class="card stack"><h3>${t("Tickets to review")}</h3>
    <p>${count ? html`<strong>${words}</strong>` : t("No ticket waits.")}</p>
    ${mayReview(person) ? html`<p><a href="/store/review/">${t("Go to reviewing")}</a></p>`
      : html`<p class="soft">${t("Reviewers look after them.")}</p>`}</section>`;
}
