// The face of a place on its guests' pages: its logo, and its colour as an accent that can be read.
import { paint } from "../../pages/accent.js";
import { pictureView } from "../../pages/picture.js";
import { nothing, render } from "../../pages/view.js";

const SIZE = 44; // pixels
let shown = null;
let end = () => {};

/** Shows the colour of a place, and its logo in `host`. */
export function showFace(place, host) {
  if (!place || shown === place) return;
  shown = place;
  end();
  end = paint(place.color);
  render(place.logo ? pictureView(place.logo, SIZE, { eager: true }) : nothing, host);
  host.hidden = !place.logo;
}
