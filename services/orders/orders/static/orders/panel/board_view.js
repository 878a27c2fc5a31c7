// How the board looks: what is counted by state, the cards, what is said where there are none.
import { n, t } from "../../pages/texts.js";
import { html, nothing, repeat } from "../../pages/view.js";
import { cardView } from "./card.js";
import { sign } from "./icons.js";
import { set } from "./settings.js";
import { ICONS, stateName } from "./steps.js";

/** The counts by state; a tap on one shows only what is in it, another one everything. */
export function filtersView(counts, filter) {
  const choose = (state) => set({ filter: state === filter ? "" : state });
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  return html`<ul class="filter-list" aria-label=${t("Lines by state")}>
    ${chip({ state: "", label: t("All"), count: all, isOn: !filter, choose: () => choose("") })}
    ${repeat(counts, ([state]) => state, ([state, count]) => chip({ state, label: stateName(state), count,
    isOn: state === filter, choose: () => choose(state) }))}
  </ul>${filter ? html`<p class="filter-hint" role="status">${filterText(filter)}</p>` : nothing}`;
}

const filterText = (state) => (state === "ready"
  ? t("The pass: what is ready to be carried out.")
  : t("Only what is “{state}” is shown.", { state: stateName(state) }));

const chip = ({ state, label, count, isOn, choose }) => html`<li><button type="button" class="filter"
  data-state=${state} aria-pressed=${String(isOn)} @click=${choose}>
  ${state ? sign(ICONS[state]) : nothing}<strong>${count}</strong> <span>${label}</span></button></li>`;

export const cardsView = (cards, acts) =>
  repeat(cards, (card) => card.session.code, (card) => cardView(card, acts));

/** Why there are no cards. */
export function emptyView(loaded, filter) {
  if (!loaded) return words("wait", t("Loading orders…"), t("This takes a moment."));
  if (filter) {
    return html`${words("check", t("Nothing is “{state}”", { state: stateName(filter) }), "")}
      <button type="button" class="button" @click=${() => set({ filter: "" })}>${t("Show everything")}</button>`;
  }
  return words("check", t("Nothing to do"), t("New orders appear here by themselves, the oldest first."));
}

const words = (drawing, text, hint) => html`${sign(drawing)}<p><strong>${text}</strong></p><p>${hint}</p>`;

/** What lies below the edge of the screen, and a way there. */
export const belowView = (count, show) => (count ? html`<button type="button" class="button below" @click=${show}>
  ${sign("down")}${n("{count} more below", "{count} more below", count)}</button>` : nothing);
