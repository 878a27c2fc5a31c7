// What was served or cancelled last, to bring back what was tapped away by mistake.
import { h, keyed } from "../../pages/dom.js";
import { clock, t } from "../../pages/texts.js";
import { keepingFocus } from "./focus.js";
import { icon } from "./icons.js";
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
    keepingFocus(list, () => keyed(list, done.slice(0, SHOWN), (order) => order.id, make, update));
  };
  return { node: h("div", { class: "side-body" }, hint, list), render };
}

const when = (order) => order.changed ?? order.timestamp;

function make(order) {
  const text = h("p", {});
  const facts = h("p", { class: "soft small" });
  const back = h("button", { type: "button", class: "button", on: { click: () => move(order, "ready") } },
    icon("undo"), t("Back"));
  const node = h("li", { class: "recall-line" }, text, facts, back);
  Object.assign(node, { text, facts, back });
  update(node, order);
  return node;
}

function update(node, order) {
  const session = panel.sessions.get(order.session);
  const table = session ? titleOf(session) : "";
  const isCancelled = order.state === "cancelled";
  const what = `${order.quantity}× ${order.name}`;
  node.text.replaceChildren(isCancelled ? h("s", {}, what) : what);
  const facts = [table, `${stateName(target(order))} ${clock(when(order))}`, isCancelled && order.reason];
  node.facts.textContent = facts.filter(Boolean).join(" · ");
  node.back.hidden = isCancelled;
  node.back.setAttribute("aria-label", t("Back to Ready: {name}, {table}", { name: order.name, table }));
  node.back.setAttribute("aria-disabled", String(isPending(order) && target(order) !== "served"));
}
