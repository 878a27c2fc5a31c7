/** Who waits for the staff, longest first, and what can be done about it. */

import { newKey } from "../../pages/api.js";
import { age, ageText, level } from "../../pages/ages.js";
import { toast } from "../../pages/dom.js";
import { plainButton } from "../../pages/fields.js";
import { money, units } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import * as calls from "./calls.js";
import { openCheck } from "./check.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Waiting} Waiting */

const LIMITS = { warn: 1, late: 3 }; // minutes

/** @param {State} state */
export function waitingView({ waiting }) {
  if (!waiting.length) return html`<p class="card">${t("Nobody waits.")}</p>`;
  return html`<ol class="queue">${repeat(waiting, keyOf, entryView)}</ol>`;
}

/** @param {Waiting} entry */
const keyOf = ({ kind, cart_id: cart, line }) => `${kind} ${cart} ${line?.id ?? ""}`;

/** @param {Waiting} entry */
function entryView(entry) {
  const seconds = age(entry.since);
  const urgency = level(seconds, LIMITS);
  return html`<li class="card wait" data-urgency=${urgency || nothing}>
    <div class="wait-head">${symbol(SIGNS[entry.kind])}<h3>${titleOf(entry)}</h3>
      <span class="age">${urgency === "late" ? symbol("warn") : nothing}${ageText(seconds)}</span></div>
    <p><strong>${entry.trolley_id ?? t("own cart")}</strong> · <bdi>${entry.user ?? t("a guest")}</bdi> · ${
      n("{count} thing", "{count} things", entry.cart_items_count)}, ${money(units(entry.subtotal))}</p>
    <div class="row">${actsView(entry)}</div>
  </li>`;
}

const SIGNS = { age: "user", check: "eye", help: "bell", cash: "bill" };

/** @param {Waiting} entry */
function titleOf({ kind, line, items }) {
  if (kind === "age") return t("Age {age}: {name}", { age: line?.min_age ?? "", name: line?.product.name ?? "" });
  if (kind === "check") return t("Spot check of {count}", { count: items ?? "" });
  return kind === "cash" ? t("Pays in cash") : t("Wants help");
}

/** @param {Waiting} entry */
function actsView({ kind, line, session_id: session, payment_id: payment, items, trolley_id: trolley }) {
  if (kind === "age" && line) {
    return [plainButton(t("Old enough"), act(() => calls.approve(line.id, true, newKey())), "primary"),
      plainButton(t("Not old enough"), act(() => calls.approve(line.id, false, newKey())), "danger")];
  }
  if (kind === "check" && session) {
    const open = () => openCheck({ session, items: items ?? 0, trolley: trolley ?? "" });
    return plainButton(t("Scan some things"), open, "primary");
  }
  if (kind === "cash" && payment) return plainButton(t("Money received"), act(() => calls.cashReceived(payment)), "primary");
  return session ? plainButton(t("Done"), act(() => calls.helped(session)), "primary") : nothing;
}

/** @param {() => Promise<unknown>} work */
const act = (work) => async () => {
  try {
    await work();
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
};
