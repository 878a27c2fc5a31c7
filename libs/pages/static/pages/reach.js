/** Whether what is printed in a QR code can be opened on somebody else's phone. */

const OWN = /^(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/;

/**
 * Whether an address leads a phone to itself, as `http://localhost:8080` does: codes that say it open nothing.
 * @param {string} address with its scheme; PUBLIC_URL, or the one at which the page is
 */
export function isOnlyHere(address) {
  try {
    return OWN.test(new URL(address).hostname.replace(/\.$/, ""));
  } catch {
    return true; // no address at all
  }
}
