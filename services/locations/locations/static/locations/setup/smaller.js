/** Photographs as they are sent: what a phone takes is often larger than the services read. */

const MOST_BYTES = 5 * 1024 * 1024; // as products reads it
const MOST_PIXELS = 12_000_000; // as products reads it,
const MOST_OF_A_JPEG = 24_000_000;
const WIDE = 2560; // pixels: twice the widest that is shown
const SEEN = 640; // pixels of what is shown while it is on its way
const QUALITIES = [0.85, 0.7, 0.5]; // the first that is small enough

/** @typedef {{content: Blob, preview: string}} Prepared  `preview` is an address for `<img>`, "" for none */

/**
 * What is to be sent of a file: the file itself, or a smaller picture where it is too large. What the browser cannot
 * read goes as it is: the service says what is wrong with it.
 * @param {File} file
 * @returns {Promise<Prepared>}
 */
export async function prepared(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return { content: file, preview: "" };
  try {
    const preview = drawn(picture, SEEN).toDataURL("image/jpeg", QUALITIES[1]);
    const most = file.type === "image/jpeg" ? MOST_OF_A_JPEG : MOST_PIXELS;
    const fits = file.size <= MOST_BYTES && picture.width * picture.height <= most;
    return { content: fits ? file : await smaller(picture), preview };
  } finally {
    picture.close();
  }
}

/** @param {ImageBitmap} picture @returns {Promise<Blob>} */
async function smaller(picture) {
  const canvas = drawn(picture, WIDE);
  /** @type {Blob|null} */
  let found = null;
  for (const quality of QUALITIES) {
    found = await new Promise((resolve) => void canvas.toBlob(resolve, "image/jpeg", quality));
    if (found && found.size <= MOST_BYTES) break;
  }
  if (!found) throw new Error("this browser writes no JPEG");
  return found;
}

/** The picture on white, at most so many pixels on a side. @param {ImageBitmap} picture @param {number} most */
function drawn(picture, most) {
  const scale = Math.min(1, most / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
