/** Who waits for the staff, longest first, and what can be done about it. */

import { ageText, level } from "../../pages/ages.js";
import { toast } from "../../pages/dom.js";
import { money, units } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { onItsWay, perform } from "./acts.js";
import * as calls from "./calls.js";
import { dropWaiting, keyOf } from "./follow.js";
import { ageAt } from "./state.js";
import { waitTitle, waitWords } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Waiting} Waiting */

const LIMITS = { warn: 1, late: 3 }; // minutes

/** @param {State} state */
export function waitingView(state) {
  if (!state.waiting.length) return html`<p class="card">${t("Nobody waits.")}</p>`;
  return html`<ol class="queue">${repeat(state.waiting, keyOf, (entry) => entryView(state, entry))}</ol>`;
}

/** @param {State} state @param {Waiting} entry */
function entryView(state, entry) {
  const seconds = ageAt(state, entry.since);
  const urgency = level(seconds, LIMITS);
  return html`<li class="card wait" data-urgency=${urgency || nothing}>
    <div class="wait-head">${symbol(SIGNS[entry.kind])}<h3>${waitTitle(entry)}</h3>
      <span class="age">${urgency === "late" ? symbol("warn") : nothing}${ageText(seconds)}</span></div>
    <p><strong>${entry.trolley_id ?? t("own cart")}</strong> · <bdi>${entry.user ?? t("a guest")}</bdi><br>${
      t("{things}, {total}", { things: n("{count} thing", "{count} things", entry.cart_items_count),
        total: money(units(entry.subtotal)) })}</p>
    <div class="row acts">${actsView(state, entry)}</div>
    ${onItsWay(state, keyOf(entry))}
  </li>`;
}

const SIGNS = { age: "user", check: "eye", help: "bell", cash: "bill" };

/** @param {State} state @param {Waiting} entry */
function actsView(state, entry) {
  const { kind, line, session_id: session, payment_id: payment } = entry;
  const button = (/** @type {string} */ words, /** @type {() => unknown} */ press, look = "primary") =>
    html`<button type="button" class="button ${look}" aria-disabled=${String(state.acts.has(keyOf(entry)))}
      @click=${press} aria-label="${waitWords(entry)} – ${words}">${words}</button>`;
  const act = (/** @type {calls.Act} */ call) => () => perform(keyOf(entry), call, () => dropWaiting(entry));
  if (kind === "age" && line) {
    return [button(t("Old enough"), act(calls.approve(line.id, true))),
      button(t("Too young"), act(calls.approve(line.id, false)), "danger")];
  }
  if (kind === "check" && session) return button(t("Scan some things"), () => check(entry));
  if (kind === "cash" && payment) return button(t("Money received"), act(calls.cashReceived(payment)));
  return session ? button(t("Done"), act(calls.helped(session))) : nothing;
}

/** What it needs is loaded for the first one. @param {Waiting} entry */
async function check(entry) {
  try {
    (await import("./check.js")).openCheck(entry);
  } catch {
    toast(t("This part has not loaded. Check the connection, then try again."), { kind: "bad" });
  }
}
