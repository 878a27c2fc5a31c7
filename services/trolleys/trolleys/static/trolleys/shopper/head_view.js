/** The upper end of the shopper's page: the trolley, help, the language, how the page stands with the server. */

import { h } from "../../pages/dom.js";
import { languageView } from "../../pages/language.js";
import { statusBar } from "../../pages/status.js";
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { helpButton } from "./help.js";

/** @typedef {import("./state.js").State} State */

const status = h("p");

/** Shows how the page stands with the server: called with each new state.
 * @param {import("../../pages/stream.js").State} link */
export const showLink = (link) => statusBar(status, link, { hint: t("What you scan is kept on this phone.") });

/** @param {State} state */
export function headView({ trolleyId, placeName, stage, session }) {
  return html`<header class="top">
    <div class="grow"><h1>${trolleyId || t("Your trolley")}</h1><p class="soft"><bdi>${placeName}</bdi></p></div>
    ${stage === "visit" && session?.state === "active" ? helpButton(session) : nothing}
    ${languageView()}
    ${stage === "visit" ? status : nothing}
  </header>`;
}
