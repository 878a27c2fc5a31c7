// Closed tables of the last day: to look something up after the guests have gone.
import { now } from "../../pages/ages.js";
import { getAll } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { matches } from "../../pages/fold.js";
import { signedGet } from "../../pages/login.js";
import { money } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { html, render as draw, repeat } from "../../pages/view.js";
import { whyRefused } from "./refusals.js";
import { panel, unfold } from "./state.js";
import { total } from "./sums.js";

const PAGE = 100; // sessions that the server answers at a time
const DAY = 24 * 60 * 60 * 1000; // ms

/** `show(session)` opens one. */
export async function showClosed(show) {
  const body = h("div", { class: "stack" });
  const closed = { sessions: null, query: "", status: t("Loading…") };
  const render = () => draw(closedView(closed, look, show), body);
  const look = (query) => {
    closed.query = query;
    if (closed.sessions) closed.status = statusOf(found(closed));
    render();
  };
  render();
  open({ title: t("Closed tables"), body });
  try {
    closed.sessions = (await closedSince(panel.place, now() - DAY)).map(unfold).reverse();
    look(closed.query);
  } catch (error) {
    closed.status = whyRefused(error);
    render();
  }
}

const found = ({ sessions, query }) => (sessions ?? []).filter((one) => matches(one.name, query));
const statusOf = ({ length }) => (length ? t("Opened in the last 24 hours, last ones first.") : t("None found."));

const closedView = (closed, look, show) => html`<input type="search" aria-label=${t("Search for a table")}
    placeholder=${t("Search for a table")} @input=${(event) => look(event.target.value)}>
  <p class="soft" role="status">${closed.status}</p>
  <ul class="closed-list">${repeat(found(closed), ({ code }) => code, (session) => rowView(session, show))}</ul>`;

const rowView = (session, show) => html`<li><button type="button" class="table-item" aria-haspopup="dialog"
  @click=${() => show(session)}><bdi class="table-name">${session.name}</bdi> <span class="money">${
  money(total(session))}</span> <span class="table-state">${
  t("Closed · opened at {time}", { time: clock(session.timestamp) })}</span></button></li>`;

/** The closed sessions that were opened since then, oldest first. */
function closedSince(place, since) {
  const wanted = { location_id: place.id, state: "CLOSED", opened_since: new Date(since).toISOString() };
  return getAll("/orders/sessions/find/", wanted, { size: PAGE, read: signedGet });
}
