/** What the place has to say to everybody at its trolleys. */

import { html, nothing } from "../../pages/view.js";

/** Plain text of the staff's, in whatever language they have written it. @param {import("./state.js").State} state */
export function placeTextView({ trolley }) {
  const words = trolley?.page_text;
  return words ? html`<p class="place-text" dir="auto">${words}</p>` : nothing;
}
