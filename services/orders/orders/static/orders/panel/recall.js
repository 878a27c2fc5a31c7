// What was served or cancelled last, to bring back what was tapped away by mistake.
import { h } from "../../pages/dom.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, render as draw, repeat } from "../../pages/view.js";
import { keepingFocus } from "./focus.js";
import { sign } from "./icons.js";
import { atStation } from "./settings.js";
import { allOrders, panel } from "./state.js";
import { isActive, stateName } from "./steps.js";
import { titleOf } from "./sums.js";
import { isPending, move, target } from "./taps.js";

const SHOWN = 40; // lines

export function makeRecall() {
  const list = h("ul", { class: "recall", "aria-label": t("Served and cancelled") });
  const hint = h("p", { class: "soft side-hint" });
  const render = () => {
    const done = allOrders().filter((order) => !isActive(target(order)) && atStation(order, panel.place));
    done.sort((one, other) => (when(one) < when(other) ? 1 : -1));
    hint.textContent = done.length ? t("Last ones first. Of open tables.") : t("Nothing was served or cancelled yet.");
    keepingFocus(list, () => draw(repeat(done.slice(0, SHOWN), ({ id }) => id, lineView), list));
  };
  return { node: h("div", { class: "side-body" }, hint, list), render };
}

const when = (order) => order.changed ?? order.timestamp;

function lineView(order) {
  const session = panel.sessions.get(order.session);
  const table = session ? titleOf(session) : "";
  const isGone = order.state === "cancelled";
  const what = `${order.quantity}× ${order.name}`;
  const facts = [table, `${stateName(target(order))} ${clock(when(order))}`, isGone && order.reason];
  return html`<li class="recall-line"><p>${isGone ? html`<s>${what}</s>` : what}</p>
    <p class="soft small">${facts.filter(Boolean).join(" · ")}</p>
    ${isGone ? nothing : html`<button type="button" class="button"
      aria-label=${t("Back to Ready: {name}, {table}", { name: order.name, table })}
      aria-disabled=${String(isPending(order) && target(order) !== "served")} @click=${() => move(order, "ready")}>${
      sign("undo")}${t("Back")}</button>`}</li>`;
}
