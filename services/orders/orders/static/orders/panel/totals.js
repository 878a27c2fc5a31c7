// All-day totals: how many of each product are wanted now, over all tables of the station.
import { h } from "../../pages/dom.js";
import { wayOf } from "../../pages/options.js";
import { t } from "../../pages/texts.js";
import { html, render as draw, repeat } from "../../pages/view.js";
import { optionsView } from "../dish/choosing.js";
import { atStation, station } from "./settings.js";
import { allOrders, panel } from "./state.js";
import { isActive } from "./steps.js";
import { target } from "./taps.js";

export function makeTotals() {
  const list = h("ul", { class: "totals", "aria-label": t("All-day totals") });
  const hint = h("p", { class: "soft side-hint" });
  const render = () => {
    const sums = totals();
    const shown = station(panel.place);
    hint.textContent = shown.length
      ? t("Wanted now at {station}:", { station: stationName(shown) })
      : t("Wanted now at all tables:");
    if (!sums.length) hint.textContent = t("Nothing is wanted now.");
    draw(repeat(sums, ({ key }) => key, totalView), list);
  };
  return { node: h("div", { class: "side-body" }, hint, list), render };
}

export const stationName = (categories) => categories.map((one) => one || t("Other")).join(", ");

function totals() {
  const sums = new Map();
  for (const order of allOrders()) {
    if (!isActive(target(order)) || !atStation(order, panel.place)) continue;
    const name = order.name || `#${order.product_id}`;
    const key = `${name} ${wayOf(order)}`;
    const sum = sums.get(key) ?? { key, name, options: order.options, count: 0, ready: 0, notes: 0 };
    sum.count += order.quantity;
    if (target(order) === "ready") sum.ready += order.quantity;
    if (order.note) sum.notes += 1;
    sums.set(key, sum);
  }
  return [...sums.values()].sort((one, other) => other.count - one.count || one.name.localeCompare(other.name));
}

function totalView({ name, options, count, ready, notes }) {
  const facts = [ready && t("{count} ready", { count: ready }), notes && t("{count} with a note", { count: notes })];
  return html`<li class="total"><span class="total-count">${count}×</span> <span>${name}</span> ${
    optionsView(options)} <span class="soft small total-more">${facts.filter(Boolean).join(" · ")}</span></li>`;
}
