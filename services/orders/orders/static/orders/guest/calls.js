// Calling the waiter, asking for the bill, and what else a guest may need. Nobody is coming before somebody has seen
// the call.
import { Refused, newKey, post } from "../../pages/api.js";
import { say } from "../../pages/dom.js";
import { clock, n, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { countOf, rows } from "./cart.js";
import { earlierView } from "./ended.js";
import { kept, phoneHeaders } from "./kept.js";
import { canPay, payButton } from "./left.js";
import { refresh } from "./loading.js";
import { changeName } from "./nickname.js";
import { notice } from "./notice.js";
import { answeredCall, page, table } from "./state.js";
import { go } from "./views.js";
import { wordOnce } from "./word.js";
import { howToPay, refusalWord } from "./words.js";

export function serviceView(state) {
  const count = countOf(rows());
  const { guest } = kept();
  return html`<section class="view" id="view-service" aria-labelledby="title-service">
    <h2 id="title-service" tabindex="-1">${t("Service")}</h2>
    <div class="calls">${waiterView(state)}${billView(state)}${canPay() ? payButton("call") : nothing}</div>
    ${count ? html`<p class="banner" data-state="warn">${unsentText(count)}</p>` : nothing}
    <div class="you">
      <p>${guest ? t("Your name at this table: {name}", { name: guest }) : t("You order without a name.")}</p>
      <button type="button" class="button" @click=${() => changeName()}>${t("Change")}</button>
    </div>
    ${earlierView()}
    <p class="soft" dir="auto">${addressView(state.place)}</p>
  </section>`;
}

/** What is in the cart and nobody has sent. */
export const unsentText = (count) => n(
  "{count} item in the cart has not been ordered yet.",
  "{count} items in the cart have not been ordered yet.",
  count,
);

const addressView = (place) => [place?.name, place?.address, place?.telephone].filter(Boolean)
  .map((part, at) => html`${at ? " · " : nothing}<bdi>${part}</bdi>`);

function waiterView(state) {
  const isOff = state.calls.has("waiter") || state.calling.has("waiter");
  return html`<div class="call-box">
    <button type="button" class="button wide call" aria-describedby="call-waiter" aria-disabled=${String(isOff)}
      @click=${() => isOff || call("waiter")}>${symbol("bell")}${t("Call the waiter")}</button>
    ${stateView("waiter", state)}</div>`;
}

function billView(state) {
  const open = state.calls.get("bill");
  return html`<div class="call-box">
    <button type="button" class="button wide call" aria-describedby="call-bill" aria-haspopup="dialog"
      @click=${() => go("bill-0")}>${symbol("bill")}${open ? t("Change how you pay") : t("Ask for the bill")}</button>
    ${stateView("bill", state)}
    ${open || state.answered.has("bill") ? html`<p class="soft">${afterBillText()}</p>` : nothing}</div>`;
}

/** What it means to order when the bill was asked for. */
export const afterBillText = () =>
  t("You can still order. It comes on the same bill: tell the staff when they bring it.");

function stateView(kind, { calls, answered, calling }) {
  const open = calls.get(kind);
  const seen = open ? null : answered.get(kind);
  const looks = seen ? "good" : "waiting";
  return html`<p class="call-state" id="call-${kind}" data-state=${open || seen ? looks : ""}>
    ${open || seen ? symbol(seen ? "check" : "clock") : nothing}
    <span>${calling.has(kind) ? t("Calling…") : stateText(kind, open, seen)}</span></p>`;
}

function stateText(kind, open, seen) {
  if (open) return `${t("Called at {time}, not yet seen.", { time: clock(open.timestamp) })} ${howToPay(open)}`.trim();
  if (!seen) return "";
  const values = { time: clock(seen.answered) };
  if (kind === "bill") return t("Seen at {time}, the bill is coming.", values);
  return t("Seen at {time}, somebody is coming.", values);
}

/** Calls; `more` says how a bill is paid. Calling again while a call is open changes it. Whether it has arrived. */
export async function call(kind, more = {}) {
  if (table.calling.has(kind) || !(await wordOnce())) return false;
  mark(kind, true);
  try {
    const body = { session_code: table.code, kind, ...more };
    answeredCall(await post("/orders/calls/make/", body, { key: newKey(), headers: phoneHeaders() }));
    say(stateText(kind, table.calls.get(kind), table.answered.get(kind)));
    return true;
  } catch (error) {
    if (error instanceof Refused && error.reason === "session_closed") refresh();
    else notice(kind, problem(error), { kind: "bad", lasting: true });
    return false;
  } finally {
    mark(kind, false);
  }
}

function mark(kind, isOn) {
  const calling = new Set(table.calling);
  if (isOn) calling.add(kind);
  else calling.delete(kind);
  page.set({ calling });
}

const problem = (error) =>
  error instanceof Refused
    ? refusalWord(error.reason)
    : t("No answer, so the staff may not know. Please try again, or wave to them.");

export function callAnswered({ kind, answered }) {
  notice(kind, stateText(kind, null, { answered: answered ?? new Date().toISOString() }));
}
