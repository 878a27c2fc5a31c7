/** Why machines are out of service: a jam, or somebody's hand. The row does not say it, but what was logged does. */

import { eventsOf } from "./calls.js";
import { page } from "./state.js";

/** @typedef {import("./state.js").Fault} Fault */
/** @typedef {import("./calls.js").LoggedEvent} LoggedEvent */

const LOOKED_AT = 100; // events of a machine, newest first
const AT_ONCE = 4; // questions

/** @type {Set<string>} machines that are asked for */
const asked = new Set();

/** Learns the reasons that are not known yet, a few at a time. */
export function learnFaults() {
  const { machines, faults } = page.state;
  for (const [id, { in_service: isIn }] of machines) {
    if (isIn) faults.delete(id);
    else if (!faults.has(id) && !asked.has(id) && asked.size < AT_ONCE) learn(id);
  }
}

/** @param {string} id */
async function learn(id) {
  asked.add(id);
  try {
    const { results } = await eventsOf(id, LOOKED_AT);
    const fault = results.map(faultOf).find(Boolean);
    if (!page.state.faults.has(id)) page.state.faults.set(id, fault ?? { kind: "hand", since: "" });
    asked.delete(id);
    page.changed();
    learnFaults();
  } catch {
    asked.delete(id); // it is asked again with the next change of the fleet
  }
}

/** What has put a machine out of service, if this event has. @param {LoggedEvent} event @returns {Fault|null} */
function faultOf({ type, payload, created_at: since }) {
  if (type === "motor_jam") return { kind: "jam", since };
  return type === "changed" && payload.in_service === false ? { kind: "hand", since } : null;
}

/** An event has just come. @param {LoggedEvent} event */
export function hearFault(event) {
  const fault = faultOf(event);
  if (!fault) return;
  page.state.faults.set(event.machine_id, fault);
  page.changed();
}
