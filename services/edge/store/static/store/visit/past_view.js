/** One's visits, newest first. */

import { plainButton } from "../../pages/buttons.js";
import { signOut } from "../../pages/login.js";
import { money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol, trouble, waiting } from "../../pages/view.js";
import { readPast } from "./past.js";
import { stageOf } from "./stages.js";
import { timesOf } from "./visit_view.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Visit} Visit */

/** @param {State} state */
export function pastView({ openId, past, visits, hasMore, pastError, person }) {
  const shown = [openId, ...past].flatMap((id) => visits.get(id) ?? []);
  return html`<h2 tabindex="-1">${t("Your visits")}</h2>
    ${shown.length ? html`<ul class="visits">${repeat(shown, ({ id }) => id, rowView)}</ul>` : nothing}
    ${pastError ? trouble(explain(pastError), html`<p>${plainButton(t("Try again"), () => readPast())}</p>`)
      : hasMore === null ? waiting(t("One moment…"))
        : hasMore ? plainButton(t("Show older ones"), () => readPast(), "wide")
          : shown.length ? nothing : html`<p class="nothing">${symbol("bill")}<span>${
            t("You have not been in the store yet.")}</span></p>`}
    <p class="row person"><span class="grow">${t("You are signed in as")} <bdi>${person?.username}</bdi></span>${
      plainButton(t("Sign out"), () => signOut(), "quiet")}</p>`;
}

/** @type {Record<import("./stages.js").Stage, () => [state: string, words: string]>} */
const BADGES = {
  inside: () => ["good", t("Inside")],
  work: () => ["", t("Work in the store")],
  pending: () => ["warn", t("The receipt follows")],
  draft: () => ["warn", t("Being corrected")],
  contested: () => ["warn", t("Looked at again")],
  due: () => ["bad", t("To pay")],
  nothing: () => ["good", t("Nothing to pay")],
  settled: () => ["good", t("Settled")],
};

/** @param {Visit} visit */
function rowView(visit) {
  const stage = stageOf(visit);
  const [state, words] = BADGES[stage]();
  return html`<li><a class="visit" href=${stage === "inside" ? "#" : `#visit/${visit.id}`}>
    <span class="grow">${timesOf(visit)}<br><span class="badge" data-state=${state || nothing}>${words}</span></span>
    ${visit.receipt ? html`<strong class="money">${money(units(visit.receipt.total))}</strong>` : nothing}
    ${symbol("forward")}</a></li>`;
}
