/** The head of something that waits for an operator. */

import { durationText } from "../../pages/period.js";
import { html, namesView, nothing, symbol } from "../../pages/view.js";
import { machineAddress } from "./routes.js";
import { ageAt } from "./state.js";

/** @typedef {import("./state.js").State} State */

/** Where it is, and for how long it has waited. @param {string} machine @param {string} since @param {State} state */
export function caseHead(machine, since, state) {
  const { name = "", location = "" } = state.machines.get(machine) ?? {};
  return html`<header><h4><a href=${machineAddress(machine, "ledger")}><bdi>${name || machine}</bdi></a></h4>
      <span class="age">${symbol("clock")}${durationText(ageAt(state, since))}</span>
      ${name || location ? html`<p class="soft small">${namesView(name && machine, location)}</p>` : nothing}
    </header>`;
}
