/** The line that says how a page stands with the server, in words and with an icon. */

import { h, icon, say } from "./dom.js";
import { clock, n, t } from "./texts.js";

const AGE_EVERY_MS = 15000;
const LOOKS = {
  connecting: ["refresh", "warn"],
  live: ["live", "good"],
  polling: ["clock", "warn"],
  offline: ["offline", "bad"],
  ended: ["close", "bad"],
};

/** @type {WeakMap<HTMLElement, {kind: string, timer: number}>} */
const shown = new WeakMap();

/**
 * Shows a state of `Stream`; call it with each new one. A change is said to screen readers, a growing age is not.
 * @param {HTMLElement} element
 * @param {import("./stream.js").State} state
 * @param {{hint?: string}} [options] what still works, or what to do, while the page is cut off
 */
export function statusBar(element, state, { hint = "" } = {}) {
  const before = shown.get(element);
  clearInterval(before?.timer);
  const cut = state.kind === "offline" || state.kind === "connecting";
  const draw = () => element.replaceChildren(...line(state, cut ? hint : ""));
  draw();
  element.classList.add("status");
  element.dataset.state = LOOKS[state.kind][1];
  element.dataset.kind = state.kind;
  const timer = cut && state.since ? setInterval(draw, AGE_EVERY_MS) : 0;
  shown.set(element, { kind: state.kind, timer });
  if (before && before.kind !== state.kind) say(element.textContent, { urgent: state.kind === "offline" });
}

/** @param {import("./stream.js").State} state @param {string} hint */
function line(state, hint) {
  const [name] = LOOKS[state.kind];
  const details = [age(state), hint].filter(Boolean).join(" ");
  return [icon(name), h("span", {}, h("strong", {}, words(state)), details && ` ${details}`)];
}

/** @param {import("./stream.js").State} state */
function words({ kind, since }) {
  if (kind === "live") return t("Live");
  if (kind === "polling") return t("Updates every 15 seconds.");
  if (kind === "offline") return t("No connection.");
  if (kind === "ended") return t("This page gets no more updates.");
  return since ? t("Connecting again…") : t("Connecting…");
}

/** How old what is shown may be. @param {import("./stream.js").State} state */
function age({ kind, since }) {
  if (!since || kind === "live" || kind === "ended") return "";
  if (kind === "polling") return t("Last at {time}.", { time: clock(since) });
  const minutes = Math.floor((Date.now() - since.getTime()) / 60000);
  if (minutes < 1) return t("What you see is from {time}.", { time: clock(since) });
  return n(
    "What you see is {count} minute old, from {time}.",
    "What you see is {count} minutes old, from {time}.",
    minutes,
    { time: clock(since) },
  );
}
