/** Grams that nobody can account for. */

import { chartView, figuresView, tableView } from "../../pages/charts.js";
import { t } from "../../pages/texts.js";
import { html, nothing, selection } from "../../pages/view.js";
import { gramsText } from "./words.js";

/** @typedef {import("./reports.js").Query} Query */
/** @typedef {(some: Partial<Query>) => void} Choose */
/** @typedef {{events: number, picked_g: number, placed_g: number}} Lost */
/** @typedef {Lost & {hour: number}} Hour */
/** @typedef {Lost & {machine_id: string, display_name: string, hours: Hour[]}} Machine */
/** @typedef {{totals: Lost, days: (Lost & {day: string})[], hours: Hour[], machines: Machine[]}} Unaccounted */

/** @type {Record<string, import("./reports.js").Kind>} */
export const WEIGHTS = {
  unaccounted: {
    words: () => t("Unaccounted"),
    about: () => t("What scales have shown while nobody was inside, or beyond what was held. Days and hours in UTC."),
    path: "/edge/store/reports/unaccounted/", view,
    columns: ["machine_id", "display_name", "hour", "events", "picked_g", "placed_g"],
    rows: (/** @type {Unaccounted} */ { machines }) => machines.flatMap(({ machine_id, display_name, hours }) =>
      hours.map((hour) => ({ machine_id, display_name, ...hour }))),
  },
};

/** Grams both ways. @param {Lost} lost */
const moved = ({ picked_g: picked, placed_g: placed }) => picked + placed;

/** @param {Unaccounted} found @param {Query} query @param {Choose} choose */
function view(found, query, choose) {
  const { totals } = found;
  return html`${figuresView([[t("Taken"), gramsText(totals.picked_g)], [t("Put there"), gramsText(totals.placed_g)],
      [t("Events"), totals.events]])}
    ${totals.events ? chartsView(found, query, choose)
      : html`<p class="card" role="status">${t("All that was moved on these days is somebody's.")}</p>`}`;
}

/** @param {Unaccounted} found @param {Query} query @param {Choose} choose */
function chartsView({ days, hours, machines }, query, choose) {
  const chosen = machines.find(({ machine_id: id }) => id === query.machine);
  const what = t("Grams");
  return html`<div class="charts">
      ${chartView(t("By day"), { of: t("Day"), what }, days.map((each) => [each.day, moved(each)]), gramsText)}
      <div class="stack">${chartView(chosen ? t("By hour of the day: {machine}", { machine: chosen.display_name })
        : t("By hour of the day"), { of: t("Hour"), what },
        (chosen?.hours ?? hours).map((each) => [`${each.hour}:00`, moved(each)]), gramsText)}
        ${machines.length > 1 ? chooser(machines, query, choose) : nothing}</div>
    </div>${tableCard(machines)}`;
}

/** @param {Machine[]} machines @param {Query} query @param {Choose} choose */
function chooser(machines, query, choose) {
  const options = [{ value: "", text: t("All machines") }, ...machines.map(({ machine_id: id, display_name: name }) =>
    ({ value: id, text: `${name} (${id})` }))];
  return html`<div class="field"><span aria-hidden="true">${t("Machine")}</span>${selection({ label: t("Machine"),
    value: query.machine, options, choose: (machine) => choose({ machine }) })}</div>`;
}

/** @param {Machine[]} machines */
const tableCard = (machines) => html`<section class="card stack"><h3>${t("By machine")}</h3>${tableView(t("By machine"),
  [t("Machine"), t("Taken"), t("Put there"), t("Events"), t("Worst hour")], machines.map((machine) => [
    html`<bdi>${machine.display_name}</bdi>`, gramsText(machine.picked_g), gramsText(machine.placed_g), machine.events,
    worstOf(machine.hours)]))}</section>`;

/** The hour in which most was moved. @param {Hour[]} hours */
function worstOf(hours) {
  const [worst] = [...hours].sort((one, other) => moved(other) - moved(one));
  if (!worst || !moved(worst)) return "–";
  return t("{hour}:00, {grams}", { hour: String(worst.hour), grams: gramsText(moved(worst)) });
}
