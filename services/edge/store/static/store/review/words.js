/** Codes of the store in words: why a ticket waits, what is odd about an event, whose it is, what was refused. */

import { Refused } from "../../pages/api.js";
import { explain as common } from "../../pages/refusals.js";
import { n, t } from "../../pages/texts.js";

/** @typedef {import("./calls.js").Reason} Reason */
/** @typedef {import("./calls.js").Head} Head */
/** @typedef {import("./calls.js").Change} Change */

/** @type {Record<string, (reason: Reason) => string>} */
const REASONS = {
  contested: ({ count }) => n("{count} pick may be of several people", "{count} picks may be of several people", count),
  away: () => t("The machine was away for a while"),
  gap: ({ count }) =>
    n("{count} weight after a silence: there may be several picks in it",
      "{count} weights after a silence: there may be several picks in each", count),
  fault: ({ count }) => n("{count} weight of a scale that shows nonsense",
    "{count} weights of scales that show nonsense", count),
  no_fit: ({ count }) => n("{count} weight fits no number of units", "{count} weights fit no number of units", count),
  unmapped: ({ scales = [] }) => n("Nobody has said what lies on scale {scales}",
    "Nobody has said what lies on scales {scales}", scales.length, { scales: scales.join(", ") }),
  late: ({ count }) => n("{count} event was told late", "{count} events were told late", count),
};

/** Why a ticket waits, each reason in a line. @param {Head} head @returns {string[]} */
export function reasonsOf({ status, reasons, contest }) {
  const said = contest?.message ? t("The customer contests: {message}", { message: contest.message })
    : t("The customer contests the receipt");
  const words = reasons.map((reason) => REASONS[reason.code]?.(reason) ?? reason.code.replaceAll("_", " "));
  return status === "CONTESTED" || contest ? [said, ...words] : words;
}

/** @type {Record<string, () => string>} */
const FLAGS = {
  late: () => t("told late"),
  gap: () => t("after a silence"),
  fault: () => t("of a faulty scale"),
  no_fit: () => t("fits no units"),
  unmapped: () => t("nobody has said what lies there"),
  clock: () => t("the machine's clock was wrong"),
};

/** @param {string} flag */
export const flagWords = (flag) => FLAGS[flag]?.() ?? flag.replaceAll("_", " ");

/** Whose an event is. @param {Change} event @param {string} visitId of the ticket @returns {string} */
export function whoseWords({ attribution, visit_id: of, candidates }, visitId) {
  if (attribution === "stock_movement") return t("Stock, no sale");
  if (attribution === "unaccounted") return t("Nobody's");
  if (of === visitId) return t("This visitor's");
  const names = (of ? candidates.filter(({ visit_id: id }) => id === of) : candidates).map(({ user_id: id }) => id);
  if (of) return names.length ? t("Somebody else's: user {user}", { user: String(names[0]) }) : t("Somebody else's");
  return names.length > 1 ? t("Of users {users}: undecided", { users: names.join(", ") })
    : t("Of this visitor only, but undecided");
}

/** What was taken or put back. @param {Change} event */
export function whatWords({ status, quantity, name, product_id: product }) {
  const what = name ?? (product === null ? t("something unknown") : t("product {id}", { id: String(product) }));
  if (quantity === null) return status === "PICKED" ? t("Took {what}", { what }) : t("Put back {what}", { what });
  return status === "PICKED" ? t("Took {count} × {what}", { count: quantity, what })
    : t("Put back {count} × {what}", { count: quantity, what });
}

/** @param {Pick<Head, "reviewer_id"|"reviewer_name">} head */
export const reviewerName = ({ reviewer_id: id, reviewer_name: name }) =>
  name || t("Reviewer {id}", { id: String(id ?? "?") });

/** Who had it, as a refusal says. @param {Refused} [error] */
const named = (error) => (error?.details?.reviewer_id ? reviewerName(error.details) : "");

/** @type {import("../../pages/refusals.js").Words} */
const REFUSED = {
  illegal_move: (error) => (named(error) ? t("{name} has this ticket already.", { name: named(error) })
    : t("The ticket is in another state by now.")),
  not_your_ticket: (error) => (named(error) ? t("{name} has this ticket.", { name: named(error) })
    : t("Another reviewer has this ticket.")),
  event_claimed: (error) => (named(error)
    ? t("{name} has given this pick to another visitor.", { name: named(error) })
    : t("This pick was given to another visitor.")),
  event_not_found: () => t("This pick is not this visitor's any more."),
  quantity_impossible: () => t("Some of the units, but not all."),
  nothing_to_undo: () => t("There is nothing of yours to undo here."),
  step_built_upon: () => t("It cannot be undone any more: somebody has gone on from there."),
  ticket_not_found: () => t("There is no such ticket."),
  product_unknown: () => t("One of these products does not exist any more."),
  incorrect_credentials: () => t("You may not do this: it takes a reviewer."),
};

/** @param {unknown} error */
export const explain = (error) => common(error, REFUSED);

/** Whether somebody else has been faster. @param {unknown} error */
export const isTaken = (error) => error instanceof Refused && error.reason === "illegal_move";
