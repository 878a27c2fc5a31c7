/** The queue: which tickets are shown, and in which order. */

import { units } from "../../pages/money.js";
import { isMine } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Head} Head */

/** @type {Record<State["filter"], (state: State, head: Head) => boolean>} */
const SHOWS = {
  waiting: (_, { status }) => status !== "UNDER_REVIEW",
  mine: isMine,
  all: () => true,
  done: () => false,
};

/** What a customer contests first, then the dearest doubts, then the oldest. @param {Head} one @param {Head} other */
function byMoney(one, other) {
  const contested = Number(other.status === "CONTESTED") - Number(one.status === "CONTESTED");
  return contested || units(other.at_risk) - units(one.at_risk) || one.end_time.localeCompare(other.end_time)
    || one.TktID.localeCompare(other.TktID);
}

/** The tickets of a filter in their order. @param {State} state @param {State["filter"]} [filter] */
export const ticketsIn = (state, filter = state.filter) => (filter === "done" ? state.done ?? []
  : [...(state.queue?.values() ?? [])].filter((head) => SHOWS[filter](state, head)).sort(byMoney));

/** The ticket that is to be taken next. @param {State} state @returns {Head|undefined} */
export const nextOf = (state) => ticketsIn(state, "waiting")[0];
