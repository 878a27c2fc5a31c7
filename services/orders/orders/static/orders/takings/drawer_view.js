/** The drawer: what has to be in it, what is put in or taken out, closing the day. */

import { fieldsView, formView, plainButton, submitButton } from "../../pages/fields.js";
import { money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol, trouble, waiting } from "../../pages/view.js";
import { differenceOf, differenceText, draftOf, drawer, takenAway } from "./drawer.js";
import { mayManage } from "./roles.js";
import { address } from "./routes.js";
import { explain, momentText, shown } from "./words.js";

/** @typedef {import("./calls.js").Drawer} Drawer */
/** @typedef {import("./state.js").Place} Place */

/** @param {import("./state.js").State} state */
export function drawerView({ place }) {
  const { found, error, busy } = drawer;
  const again = () => drawer.choose({});
  return html`${error ? trouble(explain(error), html`<p>${plainButton(t("Try again"), again)}</p>`) : nothing}
    ${found && place ? html`<div class="stack drawer">${cardsView(found, place, busy, again)}</div>`
      : busy ? waiting(t("One moment…")) : nothing}`;
}

/** @param {Drawer} found @param {Place} place @param {boolean} busy @param {() => void} again */
function cardsView(found, place, busy, again) {
  const draft = draftOf(place.id);
  return html`${expectedView(found, busy, again)}
    ${draft.trouble ? html`<p class="banner" data-state="warn" role="status">${
      t("{trouble} It is sent as soon as it can be.", { trouble: draft.trouble })}</p>` : nothing}
    ${moveView(found, draft)}
    ${mayManage(place) ? closeView(place, draft) : nothing}`;
}

/** @param {Drawer} found @param {boolean} busy @param {() => void} again */
function expectedView(found, busy, again) {
  const { opening, refunds, moved, expected, since, sales, tips } = found;
  const lines = [[t("Left from the day before"), shown(opening)], [t("Cash for bills, with tips"), shown(sales)],
    [t("of which tips"), shown(tips)], [t("Given back in cash"), money(-units(refunds) || 0)],
    [t("Put in and taken out"), shown(moved)]];
  return html`<section class="card stack" aria-labelledby="expected">
    <div class="row"><h3 id="expected" class="grow">${t("What has to be in the drawer")}</h3>
      <button type="button" class="button quiet" aria-disabled=${String(busy)} @click=${() => busy || again()}>${
        symbol("refresh")}${t("Refresh")}</button></div>
    <p class="expected"><bdi>${shown(expected)}</bdi></p>
    <dl class="facts">${lines.map(([name, amount]) => html`<div><dt>${name}</dt><dd><bdi>${amount}</bdi></dd></div>`)}
    </dl>
    <p class="soft small">${since ? t("Since the last closing, {moment}.", { moment: momentText(since) })
      : t("No day has been closed here yet.")}</p></section>`;
}

/** @param {Drawer} found @param {import("./drawer.js").Draft} draft */
function moveView({ movements }, { move }) {
  return html`<section class="card stack" aria-labelledby="moves"><h3 id="moves">${t("Put in, take out")}</h3>
    ${movements.length ? html`<ul class="rows moves">${movements.map(movementView)}</ul>` : nothing}
    ${formView(move, { label: t("Put in, take out"), content: fieldsView(move), actions: html`
      ${submitButton(move, t("Put in"), { look: "", value: "in" })}
      ${submitButton(move, t("Take out"), { look: "", value: "out" })}` })}</section>`;
}

/** @param {import("./calls.js").Movement} movement */
export const movementView = ({ amount, reason, user, created_at: at }) => html`<li class="row">
  <span class="grow"><bdi>${reason}</bdi><br><span class="soft small">${momentText(at)} · <bdi>${
    user}</bdi></span></span>
  <span class="money"><bdi>${shown(amount)}</bdi></span></li>`;

/** @param {Place} place @param {import("./drawer.js").Draft} draft */
function closeView({ id }, draft) {
  const { close } = draft;
  const difference = differenceOf(draft), away = takenAway(draft);
  const [counted, ...others] = close.fields.map(({ name }) => fieldsView(close, name));
  const told = html`<p class="difference" role="status" data-state=${difference === null ? "" : difference ? "warn"
    : "good"}>${difference === null ? nothing : differenceText(difference)}</p>`;
  return html`<section class="card stack" aria-labelledby="close"><h3 id="close">${t("Close the day")}</h3>
    <p class="soft">${t("Count the drawer; all that was paid since the last closing goes into one document.")}</p>
    ${formView(close, { label: t("Close the day"), content: html`${counted}${told}${others}
      ${away === null ? nothing : html`<p class="soft">${t("{amount} is taken out of the drawer.",
        { amount: money(away) })}</p>`}`,
    actions: submitButton(close, t("Close the day")) })}
    <p><a href=${address(id, "days")}>${t("Closed days")}</a></p></section>`;
}
