/** The list of closed days, and one of them as the document that it is. */

import { plainButton } from "../../pages/buttons.js";
import { tableView } from "../../pages/charts.js";
import { money, units } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing, symbol, trouble, waiting } from "../../pages/view.js";
import { closings, more } from "./closings.js";
import { differenceText } from "./drawer.js";
import { movementView } from "./drawer_view.js";
import { address } from "./routes.js";
import { explain, kindText, momentText, rateText, shown } from "./words.js";

/** @typedef {import("./calls.js").Closing} Closing */
/** @typedef {import("./state.js").Place} Place */

/** @param {import("./state.js").State} state */
export function daysView({ place, route }) {
  const { found, error, busy, query } = closings;
  if (error) {
    return trouble(explain(error), html`<p>${plainButton(t("Try again"), () => closings.choose({}))}</p>`);
  }
  if (!found || !place || (busy && route.number && found.one?.number !== query.number)) {
    return waiting(t("One moment…"));
  }
  return route.number ? documentView(place, found.one) : listView(place, found);
}

/** @param {Place} place @param {import("./closings.js").Found} found */
function listView(place, { closings: days, isWhole }) {
  if (!days.length) return html`<p class="card" role="status">${t("No day has been closed here yet.")}</p>`;
  return html`<ul class="rows card closed-days">${days.map((day) => html`<li class="row"><a class="grow"
      href=${address(place.id, "days", day.number)}>${t("No. {number}", { number: day.number })} · ${
    momentText(day.at)}</a><span>${differenceText(units(day.difference))}</span>
    <span class="money"><bdi>${shown(day.counted)}</bdi></span></li>`)}</ul>
    ${isWhole ? nothing : html`<p>${plainButton(t("More"), more)}</p>`}`;
}

/** @param {Place} place @param {Closing|null} day */
function documentView(place, day) {
  const back = html`<p class="no-print"><a href=${address(place.id, "days")}>${t("Closed days")}</a></p>`;
  if (!day) return html`${back}<p class="card" role="status">${t("There is no closed day with this number.")}</p>`;
  return html`${back}<article class="card stack closing" aria-labelledby="closing">
    <div class="row"><h3 id="closing" class="grow">${t("Closing no. {number}", { number: day.number })}</h3>
      <span class="no-print">${plainButton(html`${symbol("print")}${t("Print")}`, () => print())}</span></div>
    <p><bdi>${place.name}</bdi><br>${momentText(day.at)} · <bdi>${day.user}</bdi></p>
    <p>${receiptsText(day)}</p>
    ${paidView(day)}${taxesView(day)}${drawerView(day)}
    ${day.note ? html`<p class="note" dir="auto">${day.note}</p>` : nothing}
    <p class="soft small digest">${t("Digest")}: <code>${day.digest}</code></p></article>`;
}

/** @param {Closing} day */
function receiptsText({ receipts: { first, last, count } }) {
  if (!count) return t("No receipts");
  const receipts = n("{count} receipt", "{count} receipts", count);
  return first === last ? t("{receipts}: no. {first}", { receipts, first: first ?? "" })
    : t("{receipts}: no. {first} to {last}", { receipts, first: first ?? "", last: last ?? "" });
}

/** @param {Closing} day */
const paidView = ({ paid }) => html`<h4>${t("What was paid")}</h4>${tableView(t("What was paid"),
  [t("Kind"), t("Receipts"), t("Of bills"), t("Tips")],
  paid.map(({ kind, receipts, amount, tips }) => [kindText(kind), receipts, shown(amount), shown(tips)]))}`;

/** @param {Closing} day */
const taxesView = ({ taxes }) => (taxes.length ? html`<h4>${t("Value added tax")}</h4>${
  tableView(t("Value added tax"), [t("Rate"), t("Gross"), t("Net"), t("Tax")],
    taxes.map(({ vat_rate: rate, gross, net, vat }) => [rateText(rate), shown(gross), shown(net), shown(vat)]))}`
  : nothing);

/** @param {Closing} day */
function drawerView({ drawer, counted, difference, left, movements }) {
  const lines = [[t("Left from the day before"), shown(drawer.opening)],
    [t("Cash for bills, with tips"), shown(drawer.sales)],
    [t("Given back in cash"), money(-units(drawer.refunds) || 0)],
    [t("Put in and taken out"), shown(drawer.moved)], [t("Had to be there"), shown(drawer.expected)],
    [t("Counted"), shown(counted)], [t("Difference"), shown(difference)], [t("Left for the next day"), shown(left)]];
  return html`<h4>${t("Drawer")}</h4><dl class="facts">${lines.map(([name, amount]) =>
    html`<div><dt>${name}</dt><dd><bdi>${amount}</bdi></dd></div>`)}</dl>
    <p>${differenceText(units(difference))}</p>
    ${movements.length ? html`<ul class="rows moves">${movements.map(movementView)}</ul>` : nothing}`;
}
