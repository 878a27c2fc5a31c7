/** All trolleys of a place: who has them, since when, and how they are. */

import { ageText } from "../../pages/ages.js";
import { confirm } from "../../pages/dialog.js";
import { toast } from "../../pages/dom.js";
import { money, units } from "../../pages/money.js";
import { clock, n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { onItsWay, perform } from "./acts.js";
import { forceUnassign } from "./calls.js";
import { filterView, shownOf } from "./filter.js";
import { takeTrolley } from "./follow.js";
import { address } from "./routes.js";
import { ageAt, page } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Trolley} Trolley */

/** @param {State} state */
export function trolleysView(state) {
  const { trolleys, link } = state;
  if (!trolleys.size) {
    const isKnown = link.since || link.kind === "ended";
    return isKnown ? html`<p class="card">${t("There are no trolleys here yet.")}</p>` : nothing;
  }
  const shown = shownOf(state);
  return html`${filterView(state)}
    ${shown.length ? nothing : html`<p class="card">${t("No trolley is like that.")}</p>`}
    <ul class="fleet">${repeat(shown, ({ trolley_id: id }) => id, (each) => trolleyView(state, each))}</ul>`;
}

/** @param {State} state @param {Trolley} trolley */
function trolleyView(state, trolley) {
  const { trolley_id: id, session, status } = trolley;
  return html`<li class="card trolley" data-status=${status}>
    <div class="trolley-head"><h3>${id}</h3>${statusView(trolley)}</div>
    ${session ? holderView(state, trolley) : nothing}
    <p class="signs">${lineView(state, trolley)} ${lockView(trolley)} ${waitsView(state, id)}</p>
    ${session || status === "reserved" ? html`<button type="button" class="button quiet release"
      aria-disabled=${String(state.acts.has(`release ${id}`))} @click=${() => release(trolley)}
      aria-label=${t("Force unassign {trolley}", { trolley: id })}>${t("Force unassign")}</button>` : nothing}
    ${onItsWay(state, `release ${id}`)}
  </li>`;
}

const LOOKS = { available: "good", in_use: "warn", reserved: "warn", inactive: "bad" };

/** @param {Trolley} trolley */
function statusView({ status, reserved_until: until }) {
  const words = {
    available: () => t("Available"),
    in_use: () => t("In use"),
    reserved: () => t("Reserved until {time}", { time: clock(until ?? "") }),
    inactive: () => t("Switched off"),
  }[status]();
  return html`<span class="badge" data-state=${LOOKS[status]}>${words}</span>`;
}

/** @param {State} state @param {Trolley} trolley */
function holderView(state, { assigned_to_username: name, assigned_at: since, session }) {
  return html`<dl class="facts">
    <div><dt>${t("Assigned to")}</dt><dd><bdi>${name ?? t("a guest")}</bdi></dd></div>
    <div><dt>${t("Since")}</dt><dd>${since ? ageText(ageAt(state, since)) : ""}</dd></div>
    <div><dt>${t("Cart")}</dt><dd>${t("{things}, {total}",
      { things: n("{count} thing", "{count} things", session?.cart_items_count ?? 0),
        total: money(units(session?.subtotal)) })}</dd></div>
  </dl>`;
}

/** @param {State} state @param {Trolley} trolley */
function lineView(state, { trolley_online: isOnline, last_seen: seen }) {
  if (isOnline) return html`<span class="sign">${symbol("live")}${t("On line")}</span>`;
  return html`<span class="sign" data-state="warn">${symbol("offline")}${
    seen ? t("Off line, last seen {age} ago", { age: ageText(ageAt(state, seen)) }) : t("Never seen")}</span>`;
}

/** @param {Trolley} trolley */
const lockView = ({ is_locked: isLocked }) =>
  html`<span class="sign">${symbol(isLocked ? "lock" : "unlock")}${isLocked ? t("Locked") : t("Unlocked")}</span>`;

/** @param {State} state @param {string} id */
function waitsView({ waiting, place }, id) {
  if (!waiting.some(({ trolley_id: trolley }) => trolley === id)) return nothing;
  return html`<a class="sign" data-state="warn" href=${address(place, "waiting")}>${symbol("bell")}${t("Waits")}</a>`;
}

/** @param {Trolley} trolley */
async function release(trolley) {
  const { trolley_id: id, assigned_to_username: name, session } = trolley;
  if (page.state.acts.has(`release ${id}`)) return;
  const holder = { name: name ?? t("a guest") };
  const text = session ? t("The visit of {name} ends, the cart is emptied and an open payment is cancelled.", holder)
    : t("Its reservation ends.");
  const yes = t("Force unassign");
  if (!await confirm({ title: t("Force unassign {trolley}?", { trolley: id }), yes, danger: true, text })) return;
  await perform(`release ${id}`, forceUnassign(id, session?.session_id), () => {
    freed(id, session?.session_id);
    toast(t("{trolley} is free.", { trolley: id }));
  });
}

/** Shows it at once, unless somebody else has it by now. @param {string} id @param {string} [session] */
function freed(id, session) {
  const row = page.state.trolleys.get(id);
  if (!row || row.session?.session_id !== session) return;
  takeTrolley({
    ...row, session: null, assigned_to_username: null, assigned_at: null, reserved_until: null, is_locked: true,
    status: row.is_active ? "available" : "inactive",
  });
}
