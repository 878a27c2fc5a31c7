/** What the page of one machine has read, and which it is. */

import { onSignedOut } from "../../pages/login.js";
import { Report } from "../../pages/report.js";
import { machineNow, machineRead, scalesRead } from "./calls.js";
import { page } from "./state.js";

/** @typedef {import("./calls.js").Machine} Machine */
/** @typedef {import("./calls.js").Scale} Scale */
/** @typedef {import("./calls.js").Now} Now */

const EVERY_MS = 2000; // weights, which the stream does not tell

/** @type {Report<object, {row: Machine, plan: Map<string, Scale>}, string>} */
export const machine = new Report({}, async (_, id) => {
  const [row, scales] = await Promise.all([machineRead(id), scalesRead(id)]);
  return { row, plan: new Map(scales.map((scale) => [scale.scale_id, scale])) };
}, () => page.changed());

/** What it weighs now; null until it is known. @type {{id: string, told: Now|null}} */
export const weights = { id: "", told: null };

let timer = 0;

/** Somebody looks at this machine. @param {string} id @returns {boolean} whether they looked at another one before */
export function lookAt(id) {
  const isOther = id !== weights.id;
  if (isOther) {
    machine.forget();
    Object.assign(weights, { id, told: null });
  }
  machine.show(id);
  clearTimeout(timer);
  weigh();
  return isOther;
}

/** Again and again, as long as somebody looks. */
async function weigh() {
  const { id } = weights;
  const { route, stage } = page.state;
  if (stage !== "desk" || route.part !== "machine" || route.id !== id) return;
  if (!document.hidden) {
    const told = await machineNow(id).catch(() => weights.told); // as before
    if (weights.id !== id) return;
    weights.told = told;
    page.changed();
  }
  clearTimeout(timer);
  timer = setTimeout(weigh, EVERY_MS);
}

/** Reads it anew: something was changed. */
export const readAgain = () => machine.show(weights.id);

// Whoever comes next sees nothing of it.
onSignedOut(() => {
  machine.forget();
  Object.assign(weights, { id: "", told: null });
});
