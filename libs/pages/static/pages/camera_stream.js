/** The phone's camera as a stream: asking for it, its light, and why there is none, in words. */

import { t } from "./texts.js";

/** Of the rear camera, where there is one; sharp enough for the bars of a small barcode at arm's length. */
const WISHES = { audio: false, video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } } };

/** There is no camera for a page here, whatever people allow, or no longer. */
export class NoCamera extends Error {}

/**
 * Asks for the camera; raises NoCamera, or what the browser raises. `noCamera` says it in words.
 * @returns {Promise<MediaStream>}
 */
export async function openStream() {
  if (!navigator.mediaDevices) throw new NoCamera();
  return navigator.mediaDevices.getUserMedia(WISHES);
}

/** @param {MediaStream} stream */
export function closeStream(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Whether the camera has a light that a page may switch.
 * @param {MediaStream} stream
 */
export function hasLight(stream) {
  const able = /** @type {{torch?: boolean}} */ (stream.getVideoTracks()[0]?.getCapabilities?.() ?? {});
  return able.torch === true;
}

/**
 * @param {MediaStream} stream
 * @param {boolean} on
 * @returns {Promise<void>}
 */
export function switchLight(stream, on) {
  const wish = /** @type {MediaTrackConstraintSet} */ ({ torch: on });
  return stream.getVideoTracks()[0].applyConstraints({ advanced: [wish] });
}

/**
 * Why there is no picture, and what to do.
 * @param {unknown} problem
 * @returns {string}
 */
export function noCamera(problem) {
  if (!isSecureContext)
    return t("The camera needs a secure connection, and this page has none. Please type the number.");
  if (!navigator.mediaDevices) return t("This browser gives pages no camera. Use another one, or type the number.");
  switch (problem instanceof DOMException ? problem.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return t("The camera is not allowed for this page. Allow it in the browser's settings, then try again.");
    case "NotFoundError":
    case "OverconstrainedError":
      return t("There is no camera here. Please type the number.");
    default:
      return t("The camera does not start. Close other apps that use it, then try again.");
  }
}
