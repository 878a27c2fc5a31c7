/** What was sent to the operators: mails, and webhooks to their own program. */

import { plainButton } from "../../pages/buttons.js";
import { toast } from "../../pages/dom.js";
import { dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol, trouble, waiting } from "../../pages/view.js";
import { onItsWay, perform } from "./acts.js";
import { SIZE, readAgain, sent, show } from "./sent.js";
import { machineAddress } from "./routes.js";
import { explain } from "./words.js";

export { hear, show } from "./sent.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./sent.js").Mail} Mail */
/** @typedef {import("./sent.js").Webhook} Webhook */
/** @typedef {import("./sent.js").Kind} Kind */

/** What a webhook tells. @type {Record<string, (payload: Record<string, any>) => string>} */
const TYPES = {
  low_stock: ({ remaining }) => n("{count} unit is left", "{count} units are left", Number(remaining) || 0),
  jam: () => t("The motor is jammed"),
  offline: () => t("Went off line"),
};

/** @type {import("../../pages/refusals.js").Words} */
const WORDS = { already_sent: () => t("This was sent meanwhile.") };

/** @param {State} state */
export function view(state) {
  const { query, found, error, busy } = sent;
  const shown = found?.kind === query.kind ? found : null;
  return html`<div class="row chips" role="group" aria-label=${t("What was sent")}>
      ${chipView("mails", t("Mails"))}${chipView("webhooks", t("Webhooks"))}</div>
    ${setupView(state, query.kind)}
    ${error ? trouble(explain(error), html`<p>${plainButton(t("Try again"), show)}</p>`) : nothing}
    ${shown ? listView(shown, state) : busy ? waiting(t("One moment…")) : nothing}`;
}

/** @param {Kind} kind @param {string} words */
const chipView = (kind, words) => html`<button type="button" class="chip"
  aria-pressed=${String(sent.query.kind === kind)} @click=${() => sent.choose({ kind, offset: 0 })}>${words}</button>`;

/** How they go out. @param {State} state @param {Kind} kind */
function setupView({ desk }, kind) {
  if (!desk) return nothing;
  if (kind === "mails") {
    if (desk.mail === "smtp") return html`<p class="soft">${t("Mails go out by the mail server.")}</p>`;
    return html`<p class="note">${desk.mail === "folder" ? t("No mail server is set up: mails are kept in a folder.")
      : t("No mail server is set up: mails are kept here and go to nobody.")} ${
      t("SMTP_SERVER and RECEIVER_EMAIL change that.")}</p>`;
  }
  return desk.webhook ? html`<p class="soft">${t("Each event goes to your own program until it has taken it.")}</p>`
    : html`<p class="note">${t("No program of yours is told. OPERATOR_WEBHOOK_URL names one.")}</p>`;
}

/** @param {import("./sent.js").Found} found @param {State} state */
function listView({ kind, count, results }, state) {
  const { offset } = sent.query;
  if (!count) return html`<p class="card" role="status">${kind === "mails" ? t("No mail was written yet.")
    : t("No webhook was called yet.")}</p>`;
  return html`<ul class="rows">${repeat(results, ({ id }) => `${kind} ${id}`, (row) => rowView(kind, row, state))}</ul>
    <div class="row">
      ${offset ? plainButton(t("Newer"), () => sent.choose({ offset: Math.max(0, offset - SIZE) })) : nothing}
      ${offset + SIZE < count ? plainButton(t("Older"), () => sent.choose({ offset: offset + SIZE })) : nothing}
    </div>`;
}

/** @param {Kind} kind @param {Mail|Webhook} row @param {State} state */
function rowView(kind, row, state) {
  const { id, created_at: at, sent_at: done, error } = row;
  const name = `${kind} ${id}`;
  return html`<li class="card sent">
    <div class="row"><strong class="grow">${
      "subject" in row ? html`<bdi>${row.subject}</bdi>` : eventView(row)}</strong>${badgeView(done, error)}</div>
    <p class="soft small"><time datetime=${at}>${dayAndClock(at)}</time>${
      "to" in row ? html` · ${t("to")} <bdi>${row.to}</bdi>` : nothing}${
      "attempts" in row && row.attempts > 1 ? html` · ${n("{count} try", "{count} tries", row.attempts)}` : nothing}</p>
    ${error && !done ? html`<p class="problem">${symbol("warn")}<span>${
        t("The last try failed: {error}", { error })}</span></p>
      <div>${plainButton(html`${symbol("refresh")}${t("Try again now")}`, () => retry(kind, id))}</div>` : nothing}
    ${onItsWay(state, name)}
    <details><summary>${"body" in row ? t("Text") : t("What was told")}</summary><pre dir="auto" tabindex="0">${
      "body" in row ? row.body : JSON.stringify(row.payload, null, 2)}</pre></details>
  </li>`;
}

/** @param {Webhook} webhook */
function eventView({ type, payload }) {
  const words = TYPES[type]?.(payload) ?? type.replaceAll("_", " ");
  const { machine_id: machine } = payload;
  return machine ? html`<a href=${machineAddress(machine)}><bdi>${machine}</bdi></a>: ${words}` : words;
}

/** @param {string|null} done @param {string|null} error */
function badgeView(done, error) {
  if (done) return html`<span class="badge" data-state="good">${symbol("check")}${t("Sent")}</span>`;
  if (error) return html`<span class="badge" data-state="bad">${symbol("warn")}${t("Failed")}</span>`;
  return html`<span class="badge" data-state="warn">${symbol("clock")}${t("Waits")}</span>`;
}

/** @param {Kind} kind @param {number} id */
function retry(kind, id) {
  const act = { method: /** @type {"POST"} */ ("POST"), path: `/edge/${kind}/${id}/retry/`, body: {} };
  perform(`${kind} ${id}`, act, () => {
    toast(t("It is tried again now."));
    readAgain();
  }, (problem) => {
    toast(explain(problem, WORDS), { kind: "warn" });
    readAgain();
  });
}
