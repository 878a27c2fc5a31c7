/** What the page of one machine has read, and which it is. */

import { onSignedOut } from "../../pages/login.js";
import { Report } from "../../pages/report.js";
import { whileShown } from "./again.js";
import { machineNow, machineRead, scalesRead } from "./calls.js";
import { page } from "./state.js";

/** @typedef {import("./calls.js").Machine} Machine */
/** @typedef {import("./calls.js").Scale} Scale */
/** @typedef {import("./calls.js").Now} Now */

const EVERY_MS = 2000; // weights, which the stream does not tell
const PLAN_EVERY = 5; // times of these: what somebody else has changed

/** @type {Report<object, {row: Machine, plan: Map<string, Scale>}, string>} */
export const machine = new Report({}, async (_, id) => {
  const [row, scales] = await Promise.all([machineRead(id), scalesRead(id)]);
  return { row, plan: new Map(scales.map((scale) => [scale.scale_id, scale])) };
}, () => page.changed());

/** What it weighs now; null until it is known. @type {{id: string, told: Now|null}} */
export const weights = { id: "", told: null };

/** Somebody looks at this machine. @param {string} id @returns {boolean} whether they looked at another one before */
export function lookAt(id) {
  const isOther = id !== weights.id;
  if (isOther) {
    machine.forget();
    Object.assign(weights, { id, told: null });
  }
  machine.show(id);
  weigh();
  let turn = 0;
  whileShown("machine", () => {
    weigh();
    if ((turn += 1) % PLAN_EVERY === 0 && !machine.busy) readAgain();
  }, EVERY_MS);
  return isOther;
}

let isAsking = false;

/** What cannot be had now is as before. */
async function weigh() {
  const { id } = weights;
  if (isAsking || !id) return;
  isAsking = true;
  const told = await machineNow(id).catch(() => weights.told);
  isAsking = false;
  if (weights.id !== id) return void weigh();
  weights.told = told;
  page.changed();
}

/** Reads it anew: something was changed. */
export const readAgain = () => machine.show(weights.id);

// Whoever comes next sees nothing of it.
onSignedOut(() => {
  machine.forget();
  Object.assign(weights, { id: "", told: null });
});
