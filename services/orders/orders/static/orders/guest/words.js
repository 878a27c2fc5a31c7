// Sentences for states and refusals. A refusal says what happened and what to do next.
import { reasonWords } from "../../pages/refusals.js";
import { n, t } from "../../pages/texts.js";

/** Item states as the guest sees them, in order. */
export const STEPS = ["new", "accepted", "preparing", "ready", "served"];

export const stateWord = (state) =>
  ({
    new: () => t("Received"),
    accepted: () => t("Accepted"),
    preparing: () => t("Being prepared"),
    ready: () => t("Ready"),
    served: () => t("Served"),
    cancelled: () => t("Cancelled"),
  })[state]?.() ?? state;

/** What can truly be said of an item when its table is closed. */
export const closedWord = (state) =>
  ["served", "cancelled"].includes(state) ? stateWord(state) : t("Ordered; the table was closed since");

export const STATE_ICONS = {
  new: "clock",
  accepted: "check",
  preparing: "pot",
  ready: "bell",
  served: "check",
  cancelled: "close",
};

const REFUSALS = {
  session_closed: () => t("This table has been closed. Ask the staff if you want something else."),
  session_full: () => t("This table cannot take more orders here. Please order with the staff."),
  session_not_found: () => t("The code of this table is not known any more. Scan it again or ask the staff."),
  cart_full: () => t("The cart is full. Send it first, then add more."),
  not_your_line: () => t("Only the phone that has added this can change its note."),
  line_not_found: () => t("Somebody else at your table has removed or sent this item already."),
  too_old: () => t("It had been waiting on this phone for too long."),
  product_unavailable: () => t("This is sold out. Please choose something else."),
  option_unavailable: () => t("Something that was chosen with it is sold out. Please choose again."),
  choice_needed: () => t("Something has to be chosen with it first. Please choose it again."),
  sold_out: () => t("This is sold out. Please choose something else."),
  product_not_found: () => t("This is not on the menu any more. Please choose something else."),
  orders_paused: () => t("No orders can be sent just now."),
  place_closed: () => t("Closed at the moment."),
  kitchen_closed: () => t("The kitchen is closed."),
  not_on_the_menu: () => t("This cannot be ordered at this time of day."),
  word_needed: () => t("Only phones that know the four digits of the table can do this. Please ask the staff."),
};

export const refusalWord = (reason) => {
  const others = () =>
    reason
      ? t("That did not work ({reason}). Please try again or ask the staff.", { reason })
      : t("That did not work. Please try again or ask the staff.");
  return reasonWords(reason, { ...REFUSALS, "": others });
};

export const itemRefusal = (name, reason) =>
  ({
    product_unavailable: () => t("{name} is sold out and was not added.", { name }),
    product_not_found: () => t("{name} is not on the menu any more and was not added.", { name }),
  })[reason]?.() ?? `${t("{name} was not added.", { name })} ${refusalWord(reason)}`;

/** Who has changed or removed a line, as the server says it: a nickname, or "?" for a phone without one. */
export const whoIs = (guest) => (guest === "?" || guest === "" ? t("somebody at the table") : guest);

export const leftText = (count) => n("Only {count} left", "Only {count} left", count);

/** How a bill is to be paid; "" as long as nobody has said. */
export const howToPay = ({ pay, split }) =>
  [
    { cash: () => t("In cash"), card: () => t("By card") }[pay]?.(),
    { together: () => t("Together"), separately: () => t("Separately") }[split]?.(),
  ].filter(Boolean).join(" · ");
