/** The views of visits that are over; loaded when somebody is inside, or turns to them. */

import { pastView } from "./past_view.js";
import { visitView } from "./visit_view.js";

/** @type {Record<"visits"|"visit", (state: import("./state.js").State) => import("../../pages/view.js").Part>} */
export const VIEWS = { visits: pastView, visit: visitView };
