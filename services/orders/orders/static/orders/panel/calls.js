// Guests who call a waiter or want to pay: a line for each table, until somebody is on the way.
import { age, ageText } from "../../pages/ages.js";
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { html, nothing, render as draw, repeat } from "../../pages/view.js";
import { keepingFocus } from "./focus.js";
import { sign } from "./icons.js";
import { mayServe } from "./roles.js";
import { station } from "./settings.js";
import { panel } from "./state.js";
import { answerCall, answerTable, isAnswering, isAnsweringTable } from "./taps.js";

/** "Table 2 wants to pay". */
export const callText = (call, table) =>
  call.kind === "bill" ? t("{table} wants to pay", { table }) : t("{table} calls a waiter", { table });

const PAY = { cash: () => t("cash"), card: () => t("card") };
const SPLIT = { together: () => t("together"), separately: () => t("separately") };

/** What is wanted, and how: "Bill: card, separately". */
export function wish({ kind, pay, split }) {
  if (kind !== "bill") return t("Waiter");
  const how = [PAY[pay]?.(), SPLIT[split]?.()].filter(Boolean).join(", ");
  return how ? t("Bill: {how}", { how }) : t("Bill");
}

/** What each table calls for, the longest wait first; none at stations and in the kitchen. */
export function openCalls() {
  if (station(panel.place).length || !mayServe()) return [];
  const found = [...panel.sessions.values()].filter((session) => session.calls.size).map((session) => {
    const calls = [...session.calls.values()];
    const since = calls.map((call) => call.timestamp).sort()[0];
    return { key: session.code, name: session.name, session, calls, since };
  });
  for (const table of panel.tables.values()) {
    if (!table.call) continue;
    found.push({ key: `table ${table.id}`, name: table.name, table, calls: [], since: table.call.timestamp });
  }
  return found.sort((one, other) => (one.since < other.since ? -1 : 1));
}

/** `acts`: {open(code), openTable(table)}. */
export function makeCalls(acts) {
  const list = h("ul", { class: "calls", "aria-label": t("Calls") });
  const render = () => {
    const calls = openCalls();
    list.hidden = !calls.length;
    keepingFocus(list, () => draw(repeat(calls, ({ key }) => key, (one) => callView(one, acts)), list), ".call-go");
  };
  return { node: list, render, tick: render };
}

/** A line: whose it is, what is wanted, since when; and who goes there. */
export function callView({ name, session, table, calls, since }, acts = null) {
  const wishes = table ? t("Please open") : calls.map(wish).join(" · ");
  const isSent = table ? isAnsweringTable(table) : calls.every(isAnswering);
  const words = html`${sign(calls.some(({ kind }) => kind === "bill") ? "bill" : "waiter")}
    <strong><bdi>${name}</bdi></strong> <span class="call-wish">${wishes}</span> <span class="call-time">${
      ageText(age(since))}</span>`;
  const show = () => (table ? acts.openTable(table) : acts.open(session.code));
  const answer = () => (table ? answerTable(table) : calls.forEach(answerCall));
  return html`<li class="call">
    ${acts ? html`<button type="button" class="call-text" aria-haspopup="dialog" @click=${show}>${words}</button>`
    : html`<p class="call-text">${words}</p>`}
    ${mayServe() ? html`<button type="button" class="button call-go" aria-disabled=${String(isSent)}
      aria-label=${t("On my way: {table}, {wishes}", { table: name, wishes })} @click=${() => isSent || answer()}>${
      isSent ? [sign("wait"), t("sending")] : [sign("check"), t("On my way")]}</button>` : nothing}
  </li>`;
}
