/**
 * A product's picture in the size that fits: ours come in three widths, as WebP and as JPEG; those of others
 * as they are. Loaded when they come near the view, so that a long menu opens as fast as a short one.
 */

import { addressOf } from "./menu.js";
import { html } from "./view.js";

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

/** @param {Event} event */
const mark = ({ type, currentTarget }) =>
  /** @type {HTMLElement} */ (currentTarget).classList.toggle("is-missing", type === "error");

/**
 * A picture in a place of so many pixels, which it leaves empty when it does not come. It is decoration beside a name.
 * @param {string} image as the product has it
 * @param {number} size
 * @param {{sizes?: string, eager?: boolean}} [options] `sizes` as in HTML, where the place is as wide as its page;
 * `eager` for what is seen at once
 */
export function pictureView(image, size, { sizes = `${size}px`, eager = false } = {}) {
  const { src, sources } = sourcesOf(image);
  return html`<picture class="picture">
    ${sources.map(({ type, srcset }) => html`<source type=${type} srcset=${srcset} sizes=${sizes}>`)}
    <img alt="" loading=${eager ? "eager" : "lazy"} decoding="async" width=${size} height=${size} src=${src}
      @error=${mark} @load=${mark}></picture>`;
}
