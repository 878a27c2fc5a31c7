/**
 * The worker that reads codes where the browser has no BarcodeDetector. It is sent frames, one at a time, and answers
 * each with what it shows, or null.
 */

import { readBars } from "./bars.js";
import { BinaryBitmap, Exception, HybridBinarizer, QRCodeReader, RGBLuminanceSource } from "./vendor/zxing.js";

/** @typedef {import("./lines.js").Picture} Picture */
/** @typedef {{pixels: ArrayBuffer, width: number, height: number, formats: string[], turn: number}} Frame RGBA */

const squares = new QRCodeReader();

self.addEventListener("message", (/** @type {MessageEvent<Frame>} */ { data }) => {
  self.postMessage(read(data)); // oxlint-disable-line unicorn/require-post-message-target-origin -- a worker's has none
});

/** @param {Frame} frame */
function read({ pixels, width, height, formats, turn }) {
  const picture = { grey: greyOf(new Uint8ClampedArray(pixels)), width, height };
  const bars = formats.some((format) => format !== "qr_code") ? readBars(picture, turn) : null;
  return bars ?? (formats.includes("qr_code") ? readSquare(picture) : null);
}

/** How bright people find a colour (ITU-R BT.601). @param {Uint8ClampedArray} rgba */
function greyOf(rgba) {
  const grey = new Uint8ClampedArray(rgba.length / 4);
  for (let at = 0; at < grey.length; at++) {
    grey[at] = 0.299 * rgba[4 * at] + 0.587 * rgba[4 * at + 1] + 0.114 * rgba[4 * at + 2];
  }
  return grey;
}

/** @param {Picture} picture */
function readSquare({ grey, width, height }) {
  const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(grey, width, height)));
  try {
    return { format: "qr_code", text: squares.decode(bitmap).getText() };
  } catch (problem) {
    if (problem instanceof Exception) return null;
    throw problem;
  }
}
