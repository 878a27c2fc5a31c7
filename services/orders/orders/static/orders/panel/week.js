// The times of a week and of the days that differ, as fields.
import { language, t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { sign } from "./icons.js";

const MOST = 6; // times of a day
const MOST_DAYS = 60;
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 24 * 3600 * 1000; // ms
const names = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
const dates = new Intl.DateTimeFormat(`${language}-u-nu-latn`, { dateStyle: "long", timeZone: "UTC" });

/** The names of the weekdays, Monday first. */
export const WEEKDAYS = Array.from({ length: 7 }, (_, day) => names.format(MONDAY + day * DAY));

export const FRESH = () => ({ from: "09:00", to: "17:00" });

/** A week with the usual times every day. */
export const freshWeek = () => ({ week: WEEKDAYS.map(() => [FRESH()]), days: [] });

/** Whether each time and each date was filled in. */
export const isWhole = ({ week, days }) =>
  [...week, ...days.map(({ times }) => times)].flat().every(({ from, to }) => from && to) &&
  days.every(({ date }) => date) && new Set(days.map(({ date }) => date)).size === days.length;

/** The fields of `table`, `{week, days}`; `changed` is called when it is another one. `about`: what it is of. */
export function weekView(table, about, changed) {
  return html`<div class="week" role="group" aria-label=${about}>
    ${WEEKDAYS.map((name, day) => rowView(name, table.week[day], changed, copyView(table, day, changed)))}
    <h3 class="week-title">${t("Days that differ")}</h3>
    ${table.days.map((day) => dateView(table, day, changed))}
    <button type="button" class="button" ?disabled=${table.days.length >= MOST_DAYS}
      @click=${() => (table.days.push({ date: "", times: [] }), changed())}>${sign("plus")}
      ${t("Add a day, as a holiday")}</button></div>`;
}

/** The times of one day. */
function rowView(name, times, changed, more) {
  const act = (change) => () => (change(), changed());
  return html`<div class="week-row" role="group" aria-label=${name}>
    <strong class="week-day">${name}</strong>
    <div class="week-tools"><button type="button" class="button quiet" ?disabled=${times.length >= MOST}
      aria-label=${t("{day}: add a time", { day: name })} @click=${act(() => times.push(FRESH()))}>${
      sign("plus")}</button>
    ${more}</div>
    <div class="week-times">${times.length ? nothing : html`<span class="soft">${t("Closed")}</span>`}
      ${times.map((time, at) => timeView(name, time, act(() => times.splice(at, 1))))}</div></div>`;
}

/** From a time until another. */
export function timeView(name, time, remove) {
  const field = (key, label) => html`<input type="time" required aria-label=${label} .value=${time[key]}
    @input=${({ target }) => (time[key] = target.value)}>`;
  return html`<span class="week-time">${field("from", t("{day}: from", { day: name }))}<span aria-hidden="true">–</span>
    ${field("to", t("{day}: until", { day: name }))}${remove ? html`<button type="button" class="button quiet"
      aria-label=${t("{day}: remove this time", { day: name })} @click=${remove}>${sign("close")}</button>` : nothing}
    </span>`;
}

function copyView(table, day, changed) {
  const copy = () => {
    table.week = table.week.map(() => table.week[day].map((time) => ({ ...time })));
    changed();
  };
  return html`<button type="button" class="button quiet" @click=${copy}
    aria-label=${t("{day}: copy to all days", { day: WEEKDAYS[day] })}>${t("To all days")}</button>`;
}

function dateView(table, day, changed) {
  const label = day.date ? dates.format(Date.parse(day.date)) : t("A new day");
  const away = () => ((table.days = table.days.filter((one) => one !== day)), changed());
  const set = ({ target }) => ((day.date = target.value), changed());
  return html`<div class="week-date"><label class="field"><span>${t("Date")}</span><input type="date" required
    .value=${day.date} @change=${set}></label>
    ${rowView(label, day.times, changed, html`<button type="button" class="button quiet" @click=${away}
      aria-label=${t("{day}: as every week again", { day: label })}>${t("Remove")}</button>`)}</div>`;
}
