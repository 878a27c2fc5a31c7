/** All machines: how they stand; those that are retired on demand. */

import { plainButton } from "../../pages/buttons.js";
import { Report } from "../../pages/report.js";
import { t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol, trouble, waiting } from "../../pages/view.js";
import { whileShown } from "./again.js";
import { machinesRead } from "./calls.js";
import { address } from "./routes.js";
import { badgeView, heardView } from "./standing_view.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Machine} Machine */

const EVERY_MS = 10_000; // when each was heard last, the stream does not tell

/** @type {Report<{retired: boolean}, {retired: boolean, rows: Machine[]}, number|undefined>} */
const list = new Report({ retired: /** @type {boolean} */ (false) },
  async ({ retired }) => ({ retired, rows: await machinesRead(retired) }), () => page.changed());

/** Somebody has turned to it. */
export function show() {
  list.show(page.state.person?.userId);
  whileShown("machines", () => list.busy || list.choose({}), EVERY_MS);
}

/** @param {string} type */
export const hear = (type) => void (["machine.changed", "snapshot"].includes(type) && list.choose({}));

/** @param {State} state */
export function view(state) {
  const { query: { retired }, found, error, busy } = list;
  const shown = found?.retired === retired ? found.rows : null;
  return html`<div class="row">
      <div class="row chips grow" role="group" aria-label=${t("Which machines")}>
        ${chipView(false, t("In use"))}${chipView(true, t("Retired"))}</div>
      <a class="button primary" href=${address("new")}>${symbol("plus")}${t("New machine")}</a></div>
    ${error && !shown ? trouble(explain(error), html`<p>${plainButton(t("Try again"), show)}</p>`) : nothing}
    ${shown ? listView(state, shown, retired) : busy ? waiting(t("One moment…")) : nothing}`;
}

/** @param {boolean} retired @param {string} words */
const chipView = (retired, words) => html`<button type="button" class="chip"
  aria-pressed=${String(list.query.retired === retired)} @click=${() => list.choose({ retired })}>${words}</button>`;

/** @param {State} state @param {Machine[]} rows @param {boolean} retired */
function listView(state, rows, retired) {
  if (!rows.length) {
    return retired ? html`<p class="card" role="status">${t("No machine is retired.")}</p>`
      : html`<div class="card stack"><h3>${t("There are no machines yet")}</h3>
        <p>${t(
    "A machine is a rack or fridge with scales. Add it, make a key for it, and say what lies where.")}</p></div>`;
  }
  return html`<ul class="things">${repeat(rows, ({ machine_id: id }) => id, (row) => rowView(state, row))}</ul>`;
}

/** @param {State} state @param {Machine} row */
function rowView(state, row) {
  const { machine_id: id, display_name: name, retired_at: retired, keys } = row;
  const flags = state.machines.get(id)?.flags;
  return html`<li class="card thing">
    <div class="thing-name"><h3><a href=${address("machine", id)}><bdi>${name}</bdi></a></h3>
      <p class="soft small">${id}</p></div>
    ${retired ? html`<p><span class="badge">${t("Retired")}</span></p>`
      : html`<p class="badges">${badgeView({ ...row, flags })}${
        keys.length ? nothing : html`<span class="badge" data-state="warn">${symbol("lock")}${t("No key")}</span>`}</p>
      <p class="soft small">${heardView(state, row)}</p>`}</li>`;
}
