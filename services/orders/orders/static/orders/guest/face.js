// The face of a place on its guests' pages: its logo, and its colour where that can be read.
import { addressOf } from "../../pages/menu.js";

let shown = null;

/** Shows the logo and the colour of a place. */
export function showFace(place, logo) {
  if (!place || shown === place) return;
  shown = place;
  logo.hidden = !place.logo;
  if (place.logo) {
    logo.addEventListener("error", () => (logo.hidden = true), { once: true });
    logo.src = addressOf(place.logo);
  }
}
