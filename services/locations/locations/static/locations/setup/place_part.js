/** The parts of the page that are about the place itself: making one, and looking after it. */

import { t } from "../../pages/texts.js";
import { html, symbol } from "../../pages/view.js";
import { makePlaceEditor, placeCard, placeFormView } from "./place.js";
import { address } from "./routes.js";
import { owns, page } from "./state.js";

/** @typedef {import("../../pages/places.js").Place} Place */

/** A place that is being made. */
export class NewPlace {
  /**
   * @param {(place: Place) => unknown} saved
   * @param {(() => void)|null} cancel null where there is nothing to go back to
   */
  constructor(saved, cancel) {
    this.editor = makePlaceEditor(null, saved);
    this.cancel = cancel;
  }

  view() {
    const isFirst = page.state.places.length === 0;
    return html`<div class="stack narrow">
      ${isFirst ? firstPlace() : html`<h2 tabindex="-1">${t("New place")}</h2>`}
      <div class="card">${placeFormView(this.editor, { cancel: this.cancel })}</div>
    </div>`;
  }
}

const firstPlace = () => html`<div class="stack">
  <h2 tabindex="-1">${t("First, your place")}</h2>
  <p class="hint">${t("A name is enough to begin. Everything else can be added later.")}</p>
</div>`;

/** A place that is there: a form for its owner, facts for its staff. */
export class PlaceDetails {
  /** @param {Place} place @param {(place: Place) => unknown} saved */
  constructor(place, saved) {
    this.place = place;
    this.editor = owns(place) ? makePlaceEditor(place, saved) : null;
  }

  view() {
    if (!this.editor) return html`<div class="stack narrow"><div class="card">${placeCard(this.place)}</div></div>`;
    return html`<div class="stack">
      <div class="card">${placeFormView(this.editor)}</div>
      <p><a class="button quiet" href=${address("new")}>${symbol("plus")}${t("Add another place")}</a></p>
    </div>`;
  }
}
