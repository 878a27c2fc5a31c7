// The left column: the open tables with what they owe and what waits there.
import { h, keyed } from "../../pages/dom.js";
import { money } from "../../pages/money.js";
import { t } from "../../pages/texts.js";
import { icon } from "./icons.js";
import { openSessions, panel } from "./state.js";
import { byName, toDo, toDoText, total } from "./sums.js";

/** `acts`: {open(code), create(), closed(), print()}. */
export function makeSessions(acts) {
  const create = h("button", { type: "button", class: "button primary wide", on: { click: acts.create } },
    icon("plus"), t("New table"));
  const list = h("ul", { class: "tables", "aria-label": t("Open tables") });
  const empty = h("p", { class: "soft side-empty" });
  const more = h("div", { class: "side-more" },
    button("print", t("Print all codes"), acts.print), button("clock", t("Closed tables"), acts.closed));
  const render = () => {
    const sessions = byName(openSessions());
    keyed(list, sessions, (one) => one.code, (one) => make(one, acts.open), update);
    empty.hidden = sessions.length > 0;
    empty.textContent = panel.loaded ? t("No table is open. Guests can order once you open one.") : "";
  };
  return { node: h("div", { class: "side-body" }, create, list, empty, more), render };
}

const button = (drawing, label, click) =>
  h("button", { type: "button", class: "button quiet wide", on: { click } }, icon(drawing), label);

function make(session, open) {
  const parts = {
    name: h("bdi", { class: "table-name" }),
    total: h("span", { class: "money" }),
    state: h("span", { class: "table-state" }),
    badges: h("span", { class: "table-badges" }),
  };
  const node = h("li", {}, h("button", {
    type: "button", class: "table-item", "aria-haspopup": "dialog", on: { click: () => open(session.code) },
  }, parts.name, " ", parts.total, " ", parts.state, parts.badges));
  node.parts = parts;
  update(node, session);
  return node;
}

function update(node, session) {
  const { parts } = node;
  parts.name.textContent = session.name;
  parts.total.textContent = money(total(session));
  parts.state.textContent = t("Open · {work}", { work: toDoText(session) });
  node.toggleAttribute("data-busy", toDo(session) > 0);
  parts.badges.replaceChildren(...badges(session));
}

function badges(session) {
  const found = [...session.calls.values()].map((call) => (call.kind === "bill"
    ? badge("bill", t("Bill"), "warn") : badge("waiter", t("Waiter"), "warn")));
  if (session.cart.size) found.push(badge("cart", t("{count} not sent", { count: session.cart.size }), ""));
  return found;
}

const badge = (drawing, text, state) =>
  h("span", { class: "badge", dataset: { state } }, icon(drawing), " ", text);
