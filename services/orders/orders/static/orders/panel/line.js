// A line of a card: an order. One tap brings it one step on; a note is never cut off.
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { optionsView } from "../dish/choosing.js";
import { alarmOf } from "./allergies.js";
import { sign } from "./icons.js";
import { pressed } from "./reading.js";
import { markSeen } from "./settings.js";
import { ICONS, after, isActive, stateName, stepName } from "./steps.js";
import { isPending, isStuck, noticeOf, target } from "./taps.js";
import { act } from "./undo.js";

const nameOf = (order) => order.name || t("Product {id}", { id: order.product_id });

/** What a tap on the line does as it is shown. */
export function linePlan(order) {
  const from = target(order);
  const to = after(from);
  return { name: `line ${order.id}`, says: String(to), moves: to ? [{ order, from, to }] : [] };
}

/** `row`: {order, fresh}; `acts.line(order, session)` opens what else can be done with it. */
export function lineView({ order, fresh }, session, acts) {
  const state = target(order);
  const next = isActive(state) ? ` – ${stepName(after(state))}` : "";
  const stands = stateWords(order, state);
  const press = (event) => act(session, pressed(`line ${order.id}`, event).moves);
  return html`<li class=${`ticket-row line${fresh ? " fresh" : ""}`} data-state=${state}
      ?data-pending=${isPending(order)}>
    <div class="line-main"><button type="button" class="line-step" aria-disabled=${String(!isActive(state))}
        @click=${press}><span class="amount">${order.quantity}×</span> <bdi class="what">${nameOf(order)}</bdi>
        <span class="visually-hidden">${stands}${next}</span></button>
      <p class="line-state" aria-hidden="true">${sign(isHeld(order) ? "wait" : ICONS[state])} ${stands}</p></div>
    <button type="button" class="line-more" aria-haspopup="dialog"
      aria-label=${t("More: {name}", { name: nameOf(order) })} @click=${() => acts.line(order, session)}>${
      sign("more")}</button>
    ${optionsView(order.options)}
    ${noteView(order)}
    ${noticeOf(order) ? html`<p class="line-notice">${noticeOf(order)}</p>` : nothing}
  </li>`;
}

const isHeld = (order) => isPending(order) && isStuck();

/** The state, and whether the server knows of it: all in one place, so that nothing moves when it changes. */
const stateWords = (order, state) =>
  (isHeld(order) ? t("{state}, not sent yet", { state: stateName(state) }) : stateName(state));

/** What the guest wrote. What may be about an allergy is a band that cannot be missed. */
function noteView(order) {
  if (!order.note) return nothing;
  const alarm = alarmOf(order);
  if (!alarm) return html`<p class="note">${sign("note")}<bdi>${order.note}</bdi></p>`;
  return html`<div class="allergy"><p class="allergy-head">${sign("warn")}<strong>${alarm}</strong></p>
    <p class="allergy-note"><bdi>${order.note}</bdi></p></div>`;
}

/** An order that was cancelled: struck through until somebody at this device has said to have seen it. */
export function goneView({ order, fresh }) {
  const reason = order.reason ? t("Cancelled: {reason}", { reason: order.reason }) : t("Cancelled");
  return html`<li class=${`ticket-row gone${fresh ? " fresh" : ""}`}>
    <p class="gone-name"><span class="visually-hidden">${t("Cancelled:")} </span><s>${order.quantity}× ${
      nameOf(order)}</s></p>
    <p class="reason">${reason}</p>
    <button type="button" class="button seen" aria-label=${t("Seen here: {name} was cancelled", { name: order.name })}
      @click=${() => markSeen([order.id])}>${sign("check")}${t("Seen here")}</button></li>`;
}
