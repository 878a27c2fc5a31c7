/** The button that calls somebody. */

import { toast } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { html, symbol } from "../../pages/view.js";
import { explain } from "../cart/words.js";
import { help } from "./calls.js";
import { page } from "./state.js";

/** @typedef {import("./calls.js").Session} Session */

/** @param {Session} session */
export function helpButton(session) {
  const asked = session.help_since !== null;
  return html`<button type="button" class="button" aria-pressed=${String(asked)} @click=${() => ask(session, !asked)}>${
    symbol("bell")}${asked ? t("Somebody is coming") : t("Help")}</button>`;
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
