/** Who may be here. The services decide; this only says so before they refuse. */

const OPERATORS = ["operator", "admin"];

/** @param {import("./state.js").State["person"]} person */
export const isOperator = (person) => (person?.roles ?? []).some((role) => OPERATORS.includes(role));
