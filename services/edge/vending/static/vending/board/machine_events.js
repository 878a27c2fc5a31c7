/** What has happened to a machine, newest first. */

import { plainButton } from "../../pages/buttons.js";
import { dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, repeat, trouble, waiting } from "../../pages/view.js";
import { eventWords } from "./event_words.js";
import { EVENTS_SIZE, events } from "./machine_state.js";
import { explain } from "./words.js";

export function eventsView() {
  const { found, error, query: { offset } } = events;
  if (error && !found) {
    return trouble(explain(error), html`<p>${plainButton(t("Try again"), () => events.choose({}))}</p>`);
  }
  if (!found) return waiting(t("One moment…"));
  if (!found.count) return html`<p class="card">${t("Nothing has happened to it yet.")}</p>`;
  return html`<section class="card stack"><h3 class="visually-hidden">${t("Events")}</h3>
    <p class="soft" role="status">${n("{count} event", "{count} events", found.count)}</p>
    <ul class="news">${repeat(found.results, ({ id }) => id, (event) => html`<li data-type=${event.type}><time
      datetime=${event.created_at}>${dayAndClock(event.created_at)}</time> <span>${
      eventWords(event)}</span></li>`)}</ul>
    ${turnView(offset, EVENTS_SIZE, found.count, (to) => events.choose({ offset: to }))}</section>`;
}

/** Newer and older rows.
 * @param {number} offset @param {number} size @param {number} count @param {(offset: number) => void} turn */
export const turnView = (offset, size, count, turn) => (count <= size && !offset ? nothing : html`<div class="row">
  ${offset ? plainButton(t("Newer"), () => turn(Math.max(0, offset - size))) : nothing}
  ${offset + size < count ? plainButton(t("Older"), () => turn(offset + size)) : nothing}</div>`);
