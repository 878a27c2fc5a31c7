// What the last sending came to, as long as that is worth knowing.
import { say } from "../../pages/dom.js";
import { html, nothing } from "../../pages/view.js";
import { page, table } from "./state.js";

const ARRIVED = 5 * 60 * 1000; // ms: how long the page says that the last order has arrived

/** `{good, text, at, cart, batch}`; null when there is nothing to tell any more. */
let outcome = null;

export function failure() {
  return outcome && !outcome.good ? outcome : null;
}

export function forgetOutcome() {
  outcome = null;
}

/** `cart` is what a failure is about, `batch` the number of a sending that has arrived, where it is known. */
export function tell(good, text, { cart = "", batch = null } = {}) {
  outcome = { good, text, at: Date.now(), cart, batch };
  say(text, { urgent: !good });
  page.changed();
}

/** Whether something of the sending was cancelled since: then the orders below say how things stand. */
const isOverturned = ({ batch }) =>
  [...table.orders.values()].some((order) => order.batch === batch && order.state === "cancelled");

export function outcomeView() {
  if (!outcome?.good || Date.now() - outcome.at > ARRIVED || isOverturned(outcome)) return nothing;
  return html`<p class="banner" data-state="good">${outcome.text}</p>`;
}
