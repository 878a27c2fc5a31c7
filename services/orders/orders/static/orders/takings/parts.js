/** The parts of the page: what they are called, what they show, and how that is read. */

import { t } from "../../pages/texts.js";
import { closings, turnTo } from "./closings.js";
import { daysView } from "./closings_view.js";
import { drawer } from "./drawer.js";
import { drawerView } from "./drawer_view.js";
import { refresh, report } from "./report.js";
import { takingsView } from "./takings_view.js";

/** @typedef {import("./state.js").State} State */

/**
 * @typedef {object} Part
 * @property {() => string} words
 * @property {boolean} isOfManagers
 * @property {(state: State) => unknown} view
 * @property {(place: number, route: import("./routes.js").Route) => void} show somebody has turned to it
 * @property {() => void} [renew] a minute has gone by, and it is looked at
 */

/** In their order. @type {Record<import("./routes.js").View, Part>} */
export const PARTS = {
  takings: {
    words: () => t("Takings"), isOfManagers: true, view: takingsView, show: (place) => void report.show(place),
    renew: () => void (report.query.choice === "today" && !report.busy && refresh()),
  },
  drawer: {
    words: () => t("Drawer and closing"), isOfManagers: false, view: drawerView,
    show: (place) => void drawer.show(place), renew: () => void (drawer.busy || drawer.choose({})),
  },
  days: {
    words: () => t("Closed days"), isOfManagers: true, view: daysView,
    show: (place, { number }) => {
      turnTo(Number(number || 0));
      closings.show(place);
    },
  },
};
