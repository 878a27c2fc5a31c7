// A table in the column of tables: how it stands, in a word, with an icon and a colour, and one tap to turn it over.
import { age, ageText } from "../../pages/ages.js";
import { money } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { wish } from "./calls.js";
import { isClosing, turnOver } from "./close_table.js";
import { sign } from "./icons.js";
import { areaOf } from "./plan.js";
import { mayServe } from "./roles.js";
import { openSessions, panel, sessionAt } from "./state.js";
import { byName, hasPaid, isPaid, toDo, toDoText, total, unpaid } from "./sums.js";

/** All tables in use, and the sessions that sit at none: [{key, name, table, session}, …] by name. */
export function tiles() {
  const tables = [...panel.tables.values()].filter((table) => table.is_active);
  const seated = new Set(tables.map((table) => table.id));
  const loose = openSessions().filter((session) => !seated.has(session.table_id));
  return byName([
    ...tables.map((table) => ({ key: `table ${table.id}`, name: table.name, table, session: sessionAt(table) })),
    ...loose.map((session) => ({ key: session.code, name: session.name, session })),
  ]);
}

/** How a table stands: free, calling, pay, waiting, clear, or seated. */
export function standing({ table, session }) {
  if (!session) return table?.call ? "calling" : "free";
  const kinds = new Set([...session.calls.values()].map((call) => call.kind));
  if (kinds.has("bill")) return "pay";
  if (kinds.size || toDo(session)) return "waiting";
  const isServed = session.orders.size > 0 && !session.cart.size;
  const owesNothing = total(session) === 0 || isPaid(session) || session.answered.has("bill");
  return isServed && owesNothing ? "clear" : "seated";
}

const LOOKS = {
  free: ["plus", () => t("Free")],
  calling: ["bell", () => t("Please open")],
  seated: ["users", () => t("Seated")],
  waiting: ["wait", () => t("Waiting")],
  pay: ["bill", () => t("Wants to pay")],
  clear: ["check", () => t("To clear")],
};

/** `tile`: {name, table, session}; `acts`: {open(code), openTable(table), bill(session)}. */
export function tileView(tile, acts) {
  const { name, table, session } = tile;
  const state = standing(tile);
  const [drawing, word] = LOOKS[state];
  const open = () => (session ? acts.open(session.code) : acts.openTable(table));
  return html`<li class="tile" data-state=${state} data-area=${table ? areaOf(table) : ""}>
    <button type="button" class="table-item" aria-haspopup="dialog" @click=${open}>
      <bdi class="table-name">${name}</bdi> ${
        session ? owedView(session) : seats(table)}
      <span class="table-state">${sign(drawing)} <span>${word()}</span></span> ${
        session ? sittingView(session) : nothing}
    </button>
    ${owes(session) && mayServe() ? html`<button type="button" class="button wide tile-turn" aria-haspopup="dialog"
      aria-label=${t("Bill: {table}", { table: name })} @click=${() => acts.bill(session)}>${sign("bill")}${
      t("Bill")}</button>` : nothing}
    ${state === "clear" && mayServe() ? html`<button type="button" class="button wide tile-turn"
      aria-disabled=${String(isClosing(session))} aria-label=${t("Turn over: {table}", { table: name })}
      @click=${() => turnOver(session)}>${sign("refresh")}${t("Turn over")}</button>` : nothing}</li>`;
}

/** Whether the table wants to pay, or was brought the bill, and has not paid all of it. */
function owes(session) {
  if (!session) return false;
  const isCalled = [...session.calls.values()].some(({ kind }) => kind === "bill");
  return (isCalled || session.answered.has("bill")) && unpaid(session) > 0;
}

/** What the table costs; once something of it is paid, what is left of that. */
function owedView(session) {
  if (isPaid(session)) return html`<span class="table-paid">${sign("check")} <span>${t("Paid")}</span></span>`;
  if (!hasPaid(session)) return html`<span class="money">${money(total(session))}</span>`;
  return html`<span class="money">${t("{amount} left", { amount: money(unpaid(session)) })}</span>`;
}

const seats = (table) => (table.seats ? html`<span class="soft small">${sign("users")}${table.seats}</span>` : nothing);

function sittingView(session) {
  const calls = [...session.calls.values()];
  const bill = session.answered.get("bill");
  return html`<span class="table-facts">${toDoText(session)} · <span class="table-age">${
    ageText(age(session.timestamp)).replace(/:\d\d$/, "′")}</span></span>
    <span class="table-badges">${calls.map((call) =>
    badge(call.kind === "bill" ? "bill" : "waiter", wish(call), "warn"))}
    ${bill && !isPaid(session) && !calls.some(({ kind }) => kind === "bill")
    ? badge("bill", t("Wants to pay"), "warn") : nothing}
    ${session.cart.size ? badge("cart", t("{count} not sent", { count: session.cart.size }), "") : nothing}
    ${panel.rules.ask_word && session.word ? badge("lock", session.word, "") : nothing}</span>`;
}

const badge = (drawing, text, state) => html`<span class="badge" data-state=${state}>${sign(drawing)} ${text}</span>`;
