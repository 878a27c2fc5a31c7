/** What a machine does now, and what is done to it most: filling, switching, trying. */

import { ageText } from "../../pages/ages.js";
import { plainButton } from "../../pages/buttons.js";
import { confirm } from "../../pages/dialog.js";
import { toast } from "../../pages/dom.js";
import { fieldsView, formView, submitButton } from "../../pages/fields.js";
import { dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { onItsWay, perform } from "./acts.js";
import { machineChange } from "./calls.js";
import { eventWords } from "./event_words.js";
import { forms } from "./machine_forms.js";
import { events } from "./machine_state.js";
import { address, machineAddress } from "./routes.js";
import { agoText, saleLine, stockView } from "./standing_view.js";
import { stockCard } from "./stock_view.js";
import { ageAt } from "./state.js";
import { testResult } from "./test_view.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./fleet.js").Standing} Standing */
/** @typedef {import("./calls.js").Machine} Machine */

const SHOWN = 5; // events

/** @param {State} state @param {Standing} standing */
export const nowView = (state, standing) => html`<div class="machine-cards">${doingCard(state, standing)}${
  stockCard(standing.machine)}${serviceCard(state, standing)}${testCard()}</div>`;

/** @param {State} state @param {Standing} standing */
function doingCard(state, { machine, kind, sales }) {
  const { machine_id: id } = machine;
  const news = (events.found?.results ?? []).slice(0, SHOWN);
  return html`<section class="card stack"><h3>${t("What it is doing")}</h3>
    <dl class="facts">
      <div><dt>${t("Connection")}</dt><dd>${lineWords(state, machine)}</dd></div>
      <div><dt>${t("Lock")}</dt><dd>${lockWords(state, machine)}</dd></div>
      <div><dt>${t("Stock")}</dt><dd>${stockView(machine)}</dd></div>
    </dl>
    ${sales.length ? html`<ul class="stack tight">${sales.map((sale) => saleLine(state, sale))}</ul>
      <p class="row"><a href=${machineAddress(id, "ledger")}>${t("See them in the ledger")}</a>${
        kind === "decide" || kind === "owed" ? html`<a href=${address("decide")}>${t("Decide")}</a>` : nothing}</p>`
      : html`<p class="soft">${t("No sale is open.")}</p>`}
    ${news.length ? html`<h4>${t("Lately")}</h4><ul class="news small">${news.map((event) => html`<li><time
      datetime=${event.created_at}>${dayAndClock(event.created_at)}</time> <span>${
      eventWords(event)}</span></li>`)}</ul>` : nothing}
  </section>`;
}

/** @param {State} state @param {Machine} machine */
function lineWords(state, { online, last_seen_at: seen }) {
  if (online) return t("On line");
  return seen ? t("Off line, last seen {age} ago", { age: agoText(ageAt(state, seen)) }) : t("Never seen");
}

/** @param {State} state @param {Machine} machine */
function lockWords({ now }, { locked, lock_expires_at: until, transactions }) {
  if (!locked) return t("Free");
  if (transactions.some(({ state }) => state === "dispensing")) return t("Held until it has dispensed");
  const left = Math.max(0, Math.floor((Date.parse(until ?? "") - now) / 1000));
  return t("Somebody has it, for {left} at most", { left: ageText(left) });
}

/** @param {State} state @param {Standing} standing */
function serviceCard(state, { machine }) {
  const { machine_id: id, in_service: isIn } = machine;
  const name = `service ${id}`;
  const fault = state.faults.get(id);
  return html`<section class="card stack"><h3>${t("Service")}</h3>
    <p>${isIn ? t("In service: customers can lock it and pay.") : fault?.kind === "jam"
      ? t("Out of service: its motor jammed on {time}. Clear it, try it below, then put it back.",
        { time: dayAndClock(fault.since) })
      : fault?.since ? t("Out of service since {time}: nobody can lock it or pay.", { time: dayAndClock(fault.since) })
        : t("Out of service: nobody can lock it or pay.")}</p>
    <div>${isIn ? plainButton(t("Take out of service"), () => takeOut(machine))
      : plainButton(t("Put back into service"), () => putBack(machine), "primary")}</div>
    ${onItsWay(state, name)}</section>`;
}

/** @param {Machine} machine */
async function takeOut({ machine_id: id, transactions }) {
  const paid = transactions.filter(({ state }) => state === "paid" || state === "ordered").length;
  const isRunning = transactions.some(({ state }) => state === "dispensing");
  const text = [t("Nobody can lock it or pay any more."),
    isRunning ? t("What it dispenses now goes on.") : "",
    paid ? n("{count} sale is open: if it is paid, its money goes back when its time is over.",
      "{count} sales are open: what is paid goes back when their time is over.", paid) : ""].filter(Boolean).join(" ");
  const title = t("Take {id} out of service?", { id });
  if (!await confirm({ title, text, yes: t("Take out of service"), danger: true })) return;
  perform(`service ${id}`, machineChange(id, { in_service: false }), () => toast(t("{id} is out of service.", { id })));
}

/** @param {Machine} machine */
const putBack = ({ machine_id: id }) =>
  perform(`service ${id}`, machineChange(id, { in_service: true }), () => toast(t("{id} is in service.", { id })));

function testCard() {
  const { test } = forms;
  return html`<section class="card stack"><h3>${t("Test dispense")}</h3>
    <p class="soft">${t("It dispenses as in a sale, without money. What comes out is taken from the stock.")}</p>
    ${formView(test, { label: t("Test dispense"), content: fieldsView(test),
      actions: submitButton(test, t("Dispense now"), { look: "" }) })}
    ${testResult(forms.tested)}</section>`;
}
