// Guests who call a waiter or want to pay: above everything else, until somebody says "I go".
import { age, ageText } from "../../pages/ages.js";
import { h, keyed } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { keepingFocus } from "./focus.js";
import { icon } from "./icons.js";
import { panel } from "./state.js";
import { answerCall, isAnswering } from "./taps.js";

/** "Table 2 wants to pay". */
export const callText = (call, table) =>
  call.kind === "bill" ? t("{table} wants to pay", { table }) : t("{table} calls a waiter", { table });

export const openCalls = () => [...panel.sessions.values()]
  .flatMap((session) => [...session.calls.values()].map((call) => ({ call, session })))
  .sort((one, other) => (one.call.timestamp < other.call.timestamp ? -1 : 1));

/** `open(code)` shows a table. */
export function makeCalls(open) {
  const list = h("ul", { class: "calls", "aria-label": t("Calls") });
  const render = () => {
    const calls = openCalls();
    list.hidden = !calls.length;
    keepingFocus(list, () => keyed(list, calls, ({ call }) => call.id, (item) => makeCall(item, open), updateCall),
      ".button");
  };
  const tick = () => {
    for (const node of list.children) node.time.textContent = ageText(age(node.call.timestamp));
  };
  return { node: list, render, tick };
}

/** One call; `open(code)` shows its table, where that is not shown already. */
export function makeCall({ call, session }, open = null) {
  const time = h("span", { class: "call-time" });
  const what = h("strong", {}, callText(call, session.name));
  const words = [icon(call.kind === "bill" ? "bill" : "waiter"), h("span", {}, what, " ", time)];
  const text = open
    ? h("button", { type: "button", class: "call-text", on: { click: () => open(session.code) } }, words)
    : h("p", { class: "call-text" }, words);
  const done = h("button", { type: "button", class: "button primary", on: { click: () => answerCall(call) } });
  const node = h("li", { class: "call" }, text, done);
  Object.assign(node, { time, done, call });
  updateCall(node, { call, session });
  return node;
}

export function updateCall(node, { call, session }) {
  const sending = isAnswering(call);
  node.time.textContent = ageText(age(call.timestamp));
  node.done.setAttribute("aria-disabled", String(sending));
  node.done.setAttribute("aria-label", t("Answered: {call}", { call: callText(call, session.name) }));
  node.done.replaceChildren(icon(sending ? "wait" : "check"), sending ? t("sending") : t("Answered"));
}
