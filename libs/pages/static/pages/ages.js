/**
 * Ages, told by the server's clock. Tablets often have a wrong one, and it is set right while a page is open.
 */

const TOLERATED_MS = 5000; // the server's header is exact to a second only
const LOOK_MS = 1000; // between two looks at the device's clock

let base = Date.now() - performance.now(); // ms since 1970 at which performance.now() was 0, by the best clock we know
let drift = base; // the same by the device's clock when it was looked at last

/** Asks the server what time it is: at the beginning, after an outage, when this device's clock may have changed. */
export async function settle() {
  try {
    const asked = performance.now();
    const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    const answered = performance.now();
    const server = Date.parse(answer.headers.get("Date") ?? "") + 500 + (answered - asked) / 2;
    if (Number.isNaN(server)) return;
    const device = Date.now();
    base = (Math.abs(server - device) > TOLERATED_MS ? server : device) - answered;
  } catch {
    // Offline: what we know has to do.
  }
}

/** Whether the device's clock was set, or the device slept, since the last look. */
function hasJumped() {
  const found = Date.now() - performance.now();
  const jumped = Math.abs(found - drift) > TOLERATED_MS;
  drift = found;
  return jumped;
}

/** Asks again whenever the time may be another one than we think. */
export function watchClock() {
  setInterval(() => hasJumped() && settle(), LOOK_MS);
  document.addEventListener("visibilitychange", () => document.hidden || settle());
}

/** Now, in ms since 1970. It goes on evenly when the device's clock is set. */
export const now = () => base + performance.now();

/** Seconds since an ISO time; never negative. @param {string} iso */
export const age = (iso) => Math.max(0, Math.floor((now() - Date.parse(iso)) / 1000));

/** "0:07", "12:31", "1:05:00". @param {number} seconds */
export function ageText(seconds) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/**
 * How urgent an age is. Limits in minutes.
 * @param {number} seconds
 * @param {{warn: number, late: number}} limits
 * @returns {""|"waiting"|"late"}
 */
export function level(seconds, { warn, late }) {
  if (seconds >= late * 60) return "late";
  return seconds >= warn * 60 ? "waiting" : "";
}
