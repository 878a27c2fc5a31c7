/** What the scales weighed, drawn; the list of events says the same in words. */

import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { HIGH, WIDE, circle, curvesOf } from "./curve.js";

/** @typedef {import("./state.js").Looked} Looked */
/** @typedef {import("./curve.js").Curve} Curve */
/** @typedef {import("./curve.js").Mark} Mark */

/** @param {Looked} looked */
export function curvesView({ ticket, event }) {
  if (!ticket?.events.length) return nothing;
  const curves = curvesOf(ticket.events, ticket.start_time, ticket.end_time);
  return html`<section class="card stack curves"><h3>${t("What the scales weighed")}</h3>
    ${curves.map((curve) => curveView(curve, event, ticket.visit_id))}</section>`;
}

/** @param {Curve} curve @param {string} chosen @param {string} visit */
function curveView({ scale, name, line, marks, most, least, isAbsolute }, chosen, visit) {
  const among = (/** @type {(mark: Mark) => boolean} */ which, radius = 5) =>
    marks.filter(which).map((mark) => circle(mark, radius)).join("");
  const [top, bottom] = [most, least].map((grams) => t("{grams} g", { grams }));
  const title = name ? t("Scale {scale}, {name}", { scale, name }) : t("Scale {scale}", { scale });
  return html`<figure class="curve"><figcaption class="small">${title}${
      isAbsolute ? nothing : html` <span class="soft">${t("(changes only)")}</span>`}</figcaption>
    <div dir="ltr"><span class="soft small" aria-hidden="true">${top}</span>
      <svg viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-label=${t("{title}: between {least} and {most}", {
        title, least: bottom, most: top })}>
        <path class="line" d=${line}></path>
        <path class="own" d=${among(({ event }) => event.visit_id === visit)}></path>
        <path class="other" d=${among(({ event }) => event.visit_id !== visit)}></path>
        <path class="chosen" d=${among(({ event }) => event.id === chosen, 10)}></path></svg>
      <span class="soft small" aria-hidden="true">${bottom}</span></div></figure>`;
}
