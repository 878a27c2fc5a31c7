/** The upper end of the page: which machine this is, the language, and whether the page is cut off. */

import { languageView } from "../../pages/language.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";

/** @param {import("./state.js").State} state */
export function headView({ machineId, about, isCut }) {
  return html`<header class="top">
    <div class="grow"><h1><bdi>${about?.name || machineId}</bdi></h1>
      <p class="soft small"><bdi>${about?.location || (about?.name ? machineId : "")}</bdi></p></div>
    ${languageView()}
  </header>
  ${isCut ? html`<p class="banner cut" data-state="warn" role="status">${symbol("offline")}<span>${
    t("No connection. Nothing is lost: the page goes on by itself as soon as it is back.")}</span></p>` : nothing}`;
}
