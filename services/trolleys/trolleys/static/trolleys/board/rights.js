/**
 * What whoever is signed in may change, beside what all staff may. The services decide; this only hides what they
 * would refuse.
 */

/** @typedef {import("./state.js").State} State */

const OPERATORS = ["operator", "admin"];
const EVERYWHERE = [...OPERATORS, "staff"];

/** @param {State["person"]} person @param {string[]} roles */
const hasOneOf = (person, roles) => (person?.roles ?? []).some((role) => roles.includes(role));

/** Whether the person looks after trolleys without a place. @param {State["person"]} person */
export const mayLookEverywhere = (person) => hasOneOf(person, EVERYWHERE);

/** Whether the person adds trolleys, makes their keys, switches them off. @param {State["person"]} person */
export const mayOperate = (person) => hasOneOf(person, OPERATORS);

/** Whether the person decides about the rules of the place. @param {State} state */
export const mayDecide = ({ person, places, place }) =>
  mayOperate(person) || places.some(({ id, own }) => own && id === place);
