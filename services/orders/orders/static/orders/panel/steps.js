// The states of an order: how they follow each other at this place, and what they are called. No DOM here.
import { t } from "../../pages/texts.js";

const FLOW = ["new", "accepted", "preparing", "ready", "served"];
let flow = FLOW; // of the place: some of its own between "new" and "served"

/** The place takes these steps: two to four, the last one is "served". */
export function takeSteps(steps) {
  flow = ["new", ...FLOW.filter((state) => steps.includes(state))];
}

/** The states in which there is something to do, in their order; those that the place leaves out as well. */
export const TO_DO = FLOW.slice(0, -1);

/** The states that orders of the place go through before they are served. */
export const stepsToDo = () => flow.slice(0, -1);

const rank = (state) => FLOW.indexOf(state);

/** The state after this one; undefined at the end, and for what is cancelled. */
export const after = (state) => (rank(state) < 0 ? undefined : flow.find((one) => rank(one) > rank(state)));

/** The state before this one; undefined at the start, and for what is cancelled. */
export const before = (state) => flow.findLast((one) => rank(one) < rank(state));

/** Whether the kitchen or a waiter still has something to do for it. */
export const isActive = (state) => state !== "served" && state !== "cancelled";

export const ICONS = {
  new: "dot", accepted: "check", preparing: "pot", ready: "bell", served: "served", cancelled: "close",
};

/** What a state is called. */
export function stateName(state) {
  return {
    new: t("New"),
    accepted: t("Accepted"),
    preparing: t("Preparing"),
    ready: t("Ready"),
    served: t("Served"),
    cancelled: t("Cancelled"),
  }[state];
}

/** What somebody does to bring an order into this state. */
export function stepName(state) {
  return { new: t("Not accepted"), accepted: t("Accept"), preparing: t("Prepare"), ready: t("Finish"),
    served: t("Serve") }[state];
}
