/** All machines, the worst first. */

import { plainButton } from "../../pages/buttons.js";
import { toast } from "../../pages/dom.js";
import { money } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { html, namesView, nothing, repeat, symbol, trouble, waiting } from "../../pages/view.js";
import { choose, filterView, shownOf } from "./filter.js";
import { needsYou, ranked } from "./fleet.js";
import { address, machineAddress } from "./routes.js";
import { badgesView, saleLine, sinceView, stockView } from "./standing_view.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./fleet.js").Standing} Standing */

const MANY = 8; // from so many machines on they are filtered

/** @param {State} state */
export function view(state) {
  const { machines, link, filter } = state;
  if (!machines.size && link.kind === "ended") {
    return trouble(t("The machines cannot be shown. Load the page again, or sign in anew."));
  }
  if (!machines.size) return link.since ? emptyView() : waiting(t("One moment…"));
  const all = ranked(state);
  const isMany = all.length >= MANY;
  const shown = isMany ? shownOf(all, filter) : all;
  return html`${totalsView(all)}
    ${isMany ? filterView(all, filter) : nothing}
    ${shown.length ? html`<ul class="machines">${repeat(shown, ({ machine }) => machine.machine_id,
      (each) => rowView(state, each))}</ul>` : noneView()}
    ${shown.length ? html`<div>${plainButton(html`${symbol("print")}${
      n("Print {count} QR code", "Print {count} QR codes", shown.length)}`, () => print(shown))}</div>` : nothing}`;
}

const newLink = () =>
  html`<a class="button" href=${address("new")}>${symbol("plus")}${t("New machine")}</a>`;

const emptyView = () => html`<div class="card stack"><h3>${t("There are no machines yet")}</h3>
  <p>${t("Five steps lead from the box to the first sale.")}</p><div>${newLink()}</div></div>`;

const noneView = () => html`<div class="card row" role="status"><p class="grow">${t("No machine is like that.")}</p>
  ${plainButton(t("Show all"), () => choose({ text: "", only: "all" }), "quiet")}</div>`;

/** @param {Standing[]} all */
function totalsView(all) {
  const online = all.filter(({ machine }) => machine.online).length;
  const waits = all.filter(needsYou).length;
  return html`<div class="row totals">
    <p class="grow"><strong>${t("{online} of {all} on line", { online, all: all.length })}</strong> · ${waits
      ? html`<strong class="alarm">${symbol("warn")}${n("{count} needs you", "{count} need you", waits)}</strong>`
      : t("none needs you")}</p>
    ${newLink()}</div>`;
}

/** @param {State} state @param {Standing} standing */
function rowView(state, standing) {
  const { machine, kind, sales } = standing;
  const { machine_id: id, name, location } = machine;
  return html`<li class="card machine" data-kind=${kind}>
    <div class="machine-name"><h3><a href=${machineAddress(id)}><bdi>${name || id}</bdi></a></h3>
      <p class="soft small">${namesView(name && id, location)}</p></div>
    <div class="machine-state"><p class="badges">${badgesView(standing)}</p>
      <p class="soft small">${sinceView(state, standing)}</p></div>
    <p class="machine-stock">${stockView(machine)}</p>
    <p class="machine-price money">${money(machine.unit_price_paise)}</p>
    ${sales.length ? html`<ul class="machine-sales small">${sales.map((sale) => saleLine(state, sale))}</ul>` : nothing}
  </li>`;
}

/** @param {Standing[]} shown */
async function print(shown) {
  const message = shown.length > MANY ? toast(drawingWords(shown.length), { kind: "warn", lasting: true }) : null;
  try {
    await (await import("./codes.js")).printMachines(shown.map(({ machine }) => machine));
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  } finally {
    message?.close();
  }
}

const AT_ONCE = 60; // codes; from there on one is drawn each second

/** @param {number} count */
const drawingWords = (count) => (count <= AT_ONCE ? t("The codes are drawn, then they are printed.")
  : t("{count} codes are drawn, one each second, then they are printed. Stay on this page.", { count }));
