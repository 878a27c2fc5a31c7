// Keeps the screen of a tablet on while the panel is looked at.
import { settings } from "./settings.js";

let lock = null;

/** Hold the screen on, or let it go, as the settings say. */
export async function stayAwake() {
  if (!navigator.wakeLock || document.hidden) return;
  if (!settings().awake) {
    await lock?.release();
    lock = null;
  } else if (!lock || lock.released) {
    lock = await navigator.wakeLock.request("screen").catch(() => null); // refused, say at low battery
  }
}

document.addEventListener("visibilitychange", stayAwake);
