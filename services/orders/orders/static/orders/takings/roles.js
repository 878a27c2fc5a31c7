/** What somebody may look at here; the services decide. */

/** @typedef {import("../../pages/places.js").Place} Place */

/** Whether the person sees figures and closes days: an administrator has no role. @param {Pick<Place, "role">} place */
export const mayManage = ({ role }) => role !== "waiter" && role !== "kitchen";

/** Whether the person has to do with the drawer. @param {Pick<Place, "role">} place */
export const mayTakeCash = ({ role }) => role !== "kitchen";
