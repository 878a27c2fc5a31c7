/** The staff look at the trolley: the cart waits for them. */

import { age, ageText } from "../../pages/ages.js";
import { t } from "../../pages/texts.js";
import { html, nothing, waiting } from "../../pages/view.js";

/** @typedef {import("./state.js").State} State */

/** @param {State} state */
export function checkView({ session }) {
  const check = session?.check;
  if (!check) return nothing;
  const words = check.state === "missed" ? t("The staff scan everything once more, so that the cart is right.")
    : t("Somebody of the staff scans {count} of your things. It takes a minute, and is drawn by chance.",
      { count: check.items ?? 0 });
  return html`<section class="card stack">
    <h2 tabindex="-1">${t("A short look into the trolley")}</h2>
    <p>${words}</p>
    ${waiting(t("Waiting for the staff…"))}
    ${check.since ? html`<p class="soft" role="timer">${t("You have been waiting for {time}.",
      { time: ageText(age(check.since)) })}</p>` : nothing}
  </section>`;
}
