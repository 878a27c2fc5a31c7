// What somebody may do at a place, as far as this page offers it; the services decide.
import { panel } from "./state.js";

/** Whether the person sets up tables and how the place works; everybody of the staff where nobody says who is what. */
export const maySetUp = () => !["waiter", "kitchen"].includes(panel.place?.role);

/** Whether the person serves tables: opens, moves, closes them, orders for guests. */
export const mayServe = () => panel.place?.role !== "kitchen";

/** Whether the person may give a session another name: one at a table is called like that, which is set up. */
export const mayRename = (session) => (panel.tables.has(session.table_id) ? maySetUp() : mayServe());
