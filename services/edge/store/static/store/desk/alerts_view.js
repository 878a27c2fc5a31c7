/** What somebody should look at. */

import { dayAndClock, t } from "../../pages/texts.js";
import { html, repeat, symbol, waiting } from "../../pages/view.js";
import { onItsWay, perform } from "./acts.js";
import { alertClose } from "./calls.js";
import { mayOperate } from "./rights.js";
import { address } from "./routes.js";
import { page } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Alert} Alert */

const BY_HAND = new Set(["unaccounted", "head_count"]); // the others close when what they are about is over

/** @param {State} state */
export function alertsCard(state) {
  const { alerts } = state;
  const shown = [...(alerts?.values() ?? [])].sort((one, other) => (one.created_at > other.created_at ? -1 : 1));
  return html`<section class="card stack alerts"><h3>${t("Alerts")}</h3>
    ${!alerts ? waiting(t("One moment…")) : shown.length
      ? html`<ul class="rows">${repeat(shown, ({ id }) => id, (alert) => alertRow(state, alert))}</ul>`
      : html`<p>${symbol("check")} ${t("No alert is open.")}</p>`}</section>`;
}

/** @param {State} state @param {Alert} alert */
function alertRow(state, alert) {
  const { id, kind, created_at: at } = alert;
  return html`<li class="row"><p class="grow">${symbol("warn")} ${wordsView(state, alert)}
      <time class="soft small" datetime=${at}>${dayAndClock(at)}</time></p>
    ${BY_HAND.has(kind) ? html`<button type="button" class="button quiet" aria-disabled=${
        String(state.acts.has(`alert ${id}`))} aria-label="${t("Seen to")}: ${dayAndClock(at)}"
        @click=${() => close(id)}>${symbol("check")}${t("Seen to")}</button>`
      : html`<span class="soft small">${t("closes by itself")}</span>`}
    ${onItsWay(state, `alert ${id}`)}</li>`;
}

/** @param {State} state @param {Alert} alert */
function wordsView(state, { kind, machine_id: machine, visit_id: visit }) {
  if (kind === "head_count") return t("More people are inside than have come in by a code.");
  if (kind === "long_visit") return t("Somebody has been inside for more than two hours.");
  const name = machineView(state, machine ?? "");
  if (kind === "machine_offline") return html`${name}: ${t("off line.")}`;
  return visit ? html`${name}: ${t("more was put there than the visitor may have held.")}`
    : html`${name}: ${t("something was moved, and nobody can account for it.")}`;
}

/** @param {State} state @param {string} id */
function machineView({ rows, person }, id) {
  const name = html`<bdi>${rows?.get(id)?.display_name ?? id}</bdi>`;
  return mayOperate(person) ? html`<a href=${address("machine", id)}>${name}</a>` : name;
}

/** @param {string} id */
const close = (id) => perform(`alert ${id}`, alertClose(id), () => {
  page.state.alerts?.delete(id);
  page.changed();
});
