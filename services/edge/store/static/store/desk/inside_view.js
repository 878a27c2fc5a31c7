/** Who is inside: as what, since when. Who they are is nobody's business here. */

import { ask } from "../../pages/dialog.js";
import { toast } from "../../pages/dom.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { onItsWay, perform } from "./acts.js";
import { visitClose } from "./calls.js";
import { mayOperate } from "./rights.js";
import { ageAt, page } from "./state.js";
import { ageWords, roleWords, sinceText } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Visit} Visit */

const LONGEST_REASON = 500;
const MINUTE = 60; // seconds

/** @param {State} state */
export function insideCard(state) {
  const visits = [...state.inside.values()].sort((one, other) => (one.entered_at < other.entered_at ? -1 : 1));
  return html`<section class="card stack inside"><h3>${t("Inside")}</h3>
    ${visits.length ? html`<p><strong>${n("{count} person is inside.", "{count} people are inside.", visits.length)}
        </strong></p>
      <ul class="rows">${repeat(visits, ({ id }) => id, (visit) => visitRow(state, visit))}</ul>`
      : html`<p>${t("Nobody is inside.")}</p>`}</section>`;
}

/** @param {State} state @param {Visit} visit */
function visitRow(state, { id, role, entered_at: at }) {
  const words = t("{role}, since {time}", { role: roleWords(role), time: sinceText(at) });
  const age = ageAt(state, at);
  return html`<li class="row"><p class="grow">${symbol("user")} ${words}
      <span class="soft small">${age < MINUTE ? t("just now") : ageWords(age)}</span></p>
    ${mayOperate(state.person) ? html`<button type="button" class="button quiet" aria-disabled=${
        String(state.acts.has(`visit ${id}`))} aria-label="${t("Let out")}: ${words}"
        @click=${() => letOut(id)}>${t("Let out")}</button>` : nothing}
    ${onItsWay(state, `visit ${id}`)}</li>`;
}

/** @param {string} id */
async function letOut(id) {
  if (page.state.acts.has(`visit ${id}`)) return;
  const reason = await ask({ title: t("Let somebody out without a scan"),
    label: t("Why, for example: the phone is empty"), maxlength: LONGEST_REASON, required: true, yes: t("Let out") });
  if (!reason) return;
  perform(`visit ${id}`, visitClose(id, reason), () => {
    page.state.inside.delete(id);
    page.changed();
    toast(t("They are out. What they took is reviewed as always."));
  });
}
