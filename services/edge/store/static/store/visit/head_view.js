/** The upper end of the page: where one is, one's visits, the language, how the page stands with the server. */

import { h } from "../../pages/dom.js";
import { languageView } from "../../pages/language.js";
import { statusBar } from "../../pages/status.js";
import { t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";

/** @typedef {import("./state.js").State} State */

const status = h("p");
/** @type {State["link"]} */
let shown = null;

/** @param {State["link"]} link */
function statusOf(link) {
  if (link && link !== shown) statusBar(status, link);
  shown = link;
  return status;
}

/** @param {State} state */
export function headView({ stage, route, openId, link }) {
  const isIn = stage === "ready";
  const isFollowed = Boolean(openId) || route.name === "visit";
  return html`<header class="top">
    ${isIn && route.name !== "home" ? html`<a class="button quiet bare" href="#" aria-label=${
      t("Back to the store")}>${symbol("back")}</a>` : nothing}
    <h1 class="grow">${t("The store")}</h1>
    ${isIn && route.name !== "visits" ? html`<a class="button" href="#visits">${symbol("bill")}${t("Visits")}</a>`
      : nothing}
    ${languageView()}
    ${isIn && link && isFollowed ? statusOf(link) : nothing}
  </header>`;
}
