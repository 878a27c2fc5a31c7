/** The events of a ticket, one after the other; each can be looked at, and decided while the ticket is one's own. */

import { money, units } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { badge } from "./badge.js";
import { play } from "./clip_view.js";
import { askSplit } from "./dialogs.js";
import { actOf, decide } from "./steps.js";
import { choose } from "./ticket.js";
import { flagWords, whatWords, whoseWords } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Looked} Looked */
/** @typedef {import("./calls.js").Ticket} Ticket */
/** @typedef {import("./calls.js").Change} Change */

const time = new Intl.DateTimeFormat(`${document.documentElement.lang}-u-nu-latn`, {
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});

/** @param {State} state @param {Looked} looked @param {boolean} mine */
export function eventsView(state, looked, mine) {
  const { ticket, event: chosen } = looked;
  if (!ticket) return nothing;
  const { events } = ticket;
  return html`<section class="card stack seen"><h3 id="events">${t("Events")}</h3>
    ${events.length ? nothing : html`<p class="soft">${t("No weight has changed.")}</p>`}
    <ol class="events" aria-labelledby="events">${repeat(events, ({ id }) => id, (event, number) => html`<li
        aria-current=${event.id === chosen ? "true" : nothing}>
      ${eventView(event, number, ticket)}
      ${mine && event.id === chosen ? actsView(state, ticket, event) : nothing}</li>`)}</ol>
  </section>`;
}

/** @param {Change} event @param {number} number @param {Ticket} ticket */
function eventView(event, number, ticket) {
  const { event_time: at, scale_id: scale, weight_change_g: grams, unit_price: price, quantity, image, flags } = event;
  const open = event.attribution === "contested" && event.visit_id === null;
  const own = event.visit_id === ticket.visit_id;
  return html`<button type="button" class="event" @click=${() => show(event)}>
    <span class="number" aria-hidden="true">${number < 9 ? number + 1 : ""}</span>
    ${image ? html`<img src=${image} alt="" width="44" height="44" loading="lazy">` : nothing}
    <span class="grow"><strong>${whatWords(event)}</strong>
      <span class="soft small">${time.format(new Date(at))} · ${t("scale {scale}", { scale })} · ${
        t("{grams} g", { grams: event.status === "PICKED" ? -grams : grams })}${
        price && quantity ? html` · ${money(units(price) * quantity)}` : nothing}</span>
      <span class="row signs">${badge(open ? "warn" : own ? "good" : "", open ? "users" : own ? "check" : "user",
        whoseWords(event, ticket.visit_id))}${
        flags.map((flag) => badge("warn", "warn", flagWords(flag)))}${
        event.split_from ? badge("", "info", t("part of a split")) : nothing}</span></span>
    ${symbol("forward")}</button>`;
}

/** @param {State} state @param {Ticket} ticket @param {Change} event */
function actsView(state, ticket, event) {
  const can = canDo(ticket, event);
  const busy = String(state.acts.has(actOf(ticket.id)));
  const button = (/** @type {string} */ words, /** @type {string} */ key, /** @type {() => void} */ press) =>
    html`<button type="button" class="button" aria-disabled=${busy} @click=${press}>${words}<kbd aria-hidden="true">${
      key}</kbd></button>`;
  if (!Object.values(can).some(Boolean)) return nothing;
  return html`<div class="row acts" role="group" aria-label=${t("Whose is it?")}>
    ${can.claim ? button(t("This visitor's"), "C", () => decide(ticket, event, "claim-event")) : nothing}
    ${can.refuse ? button(t("Not this visitor's"), "R", () => decide(ticket, event, "refuse-event")) : nothing}
    ${can.split ? button(t("Split…"), "X", () => askSplit(ticket, event)) : nothing}</div>`;
}

/** What can be decided of an event. @param {Ticket} ticket @param {Change} event */
export function canDo({ visit_id: visit }, { attribution, visit_id: of, candidates, quantity }) {
  const open = attribution === "contested" && of === null;
  const own = attribution === "attributed" && of === visit;
  return { claim: open, refuse: open || own, split: (open || (own && candidates.length > 1)) && (quantity ?? 0) > 1 };
}

/** Turns to an event and plays the clip from there. @param {Change} event */
export function show(event) {
  choose(event);
  play(event);
}
