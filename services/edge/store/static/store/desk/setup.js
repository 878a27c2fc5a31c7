/** How far a new store is: what the stream does not tell of it. */

import { soon } from "../../pages/soon.js";
import { machinesRead, scalesRead, scannersRead } from "./calls.js";
import { page } from "./state.js";

/** @typedef {{scanners: import("./calls.js").Scanner[], isPlanned: boolean}} Setup */

/** @type {{found: Setup|null, userId: number}} */
const kept = { found: null, userId: 0 };

const LOOKED_AT = 5; // machines: where one is planned the next ones are found by whoever planned it
const SOON_MS = 300;

/** What was found for whoever is signed in. @returns {Setup|null} */
export const setupFound = () => (kept.userId === page.state.person?.userId ? kept.found : null);

/** Reads it, unless all was there when it was read last. What cannot be had is as before. */
export const readSetup = soon(async () => {
  if (isComplete(setupFound())) return;
  try {
    const userId = page.state.person?.userId ?? 0;
    const [scanners, machines] = await Promise.all([scannersRead(), machinesRead()]);
    const plans = await Promise.all(machines.slice(0, LOOKED_AT).map(({ machine_id: id }) => scalesRead(id)));
    Object.assign(kept, { found: { scanners, isPlanned: plans.some((plan) => plan.length) }, userId });
    page.changed();
  } catch {
    // It is asked for again with the next change of a machine.
  }
}, SOON_MS);

/** Whether a gate has a scanner that can call. @param {Setup} setup @param {"Entry"|"Exit"} gate */
export const hasGate = ({ scanners }, gate) => scanners.some(({ tag, keys }) => tag === gate && keys.length > 0);

/** @param {Setup|null} setup */
const isComplete = (setup) => Boolean(setup?.isPlanned && hasGate(setup, "Entry") && hasGate(setup, "Exit"));
