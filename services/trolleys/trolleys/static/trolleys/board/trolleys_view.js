/** All trolleys of a place: who has them, since when, and how they are. */

import { age, ageText } from "../../pages/ages.js";
import { confirm } from "../../pages/dialog.js";
import { toast } from "../../pages/dom.js";
import { newKey } from "../../pages/api.js";
import { money, units } from "../../pages/money.js";
import { clock, n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { forceUnassign } from "./calls.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Trolley} Trolley */

/** @param {State} state */
export function trolleysView({ trolleys }) {
  const all = [...trolleys.values()];
  if (!all.length) return html`<p class="card">${t("There are no trolleys here yet.")}</p>`;
  const used = all.filter(({ status }) => status === "in_use").length;
  return html`<p class="soft">${n("{count} trolley", "{count} trolleys", all.length)} · ${
    t("{count} in use", { count: used })}</p>
    <ul class="fleet">${repeat(all, ({ trolley_id: id }) => id, trolleyView)}</ul>`;
}

/** @param {Trolley} trolley */
function trolleyView(trolley) {
  const { trolley_id: id, session } = trolley;
  return html`<li class="card trolley" data-status=${trolley.status}>
    <div class="trolley-head"><h3>${id}</h3>${statusView(trolley)}</div>
    ${session ? holderView(trolley) : nothing}
    <p class="signs">${lineView(trolley)} ${lockView(trolley)}</p>
    ${session ? html`<button type="button" class="button danger" @click=${() => release(trolley)}>${
      t("Force unassign")}</button>` : nothing}
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

/** @param {Trolley} trolley */
function holderView({ assigned_to_username: name, assigned_at: since, session }) {
  return html`<dl class="facts">
    <div><dt>${t("Assigned to")}</dt><dd><bdi>${name ?? t("a guest")}</bdi></dd></div>
    <div><dt>${t("Since")}</dt><dd>${since ? ageText(age(since)) : ""}</dd></div>
    <div><dt>${t("Cart")}</dt><dd>${n("{count} thing", "{count} things", session?.cart_items_count ?? 0)}, ${
      money(units(session?.subtotal))}</dd></div>
  </dl>`;
}

/** @param {Trolley} trolley */
function lineView({ trolley_online: isOnline, last_seen: seen }) {
  if (isOnline) return html`<span class="sign">${symbol("live")}${t("On line")}</span>`;
  return html`<span class="sign" data-state="warn">${symbol("offline")}${
    seen ? t("Off line, last seen {age} ago", { age: ageText(age(seen)) }) : t("Never seen")}</span>`;
}

/** @param {Trolley} trolley */
const lockView = ({ is_locked: isLocked }) =>
  html`<span class="sign">${symbol(isLocked ? "lock" : "unlock")}${isLocked ? t("Locked") : t("Unlocked")}</span>`;

/** @param {Trolley} trolley */
async function release({ trolley_id: id, assigned_to_username: name }) {
  const sure = await confirm({
    title: t("Force unassign {trolley}?", { trolley: id }), yes: t("Force unassign"), danger: true,
    text: t("The visit of {name} ends, the cart is emptied and an open payment is cancelled.",
      { name: name ?? t("a guest") }),
  });
  if (!sure) return;
  try {
    await forceUnassign(id, newKey());
    toast(t("{trolley} is free.", { trolley: id }));
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}
