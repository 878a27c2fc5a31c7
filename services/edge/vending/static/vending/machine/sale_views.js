/** The views from the lock on; loaded when somebody has the machine, or something was bought. */

import * as orders from "./order_view.js";
import * as results from "./result_view.js";

/** @typedef {(state: import("./state.js").State) => import("../../pages/view.js").Part} View */

/** @type {Partial<Record<import("./stages.js").Stage, View>>} */
export const VIEWS = {
  quantity: orders.quantityView,
  pay: orders.payView,
  expired: results.expiredView,
  paid: results.paidView,
  dispensing: results.dispensingView,
  delivered: results.deliveredView,
  partly_delivered: results.partlyView,
  review: results.reviewView,
  refund_due: results.dueView,
  refunded: results.refundedView,
};
