/** A machine that cannot be had now: said before anybody pays, with what to do instead. */

import { plainButton } from "../../pages/buttons.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { lookAgain } from "./follow.js";
import { explain, isUnknown } from "./words.js";

/** @typedef {import("./state.js").State} State */

/** @type {Record<string, () => [sign: string, title: string, words: string]>} */
const ABOUT = {
  away: () => ["offline", t("This machine is off line"),
    t("It cannot be used until it has its network again. Nothing is charged meanwhile.")],
  empty: () => ["box", t("Sold out"), t("Nothing is left in this machine until its operator fills it again.")],
  out: () => ["warn", t("Out of service"), t("This machine cannot sell just now. Its operator knows.")],
};

/** @param {State} state @param {string} stage */
export function closedView(state, stage) {
  const [sign, title, words] = ABOUT[stage]();
  return html`<section class="card stack end" data-state="warn">
    <span class="sign" aria-hidden="true">${symbol(sign)}</span>
    <h2 tabindex="-1">${title}</h2>
    <p>${words} ${t("This page goes on by itself as soon as it can be used.")}</p>
    ${plainButton(t("Look again"), lookAgain)}
  </section>${othersPart(state)}`;
}

/** Somebody else has it. @param {State} state */
export function busyView(state) {
  const { status, wasBeaten } = state;
  return html`<section class="card stack end" data-state="warn">
    <span class="sign" aria-hidden="true">${symbol("lock")}</span>
    <h2 tabindex="-1">${wasBeaten ? t("Somebody else was faster") : t("Somebody else is at this machine")}</h2>
    <p>${wasBeaten ? t("Nothing was charged.") : nothing} ${status?.status === "dispatch_sent"
      ? t("It gives out their goods now. It is free in a moment.")
      : t("It is free at {time} at the latest.", { time: clock(status?.expires_at ?? "") })} ${
      t("This page goes on by itself as soon as it is.")}</p>
  </section>${othersPart(state)}`;
}

/** There is no such machine, or nobody has answered at all. @param {State} state */
export function failedView(state) {
  const { error } = state;
  return html`<section class="card stack">
    <h2 tabindex="-1">${isUnknown(error) ? t("No such machine") : t("This page could not be shown")}</h2>
    <p class="banner" data-state="bad" role="alert">${symbol("warn")}<span>${explain(error)}</span></p>
    ${isUnknown(error) ? html`<a class="button primary wide" href="/vend/">${t("All machines")}</a>`
      : plainButton(t("Try again"), lookAgain, "primary wide")}
  </section>`;
}

/** Where one can go instead. @param {State} state */
const othersPart = ({ others }) => (others ? others.othersView() : nothing);
