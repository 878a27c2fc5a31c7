/**
 * The parts of the desk, each a module that exports `view(state)`, and `show(route)`, `hear(type, data)` where it needs
 * them (`Part` in state.js). All but the first are loaded when somebody turns to them.
 */

import { makeParts } from "../../pages/parts.js";
import { t } from "../../pages/texts.js";
import * as nowPart from "./now_view.js";
import { mayOperate } from "./rights.js";
import { page } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Part} Part */

/** @type {Record<string, () => Promise<Part>>} */
const LOADERS = {
  now: async () => nowPart,
  machines: () => import("./machines_view.js"),
  machine: () => import("./machine_view.js"),
  new: () => import("./new_view.js"),
  gates: () => import("./gates_view.js"),
  scanner: () => import("./scanner_view.js"),
  camera: () => import("./camera_view.js"),
  clips: () => import("./clips_view.js"),
  sessions: () => import("./sessions_view.js"),
  reports: () => import("./reports_view.js"),
};

/** What the parts are called that have a tab, in their order. @type {Record<string, () => string>} */
const NAMES = {
  now: () => t("Now"),
  machines: () => t("Machines"),
  gates: () => t("Gates and cameras"),
  sessions: () => t("Sessions"),
  reports: () => t("Reports"),
};
const FOR_ALL = ["now", "sessions", "reports"]; // the others are of devices

/** The tab of a part that has none of its own. @type {Record<string, string>} */
const WITHIN = { machine: "machines", new: "machines", scanner: "gates", camera: "gates", clips: "gates" };

/** The tab under which a part stands. @param {string} part */
export const tabOf = (part) => WITHIN[part] ?? part;

/** The tabs of somebody, by name. @param {State["person"]} person */
export const tabsOf = (person) =>
  Object.entries(NAMES).filter(([name]) => mayOperate(person) || FOR_ALL.includes(name));

/** Whether there is such a part, for this person. @param {State["person"]} person @param {string} part */
export const isPart = (person, part) =>
  Object.hasOwn(LOADERS, part) && tabsOf(person).some(([name]) => name === tabOf(part));

export const { loadPart, partView } = makeParts(page, LOADERS);
