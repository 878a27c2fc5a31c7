/**
 * A product's picture in the size that fits: ours come in three widths, as WebP and as JPEG; those of others
 * as they are. Loaded when they come near the view, so that a long menu opens as fast as a short one.
 */

import { addressOf } from "./menu.js";

/** The widths that products draws, in pixels. */
const WIDTHS = [320, 640, 1280];
const OURS = /^(\/products\/pictures\/[1-9][0-9]{0,18}\/[0-9a-f]{32})-(?:320|640|1280)\.(?:webp|jpg)$/;

/**
 * @typedef {object} Sources
 * @property {string} src for browsers that choose no other
 * @property {{type: string, srcset: string}[]} sources of `<picture>`, the best first; none for other addresses
 */

/**
 * Where a product's picture comes from.
 * @param {string} image as the product has it
 * @returns {Sources}
 */
export function sourcesOf(image) {
  const base = OURS.exec(image)?.[1];
  if (!base) return { src: addressOf(image), sources: [] };
  const all = (/** @type {string} */ end) => WIDTHS.map((width) => `${base}-${width}.${end} ${width}w`).join(", ");
  return {
    src: `${base}-640.jpg`,
    sources: [{ type: "image/webp", srcset: all("webp") }, { type: "image/jpeg", srcset: all("jpg") }],
  };
}

/**
 * The element of a picture: `<picture>` for ours, the `<img>` alone for others. It is decoration beside a name.
 * @param {string} image
 * @param {{sizes?: string, eager?: boolean}} [options] `sizes` as in HTML; `eager` for what is seen at once
 * @returns {HTMLElement}
 */
export function pictureNode(image, { sizes = "100vw", eager = false } = {}) {
  const { src, sources } = sourcesOf(image);
  const img = document.createElement("img");
  Object.assign(img, { alt: "", decoding: "async", loading: eager ? "eager" : "lazy", src });
  if (!sources.length) return img;
  const picture = document.createElement("picture");
  picture.append(...sources.map((each) => Object.assign(document.createElement("source"), { ...each, sizes })), img);
  return picture;
}
