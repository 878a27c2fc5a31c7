/** Sending a picture: the one call that tells how far it is, which `fetch` does not. */

import { Refused, Unreachable } from "../../pages/api.js";
import { token } from "../../pages/login.js";

const TIMEOUT_MS = 120_000; // 5 MB on a slow network, and others' pictures are drawn first
const DOWN = new Set([0, 502, 503, 504]);

/**
 * Sends a picture of a place; answers the address that it has from now on. Throws Refused, Unreachable or SignedOut.
 * @param {number} placeId
 * @param {Blob} content
 * @param {{forLogo?: boolean, signal: AbortSignal, told: (share: number) => void}} options  `told` hears how much of
 *   it is sent, from 0 to 1
 * @returns {Promise<string>}
 */
export async function pictureSend(placeId, content, { forLogo = false, signal, told }) {
  const access = await token();
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/products/picture/${placeId}/${forLogo ? "?for=logo" : ""}`);
    request.timeout = TIMEOUT_MS;
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Authorization", `Bearer ${access}`);
    request.setRequestHeader("Content-Type", content.type || "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => told(total ? loaded / total : 0);
    request.onload = () => answered(request, resolve, reject);
    request.onerror = request.ontimeout = () => reject(new Unreachable());
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(content);
  });
}

/** @param {XMLHttpRequest} request @param {(image: string) => void} resolve @param {(error: Error) => void} reject */
function answered({ status, responseText }, resolve, reject) {
  const { success, image, reason } = contentOf(responseText);
  if (status === 200 && success && image) resolve(image);
  else if (status === 413) reject(new Refused(status, "picture_too_large"));
  else if (DOWN.has(status) || typeof reason !== "string") reject(new Unreachable(reason || "unreachable"));
  else reject(new Refused(status, reason));
}

/** @param {string} text @returns {any} */
function contentOf(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
