// Who has put something into the cart or ordered it: phones of a table are told apart by their numbers, with or without
// a name.
import { t } from "../../pages/texts.js";
import { kept } from "./kept.js";
import { table } from "./state.js";

/** The number of the phone that something comes from; null where it is not known. */
export const phoneOf = (item) => item.guest_id ?? null;

/** Whether this phone has put a line into the cart; orders have other ids. */
const isMineHere = (item, own) => !("batch" in item) && own.mine.includes(item.id);

/** Whether a line or an order is of this phone. */
export function isOwn(item, own = kept()) {
  const phone = phoneOf(item);
  if (phone !== null && own.phone !== null) return phone === own.phone;
  return isMineHere(item, own) || (item.guest !== "" && [own.guest, ...own.names].includes(item.guest));
}

/** What is of one guest has the same key: the number of the phone, or a name where there is no number. */
export function keyOf(item, own = kept()) {
  if (item.mine || isOwn(item, own)) return "own";
  return phoneOf(item) === null ? `name ${item.guest}` : `phone ${phoneOf(item)}`;
}

/** Everything at the table that somebody is behind. */
const traces = () => [...table.cart.values(), ...table.orders.values()];

/** Whether two phones at the table go by the same name. */
function isShared(name) {
  const phones = traces().filter((item) => item.guest === name).map(phoneOf);
  return new Set(phones).size > 1;
}

/** Who it was, for this phone's reader: "You", "Mia (you)", "Mia", "Guest 2". */
export function guestName(item, own = kept()) {
  const name = item.guest || (isOwn(item, own) ? own.guest : "");
  if (item.mine || isOwn(item, own)) return name ? t("{name} (you)", { name }) : t("You");
  const number = phoneOf(item);
  if (name) return number !== null && isShared(name) ? t("{name}, phone {number}", { name, number }) : name;
  if (number !== null) return t("Guest {number}", { number });
  return item.by_staff ? t("Ordered with the staff") : t("No name");
}

/** Whether more than one phone, or somebody without one, takes part. */
export const isCompany = () => new Set(traces().map((item) => keyOf(item))).size > 1;
