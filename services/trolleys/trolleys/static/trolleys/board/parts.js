/** The parts of the board. Those that staff seldom look at are loaded when somebody turns to them. */

import { makeParts } from "../../pages/parts.js";
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

export const { loadPart, partView } = makeParts(page, LOADERS);
