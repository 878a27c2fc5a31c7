/** The visit is over, by time or by somebody. */

import { plainButton } from "../../pages/buttons.js";
import { clock, t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { explain } from "../cart/words.js";
import { again, restore } from "./visit.js";

/** @typedef {import("./state.js").State} State */

/** @param {State} state */
export function overView(state) {
  const { session, refused, error, restorableUntil, busy } = state;
  if (session?.state !== "expired") return endedView(state);
  const until = restorableUntil && t("Your cart is kept until {time}.", { time: clock(restorableUntil) });
  return html`<section class="card stack">
    <h2 tabindex="-1">${t("This visit has paused")}</h2>
    <p>${t("There was no sign of you for a while, so the trolley was locked.")} ${until}</p>
    ${refused || error ? html`<p class="banner" data-state="bad" role="alert">${explain(refused ?? error)}</p>`
      : nothing}
    <button type="button" class="button primary wide large" aria-disabled=${String(busy)} @click=${restore}>${
      busy ? t("One moment…") : t("Go on shopping")}</button>
    ${plainButton(t("Begin anew"), again, "quiet")}
  </section>`;
}

/** @param {State} state */
function endedView({ session }) {
  const words = session?.ended_by === "staff" ? t("The staff have ended this visit.") : t("This visit is over.");
  return html`<section class="card stack">
    <h2 tabindex="-1">${words}</h2>
    <p>${session?.ended_by === "staff" ? t("The trolley is locked. Please ask the staff if you want to go on.")
      : t("The trolley is free again. Thank you for shopping with us.")}</p>
    ${plainButton(t("Start a new visit"), again)}
  </section>`;
}
