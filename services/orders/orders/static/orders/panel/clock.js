// Ages. Tablets often have a wrong clock: ages are told by the server's.
import { t } from "../../pages/texts.js";

const TOLERATED = 5000; // ms: the header is exact to a second only
let ahead = 0; // ms by which the server's clock is before ours

/** Find out how wrong this device's clock is. */
export async function settle() {
  try {
    const asked = Date.now();
    const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    const told = Date.parse(answer.headers.get("Date"));
    const found = told + 500 - (asked + Date.now()) / 2;
    ahead = Math.abs(found) > TOLERATED ? found : 0;
  } catch {
    // Offline: the device's clock has to do.
  }
}

/** Now, in ms. */
export const now = () => Date.now() + ahead;

/** Seconds since an ISO time; never negative. */
export const age = (iso) => Math.max(0, Math.floor((now() - Date.parse(iso)) / 1000));

/** "0:07", "12:31", "1:05:00". */
export function ageText(seconds) {
  const two = (value) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** How urgent an age is: "" | "waiting" | "late". Limits in minutes. */
export function level(seconds, { warn, late }) {
  if (seconds >= late * 60) return "late";
  return seconds >= warn * 60 ? "waiting" : "";
}

export const levelName = (name) => ({ waiting: t("waiting"), late: t("late") })[name] ?? "";
