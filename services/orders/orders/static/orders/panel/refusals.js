// What a refusal of the server means to staff, and what to do next.
import { explain } from "../../pages/refusals.js";
import { t } from "../../pages/texts.js";

const WORDS = {
  incorrect_credentials: () => t("You are not staff of this place any more."),
  not_allowed: () => t("You may not do this here. Ask somebody who manages the place."),
  table_occupied: () => t("Guests sit at this table. Turn it over first."),
  table_not_found: () => t("This table is not there any more."),
  duplicate_table: () => t("Another table is called like this."),
  duplicate_session: () => t("Another open table is called like this."),
  order_not_found: () => t("These orders are not there any more."),
  session_closed: () => t("This table is closed."),
  session_not_found: () => t("This table is not known any more."),
  product_changed: () => t("Something of it has another price or another name by now."),
  batch_not_found: () => t("These orders are not known any more."),
  product_unavailable: () => t("Something of it is sold out. Take it out, then send again."),
  sold_out: () => t("Something of it is sold out. Take it out, then send again."),
  product_not_found: () => t("Something of it is not on the menu any more. Take it out, then send again."),
  bill_changed: () => t("The bill has changed meanwhile. Look at the amounts, then try again."),
  too_much: () => t("That is more than is left of it. Look at the amounts, then try again."),
  already_paid: () => t("Somebody has paid some of these, or is paying them. Choose anew."),
  nothing_to_pay: () => t("Nothing of this is left to be paid."),
  too_little_given: () => t("That is less than is to be paid."),
  order_cancelled: () => t("This was cancelled: nothing is to be paid for it."),
  adjustment_not_found: () => t("This is not on the bill any more."),
  adjustment_reverted: () => t("Somebody has put this back already."),
  payment_not_paid: () => t("Nothing of this payment can be given back any more."),
  payment_not_found: () => t("This payment is not known any more."),
  duplicate_printer: () => t("Another printer is called like this."),
  too_many_printers: () => t("This place has as many printers as it may."),
  printer_refused: () => t("No printer may be at this address. Use one of your own network, such as 192.168.1.50."),
  printer_not_found: () => t("This printer is not there any more."),
  ticket_not_found: () => t("This ticket is not there any more."),
  erroneous_value: () => t("Something of it cannot be right. Check what you typed."),
  malformed_json: () => t("Something of it cannot be right. Check what you typed."),
};

/** A sentence for what went wrong. */
export const whyRefused = (error) => explain(error, WORDS);
