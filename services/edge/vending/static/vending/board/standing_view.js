/** How a machine stands, in words: its worst state as a badge, its stock, its open sales. */

import { ageText } from "../../pages/ages.js";
import { money } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { LOW } from "./fleet.js";
import { address } from "./routes.js";
import { ageAt } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./fleet.js").Standing} Standing */
/** @typedef {import("./fleet.js").Kind} Kind */
/** @typedef {import("./calls.js").Sale} Sale */

/** @type {Record<Kind, {look: string, icon: string, words: () => string}>} */
const KINDS = {
  decide: { look: "bad", icon: "bill", words: () => t("To be decided") },
  owed: { look: "bad", icon: "undo", words: () => t("Money due back") },
  jam: { look: "bad", icon: "warn", words: () => t("Jam") },
  offline_busy: { look: "bad", icon: "offline", words: () => t("Off line with a sale") },
  offline: { look: "bad", icon: "offline", words: () => t("Off line") },
  empty: { look: "warn", icon: "box", words: () => t("Sold out") },
  low: { look: "warn", icon: "box", words: () => t("Low") },
  out: { look: "warn", icon: "close", words: () => t("Out of service") },
  dispensing: { look: "good", icon: "down", words: () => t("Dispensing") },
  locked: { look: "good", icon: "lock", words: () => t("Somebody has it") },
  free: { look: "good", icon: "check", words: () => t("Ready") },
};

/** @param {Kind} kind */
export const kindWords = (kind) => KINDS[kind].words();

/** @param {Kind} kind */
const badge = (kind) => html`<span class="badge" data-state=${KINDS[kind].look}>${symbol(KINDS[kind].icon)}${
  KINDS[kind].words()}</span>`;

/** The worst state, and what else is wrong. @param {Standing} standing */
export function badgesView({ kind, machine }) {
  /** @type {Kind[]} */
  const more = [];
  const isOffline = !machine.online;
  if (isOffline && !["offline", "offline_busy"].includes(kind)) more.push("offline");
  if (!machine.in_service && !["jam", "out"].includes(kind)) more.push("out");
  if (machine.current_stock === 0 && kind !== "empty") more.push("empty");
  return [badge(kind), ...more.map(badge)];
}

/** Since when it stands so. @param {State} state @param {Standing} standing */
export function sinceView(state, { kind, since, machine }) {
  if (!machine.last_seen_at && kind === "offline") return t("never seen");
  if (!since) return nothing;
  const age = agoText(ageAt(state, since));
  return kind === "offline" || kind === "offline_busy" ? t("last seen {age} ago", { age }) : t("for {age}", { age });
}

/** The way back to all machines. */
export const backView = () => html`<a class="back" href=${address("machines")}>${symbol("back")}${t("Machines")}</a>`;

/** Names side by side, of which none turns another; empty ones are left out. @param {string[]} names */
export const dotted = (...names) => names.filter(Boolean).map((name, at) => html`${at ? " · " : ""}<bdi>${name}</bdi>`);

/** How much is in it. @param {import("./calls.js").Machine} machine */
export function stockView({ available, current_stock: inside }) {
  const held = inside - available;
  return html`<span class="stock" data-state=${inside <= LOW ? "warn" : nothing}><strong>${available}</strong> ${
    n("unit", "units", available)}${
    held > 0 ? html` <span class="soft">· ${t("{held} held", { held })}</span>` : nothing}</span>`;
}

/** @type {Record<import("./calls.js").SaleState, () => string>} */
const SALES = {
  ordered: () => t("Ordered, not paid"),
  expired: () => t("Not paid in time"),
  paid: () => t("Paid, not dispensed yet"),
  dispensing: () => t("Dispensing"),
  delivered: () => t("Delivered"),
  partly_delivered: () => t("Partly delivered"),
  review: () => t("To be decided"),
  refund_due: () => t("Money on its way back"),
  refunded: () => t("Paid back"),
};

/** @type {Record<import("./calls.js").SaleState, string>} */
const LOOKS = {
  ordered: "", expired: "", paid: "", dispensing: "", delivered: "good", partly_delivered: "warn", review: "bad",
  refund_due: "warn", refunded: "",
};

/** @param {import("./calls.js").SaleState} state */
export const saleWords = (state) => SALES[state]();

/** How a transaction stands. A test of which nothing came out has no money to go back. @param {Sale} sale */
export function saleBadge({ state, amount }) {
  if (state === "refunded" && amount === 0) {
    return html`<span class="badge" data-state="bad">${t("Nothing came out")}</span>`;
  }
  return html`<span class="badge" data-state=${LOOKS[state] || nothing}>${SALES[state]()}</span>`;
}

/** An open sale in a line. @param {State} state @param {Sale} sale */
export const saleLine = (state, { state: word, quantity, amount, updated_at: since }) => html`<li>${saleWords(word)}: ${
  t("{units}, {amount}", { units: n("{count} unit", "{count} units", quantity),
    amount: amount ? money(amount) : t("test") })} · <span class="age">${ageText(ageAt(state, since))}</span></li>`;

/** "40 s", "12 min", "3 h", "5 d". @param {number} seconds */
export function agoText(seconds) {
  if (seconds < 60) return t("{count} s", { count: seconds });
  if (seconds < 3600) return t("{count} min", { count: Math.floor(seconds / 60) });
  if (seconds < 172_800) return t("{count} h", { count: Math.floor(seconds / 3600) });
  return t("{count} d", { count: Math.floor(seconds / 86_400) });
}
