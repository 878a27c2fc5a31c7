/** Who may do what here. The services decide; this only hides what they would refuse. */

/** @typedef {import("./state.js").State["person"]} Person */

/** @param {Person} person @param {string[]} roles */
const hasOneOf = (person, roles) => (person?.roles ?? []).some((role) => roles.includes(role));

/** Devices, modes, planogram, sessions, clips. @param {Person} person */
export const mayOperate = (person) => hasOneOf(person, ["operator", "admin"]);

/** Tickets, and who has been here. @param {Person} person */
export const mayReview = (person) => hasOneOf(person, ["reviewer", "admin"]);

/** @param {Person} person */
export const isStaff = (person) => mayOperate(person) || mayReview(person);
