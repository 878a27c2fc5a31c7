// What paying came to, in words that say what to do next.
import { money } from "../../pages/money.js";
import { explain } from "../../pages/refusals.js";
import { t } from "../../pages/texts.js";
import { leftOf } from "../bill/sums.js";
import { refusalWord } from "./words.js";

const REASONS = {
  bill_changed: () => t("The bill has become another one meanwhile. Look at it again, then pay."),
  too_much: () => t("Somebody else has paid meanwhile: less is left than you wanted to pay."),
  already_paid: () => t("Somebody else is paying one of these items. Look again, then pay."),
  nothing_to_pay: () => t("Nothing is left of that: somebody else has paid it."),
  order_not_found: () => t("Something of that is on another bill now. Look again, then pay."),
  not_taken_online: () => t("This place does not take payments on phones. Please pay with the staff."),
  payments_not_configured: () => t("Payments on phones do not work here just now. Please pay with the staff."),
  payment_provider_unavailable: () => t("The payment service does not answer. Try again, or pay with the staff."),
};

const FAILURES = {
  failed: () => t("The payment was declined. Nothing was charged. Try again, or pay in another way."),
  expired: () => t("The time for paying is over. Nothing was charged. Try again."),
  refund_due: () => t("That money came too late or twice. It goes back by itself."),
  refunded: () => t("That money came too late or twice. It was sent back."),
};

/** Why a payment came to nothing; "" while nothing is wrong. */
export function failureWords({ error, isDeclined, payment }) {
  if (error) return wordsOf(error);
  return FAILURES[isDeclined ? "failed" : payment?.status]?.() ?? "";
}

const wordsOf = (error) =>
  REASONS[error.reason]?.() ?? explain(error, { "": () => refusalWord(error.reason), ...closed });

const closed = { session_closed: () => t("This table was put together with another one. Load the page again.") };

const HINDERED = {
  nothing: () => t("Choose what you pay."),
  amount: () => t("Write how much you pay."),
  too_much: (bill) => t("At most {amount} is left to pay.", { amount: money(leftOf(bill)) }),
  tip: () => t("Write how much the tip is."),
};

/** What is to be done before one can pay; "". */
export const hinderedWords = (why, bill) => HINDERED[why]?.(bill) ?? "";
