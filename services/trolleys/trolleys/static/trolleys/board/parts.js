/** The parts of the board. Those that staff seldom look at are loaded when somebody turns to them. */

import { exitView } from "./exit_view.js";
import { page } from "./state.js";
import { trolleysView } from "./trolleys_view.js";
import { waitingView } from "./waiting_view.js";

/** @typedef {import("./state.js").View} View */

/** @type {Record<string, () => Promise<View>>} */
const LOADERS = {
  trolleys: async () => trolleysView,
  waiting: async () => waitingView,
  exit: async () => exitView,
  visits: async () => (await import("./visits_view.js")).visitsView,
  usage: async () => (await import("./usage_view.js")).usageView,
  fleet: async () => (await import("./fleet_view.js")).fleetView,
  rules: async () => (await import("./rules_view.js")).rulesView,
};

/** Brings the view of a part into the state, if it is not there. @param {string} tab */
export async function loadPart(tab) {
  if (page.state.views[tab]) return;
  page.set({ unloaded: "" });
  try {
    const view = await LOADERS[tab]();
    page.set({ views: { ...page.state.views, [tab]: view } });
  } catch {
    page.set({ unloaded: tab });
  }
}
