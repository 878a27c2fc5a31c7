/** What customers say, by how far it is looked after. */

import { plainButton } from "../../pages/buttons.js";
import { dayAndClock, t } from "../../pages/texts.js";
import { html, nothing, repeat, selection, symbol, trouble, waiting } from "../../pages/view.js";
import { onItsWay } from "./acts.js";
import { SIZE, choose, feedback, move, show } from "./feedback.js";
import { starsView } from "./feedback_words.js";
import { machineAddress } from "./routes.js";
import { machineOptions } from "./usage_words.js";
import { explain } from "./words.js";

export { hear, show } from "./feedback.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./feedback.js").Feedback} Feedback */
/** @typedef {import("./feedback.js").Status} Status */

/** @type {Record<Status, () => string>} */
const NAMES = { new: () => t("New"), in_review: () => t("Being looked into"), closed: () => t("Closed") };

/** @param {State} state */
export function view(state) {
  const { query, found, error, busy } = feedback;
  const shown = found?.status === query.status ? found : null;
  return html`<div class="row filters">
      <div class="row chips" role="group" aria-label=${t("How far it is")}>${
        Object.entries(NAMES).map(([status, words]) => chipView(/** @type {Status} */ (status), words()))}</div>
      <div class="field"><span aria-hidden="true">${t("Machine")}</span>${selection({ label: t("Machine"),
        value: query.machine, options: machineOptions(state.machines),
        choose: (machine) => choose({ machine }) })}</div>
    </div>
    ${error ? trouble(explain(error), html`<p>${plainButton(t("Try again"), show)}</p>`) : nothing}
    ${shown ? listView(shown, state) : busy ? waiting(t("One moment…")) : nothing}`;
}

/** @param {Status} status @param {string} words */
const chipView = (status, words) => html`<button type="button" class="chip"
  aria-pressed=${String(feedback.query.status === status)} @click=${() => choose({ status })}>${words}
  <span>${feedback.found?.counts[status] ?? ""}</span></button>`;

/** @param {import("./feedback.js").Found} found @param {State} state */
function listView({ status, count, results }, state) {
  const { offset } = feedback.query;
  if (!count) return html`<p class="card" role="status">${EMPTY[status]()}</p>`;
  return html`<ul class="cases">${repeat(results, ({ feedback_id: id }) => id, (one) => oneView(one, state))}</ul>
    <div class="row">
      ${offset ? plainButton(t("Back"), () => feedback.choose({ offset: Math.max(0, offset - SIZE) })) : nothing}
      ${offset + SIZE < count ? plainButton(t("More"), () => feedback.choose({ offset: offset + SIZE })) : nothing}
    </div>`;
}

/** @type {Record<Status, () => string>} */
const EMPTY = {
  new: () => t("Nobody has said anything new."), in_review: () => t("Nothing is being looked into."),
  closed: () => t("Nothing is closed yet."),
};

/** @param {Feedback} one @param {State} state */
function oneView(one, state) {
  const { feedback_id: id, machine_id: machine, name, rating, comment, timestamp, transaction_id: sale } = one;
  return html`<li class="card case said">
    <header><h3>${starsView(rating)}</h3><time class="soft small" datetime=${timestamp}>${
      dayAndClock(timestamp)}</time></header>
    ${comment ? html`<p dir="auto" class="comment">${comment}</p>` : html`<p class="soft">${t("Without words")}</p>`}
    <p class="soft small"><a href=${machineAddress(machine)}><bdi>${name || machine}</bdi></a>${
      name ? html` · <bdi>${machine}</bdi>` : nothing}${
      sale ? html` · <a href=${machineAddress(machine, "ledger")}>${t("Transaction")}</a> <bdi class="id">${sale}</bdi>`
        : nothing}</p>
    <div class="row acts">${stepsView(one, String(state.acts.has(`feedback ${id}`)))}</div>
    ${onItsWay(state, `feedback ${id}`)}
  </li>`;
}

/** One tap forward, or back to the beginning. @param {Feedback} one @param {string} busy */
function stepsView(one, busy) {
  const button = (/** @type {Status} */ status, /** @type {string} */ words, /** @type {string} */ done) => html`<button
    type="button" class="button" aria-disabled=${busy} @click=${() => move(one, status, done)}>${
    symbol(status === "closed" ? "check" : status === "new" ? "undo" : "eye")}${words}</button>`;
  const close = button("closed", t("Close"), t("Closed."));
  const look = button("in_review", t("Look into it"), t("It is being looked into."));
  if (one.status === "new") return html`${look}${close}`;
  return one.status === "in_review" ? close : button("new", t("Open again"), t("It is new again."));
}
