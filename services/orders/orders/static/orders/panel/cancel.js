// Taking orders away: one of them, or all that were sent together. The guest and the kitchen are told why.
import { h, toast } from "../../pages/dom.js";
import { stepper } from "../../pages/stepper.js";
import { n, t } from "../../pages/texts.js";
import { askReason } from "./reason.js";
import { isActive } from "./steps.js";
import { cancelSome, move, refuse, target } from "./taps.js";

/** Ask for the reason and, of several, for how many; then cancel them. */
export function cancelOrder(order) {
  let count = order.quantity;
  const { node } = stepper({ name: order.name, quantity: count, most: count, change: (wanted) => (count = wanted) });
  askReason({
    title: t("Cancel {count}× {name}?", { count: order.quantity, name: order.name }),
    hint: t("The guest reads it. This cannot be taken back."),
    reasons: [t("Sold out"), t("Guest changed their mind"), t("Entered by mistake")],
    first: order.quantity > 1 && h("div", { class: "field" }, h("span", {}, t("How many of {count}?",
      { count: order.quantity })), node),
    no: t("Keep it"),
    yes: t("Cancel the order"),
    run: (reason) => (count < order.quantity ? cancelSome(order, count, reason) : move(order, "cancelled", reason)),
  });
}

/** What of the orders that were sent together can still be refused. */
export const refusable = (session, batch) =>
  [...session.orders.values()].filter((order) => order.batch === batch && isActive(target(order)));

/** Ask for the reason, then refuse all of them that are not served. */
export function refuseBatch(session, batch) {
  const { length: count } = refusable(session, batch);
  askReason({
    title: n("Refuse {count} order?", "Refuse {count} orders?", count),
    hint: t("Guests read it. This cannot be taken back."),
    reasons: [t("Nobody at the table ordered this"), t("Sold out"), t("The kitchen is closed"),
      t("Too much at once: please talk to us")],
    no: t("Keep them"),
    yes: t("Refuse"),
    atOnce: true,
    run: (reason) => {
      refuse(refusable(session, batch), reason);
      toast(n("{count} order is refused.", "{count} orders are refused.", count));
    },
  });
}
