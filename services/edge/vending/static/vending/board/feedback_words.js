/** What a customer thinks, as operators see it. */

import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";

const BEST = 5;

/** Stars for the eye, a number for everybody. @param {number} rating */
export const starsView = (rating) => html`<span class="stars" role="img" aria-label=${
  t("{rating} of {best}", { rating, best: BEST })}><span aria-hidden="true">${
  "★".repeat(rating)}${"☆".repeat(BEST - rating)}</span></span>`;

/** What was said of one sale. @param {{rating: number, comment: string|null}} opinion */
export const opinionView = ({ rating, comment }) => html`<figure class="opinion"><figcaption>${
  t("The customer says")} ${starsView(rating)}</figcaption>${
  comment ? html`<blockquote dir="auto">${comment}</blockquote>` : nothing}</figure>`;
