// Calling the waiter, asking for the bill, and what else a guest may need.
import { Refused, post } from "../../pages/api.js";
import { h, icon, say } from "../../pages/dom.js";
import { clock, n, t } from "../../pages/texts.js";
import { countOf, rows } from "./cart.js";
import { kept, phoneHeaders } from "./kept.js";
import { refresh } from "./loading.js";
import { notice } from "./notice.js";
import { changeName } from "./nickname.js";
import { answeredCall, code, table } from "./state.js";
import { refusalWord } from "./words.js";

const KINDS = {
  waiter: { sign: "bell", label: () => t("Call the waiter"), open: () => t("The staff have been called.") },
  bill: { sign: "bill", label: () => t("Ask for the bill"), open: () => t("The bill has been asked for.") },
};

const parts = new Map();
const busy = new Set();
const answers = new Map(); // kind → when the last call was answered
const unsent = h("p", { class: "banner", dataset: { state: "warn" }, hidden: true });
const name = h("p");
const address = h("p", { class: "soft", dir: "auto" });

export function serviceView() {
  const title = h("h2", { id: "title-service", tabindex: "-1" }, t("Service"));
  const buttons = Object.keys(KINDS).map(makeCall);
  const change = h("button", { type: "button", class: "button", on: { click: () => changeName() } }, t("Change"));
  const you = h("div", { class: "you" }, name, change);
  const attributes = { class: "view", id: "view-service", "aria-labelledby": "title-service" };
  return h("section", attributes, title, h("div", { class: "calls" }, ...buttons), unsent, you, address);
}

function makeCall(kind) {
  const state = h("p", { class: "call-state", id: `call-${kind}` });
  const attributes = { type: "button", class: "button wide call", "aria-describedby": `call-${kind}` };
  const { sign, label } = KINDS[kind];
  const button = h("button", { ...attributes, on: { click: () => call(kind) } }, icon(sign), label());
  parts.set(kind, { button, state });
  return h("div", { class: "call-box" }, button, state);
}

async function call(kind) {
  if (table.calls.has(kind) || busy.has(kind)) return;
  busy.add(kind);
  drawService();
  try {
    answeredCall(await post("/orders/calls/make/", { session_code: code, kind }, { headers: phoneHeaders() }));
    say(openText(kind));
  } catch (error) {
    if (error instanceof Refused && error.reason === "session_closed") refresh();
    else notice(kind, problem(error), { kind: "bad", lasting: true });
  } finally {
    busy.delete(kind);
    drawService();
  }
}

const problem = (error) =>
  error instanceof Refused
    ? refusalWord(error.reason)
    : t("No answer, so the staff may not know. Please try again, or wave to them.");

const openText = (kind) => `${KINDS[kind].open()} ${t("Somebody is coming.")}`;

export function callAnswered({ kind }) {
  answers.set(kind, Date.now());
  const text = kind === "bill" ? t("The staff are bringing the bill.") : t("The staff have seen your call.");
  notice(kind, text);
}

export function drawService() {
  for (const [kind, { button, state }] of parts) {
    const open = table.calls.get(kind);
    button.setAttribute("aria-disabled", String(Boolean(open) || busy.has(kind)));
    state.textContent = stateText(kind, open);
    state.dataset.state = open ? "good" : "";
  }
  const count = countOf(rows());
  unsent.hidden = count === 0;
  unsent.textContent = n(
    "{count} item in the cart has not been ordered yet.",
    "{count} items in the cart have not been ordered yet.",
    count,
  );
  const { guest } = kept();
  name.textContent = guest ? t("Your name at this table: {name}", { name: guest }) : t("You order without a name.");
  drawAddress();
}

function stateText(kind, open) {
  if (busy.has(kind)) return t("Calling…");
  if (open) return `${openText(kind)} (${clock(open.timestamp)})`;
  if (!answers.has(kind)) return "";
  return t("Answered at {time}.", { time: clock(new Date(answers.get(kind)).toISOString()) });
}

function drawAddress() {
  const { name: place, address: where, telephone } = table.place ?? {};
  address.textContent = [place, where, telephone].filter(Boolean).join(" · ");
}
