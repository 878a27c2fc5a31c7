// The face of a place on its guests' pages: its logo, and its colour as an accent that can be read.
import { paint } from "../../pages/accent.js";
import { pictureNode } from "../../pages/picture.js";

const SIZE = 44; // pixels
let shown = null;
let end = () => {};

/** Shows the colour of a place, and its logo in `host`. */
export function showFace(place, host) {
  if (!place || shown === place) return;
  shown = place;
  end();
  end = paint(place.color);
  host.replaceChildren(...(place.logo ? [logoOf(place.logo, host)] : []));
  host.hidden = !place.logo;
}

function logoOf(address, host) {
  const node = pictureNode(address, { sizes: `${SIZE}px`, eager: true });
  const image = node.querySelector("img") ?? node;
  Object.assign(image, { width: SIZE, height: SIZE });
  image.addEventListener("error", () => (host.hidden = true), { once: true });
  return node;
}
