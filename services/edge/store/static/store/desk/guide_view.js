/** What to do first in a store that is not set up yet, step by step. Where it goes on follows from the server. */

import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { address } from "./routes.js";
import { hasGate, setupFound } from "./setup.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {{words: string, isDone: boolean, link: string, action: string}} Step */

/** @param {State} state @returns {Step[]} */
function stepsOf({ rows, mode }) {
  const machines = [...(rows?.values() ?? [])];
  const first = machines[0]?.machine_id ?? "";
  const setup = setupFound();
  const machine = address("machine", first);
  return [
    { words: t("Add a machine: a rack or fridge with scales."), isDone: machines.length > 0, link: address("new"),
      action: t("Add a machine") },
    { words: t("Make a key for it, and put the key into the machine."), link: machine, action: t("To the machine"),
      isDone: machines.some(({ keys, last_seen: seen }) => keys.length || seen) },
    { words: t("Switch it on: it comes on line, and says what it weighs."), link: machine, action: t("To the machine"),
      isDone: machines.some(({ last_seen: seen }) => seen) },
    { words: t("Say what lies on its scales."), isDone: Boolean(setup?.isPlanned), link: machine,
      action: t("To the machine") },
    { words: t("Add a scanner at the entry and one at the exit, each with its key."), link: address("gates"),
      action: t("To the gates"), isDone: Boolean(setup && hasGate(setup, "Entry") && hasGate(setup, "Exit")) },
    { words: t("Open for customers, by the mode below."), isDone: mode === "CUSTOMER_MODE", link: "", action: "" },
  ];
}

/** Whether the mode is all that is left to choose. @param {State} state */
export const isSetUp = (state) => stepsOf(state).slice(0, -1).every(({ isDone }) => isDone);

/** Nothing where the store is set up. @param {State} state */
export function guideView(state) {
  if (!state.rows || !setupFound() || isSetUp(state)) return nothing;
  const steps = stepsOf(state);
  const at = steps.findIndex(({ isDone }) => !isDone);
  return html`<section class="card stack guide"><h3>${t("What to do first")}</h3>
    <ol class="steps">${steps.map((step, index) => stepView(step, index === at, index + 1))}</ol></section>`;
}

/** @param {Step} step @param {boolean} isNext @param {number} number */
const stepView = ({ words, isDone, link, action }, isNext, number) => html`<li class="row"
    aria-current=${isNext ? "step" : nothing} data-done=${String(isDone)}>
  <span class="step-sign" aria-hidden="true">${isDone ? symbol("check") : number}</span>
  <p class="grow">${words}${isDone ? html`<span class="visually-hidden"> – ${t("done")}</span>` : nothing}</p>
  ${isNext && link ? html`<a class="button primary" href=${link}>${action}</a>` : nothing}</li>`;
