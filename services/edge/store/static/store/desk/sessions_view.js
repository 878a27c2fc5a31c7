/** What was when: machine sessions, changes of the mode, and for reviewers who came and went. */

import { plainButton } from "../../pages/buttons.js";
import { tableView } from "../../pages/charts.js";
import { onSignedOut } from "../../pages/login.js";
import { Report } from "../../pages/report.js";
import { soon } from "../../pages/soon.js";
import { clock, dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, trouble, waiting } from "../../pages/view.js";
import { read } from "./calls.js";
import { mayOperate, mayReview } from "./rights.js";
import { page } from "./state.js";
import { MODES, explain, roleWords } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Mode} Mode */
/** @typedef {"modes"|"machines"|"people"} Kind */

const SIZE = 50;
const SOON_MS = 500; // what changes together is read once

/**
 * @type {Record<Kind, {words: () => string, path: string, isFor: (person: State["person"]) => boolean,
 *   heads: () => string[], row: (row: any, person: State["person"]) => unknown[]}>}
 */
const KINDS = {
  modes: { words: () => t("Mode changes"), path: "/edge/store-mode-changes/", isFor: mayOperate,
    heads: () => [t("Time"), t("Mode"), t("Who")],
    row: ({ created_at: at, status, user_id: user }, person) =>
      [timeView(at), MODES[/** @type {Mode} */ (status)]?.() ?? status, whoWords(user, person)] },
  machines: { words: () => t("Machine sessions"), path: "/edge/machine-sessions/", isFor: mayOperate,
    heads: () => [t("Begin"), t("End"), t("Mode")],
    row: ({ started_at: from, ended_at: to, status }) =>
      [timeView(from), clock(to), MODES[/** @type {Mode} */ (status)]?.() ?? status] },
  people: { words: () => t("Scans"), path: "/edge/user-sessions/", isFor: mayReview,
    heads: () => [t("Time"), t("Gate"), t("As"), t("Person"), t("Phone")],
    row: ({ created_at: at, status, role, user_id: user, phone_number: phone }) =>
      [timeView(at), status === "ENTRY_AUTHENTICATED" ? t("came in") : t("left"), roleWords(role), user,
        phone || "–"] },
};

/** @type {Report<{kind: Kind, offset: number}, import("./calls.js").Page<any> & {kind: Kind}, number|undefined>} */
const sessions = new Report({ kind: /** @type {Kind} */ ("modes"), offset: 0 }, async ({ kind, offset }) =>
  ({ kind, ...await read(KINDS[kind].path, { limit: SIZE, offset }) }), () => page.changed());

onSignedOut(() => {
  sessions.forget();
  sessions.query = { kind: "modes", offset: 0 };
});

/** Somebody has turned to it. */
export function show() {
  const { person } = page.state;
  if (!KINDS[sessions.query.kind].isFor(person)) sessions.query = { kind: "people", offset: 0 };
  sessions.show(person?.userId);
}

const readSoon = soon(() => sessions.choose({}), SOON_MS);
const TELLING = new Set(["snapshot", "mode.changed", "visit.opened", "visit.closed"]);

/** @param {string} type */
export const hear = (type) => void (TELLING.has(type) && !sessions.query.offset && readSoon());

/** @param {State} state */
export function view({ person }) {
  const { query, found, error, busy } = sessions;
  const shown = found?.kind === query.kind ? found : null;
  const chips = /** @type {Kind[]} */ (Object.keys(KINDS)).filter((kind) => KINDS[kind].isFor(person));
  return html`<div class="row chips" role="group" aria-label=${t("What was when")}>${chips.map((kind) => html`
      <button type="button" class="chip" aria-pressed=${String(kind === query.kind)}
        @click=${() => sessions.choose({ kind, offset: 0 })}>${KINDS[kind].words()}</button>`)}</div>
    ${error ? trouble(explain(error), html`<p>${plainButton(t("Try again"), show)}</p>`) : nothing}
    ${shown ? listView(shown, person) : busy ? waiting(t("One moment…")) : nothing}`;
}

/** @param {import("./calls.js").Page<any> & {kind: Kind}} found @param {State["person"]} person */
function listView({ kind, count, results, next }, person) {
  const { offset } = sessions.query;
  const { words, heads, row } = KINDS[kind];
  if (!count) return html`<p class="card" role="status">${t("There is nothing yet.")}</p>`;
  return html`<p class="soft" role="status">${n("{count} row", "{count} rows", count)}</p>
    ${tableView(words(), heads(), results.map((each) => row(each, person)))}
    <div class="row">
      ${offset ? plainButton(t("Newer"), () => sessions.choose({ offset: Math.max(0, offset - SIZE) })) : nothing}
      ${next ? plainButton(t("Older"), () => sessions.choose({ offset: offset + SIZE })) : nothing}
    </div>`;
}

/** @param {string} at ISO 8601 */
const timeView = (at) => html`<time datetime=${at}>${dayAndClock(at)}</time>`;

/** @param {number|null} user @param {State["person"]} person */
function whoWords(user, person) {
  if (user === null) return t("in the admin");
  return user === person?.userId ? t("you") : t("user {id}", { id: String(user) });
}
