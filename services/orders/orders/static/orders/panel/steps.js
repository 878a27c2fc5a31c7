// The states of an order: how they follow each other, and what they are called. No DOM here.
import { t } from "../../pages/texts.js";

const FLOW = ["new", "accepted", "preparing", "ready", "served"];

/** The states in which there is something to do, in their order. */
export const TO_DO = FLOW.slice(0, -1);

/** The state after this one; undefined at the end. */
export const after = (state) => FLOW[FLOW.indexOf(state) + 1 || FLOW.length];

/** The state before this one; undefined at the start, and for what is cancelled. */
export const before = (state) => FLOW[FLOW.indexOf(state) - 1];

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
