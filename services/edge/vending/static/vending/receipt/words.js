/** What has become of a sale, and what whoever has paid can do now, in words. */

import { money } from "../../pages/money.js";
import { t } from "../../pages/texts.js";

/** @typedef {import("./calls.js").Receipt} Receipt */
/** @typedef {{look: "good"|"warn", sign: string, title: string, next: string}} Words */

/** What is still on its way back. @param {Receipt} receipt */
const due = ({ refunds }) => refunds.reduce((sum, { amount, done_at: done }) => (done ? sum : sum + amount), 0);

const bank = () => t("Banks take some days to show it. If it is not there after ten days, tell the operator below.");

/** @type {Record<Receipt["state"], (receipt: Receipt) => Words>} */
const STATES = {
  ordered: () => ({ look: "warn", sign: "clock", title: t("Not paid yet"),
    next: t("Nothing was charged. Pay on the phone that has ordered.") }),
  expired: () => ({ look: "good", sign: "clock", title: t("Not paid, and over"),
    next: t("Nothing was charged. If your bank says otherwise, the money comes back by itself.") }),
  paid: () => ({ look: "warn", sign: "clock", title: t("Paid, nothing given out yet"),
    next: t("The machine starts in a moment. If it does not, the whole amount goes back by itself.") }),
  dispensing: () => ({ look: "warn", sign: "clock", title: t("The machine gives it out now"),
    next: t("Stay at the machine. If nothing comes out, the whole amount goes back by itself.") }),
  delivered: () => ({ look: "good", sign: "check", title: t("Paid and given out"),
    next: t("Is something wrong with it? Tell the operator below.") }),
  partly_delivered: (receipt) => ({ look: "warn", sign: "info", title: t("Only a part came out"),
    next: due(receipt) ? `${t("{amount} goes back the way it was paid.", { amount: money(due(receipt)) })} ${bank()}`
      : `${t("{amount} was sent back the way it was paid.", { amount: money(receipt.refunded) })} ${bank()}` }),
  review: () => ({ look: "warn", sign: "eye", title: t("Somebody looks at this"),
    next: `${t("The machine has not said what came out.")} ${
      t("The operator decides, and this page shows it. Keep its address.")}` }),
  refund_due: (receipt) => ({ look: "warn", sign: "undo", title: t("Your money is on its way back"),
    next: `${t("{amount} goes back the way it was paid.", { amount: money(due(receipt) || receipt.amount) })} ${
      bank()}` }),
  refunded: (receipt) => ({ look: "good", sign: "undo", title: t("Your money was sent back"),
    next: `${t("{amount} was sent back the way it was paid.", { amount: money(receipt.refunded) })} ${bank()}` }),
};

/** @param {Receipt} receipt */
export const stateWords = (receipt) => STATES[receipt.state](receipt);

/** @type {Record<string, () => string>} */
const STEPS = {
  ordered: () => t("Ordered"),
  paid: () => t("Paid"),
  dispensing: () => t("Machine started"),
  delivered: () => t("All of it came out"),
  partly_delivered: () => t("A part of it came out"),
  review: () => t("The machine has not said what came out"),
  expired: () => t("Time to pay was over"),
  refund: () => t("Refund begun"),
  refund_done: () => t("Refund sent"),
};

/** What a step is called; null for one that says nothing to a customer. @param {string} step */
export const stepWords = (step) => STEPS[step]?.() ?? null;
