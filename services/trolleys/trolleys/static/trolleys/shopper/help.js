/** Calling somebody, and taking it back. */

import { toast } from "../../pages/dom.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { explain } from "../cart/words.js";
import { help } from "./calls.js";
import { page } from "./state.js";

/** @typedef {import("./calls.js").Session} Session */

/** @param {Session} session */
export function helpButton(session) {
  const asked = session.help_since !== null;
  return html`<button type="button" class="button" aria-pressed=${String(asked)} @click=${() => ask(session, !asked)}>${
    symbol("bell")}${t("Help")}</button>`;
}

/** That somebody was called. @param {import("./state.js").State} state */
export function helpView({ session }) {
  if (!session?.help_since) return nothing;
  return html`<p class="banner" role="status">${symbol("bell")}<span class="grow">${
    t("Somebody of the staff was called at {time} and comes to you.", { time: clock(session.help_since) })}</span></p>`;
}

/** @param {Session} session @param {boolean} wanted */
async function ask({ session_id: id }, wanted) {
  try {
    const { help_since: since } = await help(id, wanted);
    const { session } = page.state;
    if (session) page.set({ session: { ...session, help_since: since } });
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}
