// How the place takes money: whether staff are asked before they close a table that has not paid.
import { get } from "../../pages/api.js";
import { panel, takeBook } from "./state.js";
import { hasPaid } from "./sums.js";

/** Read it; what is not answered is asked again with the next snapshot. */
export async function readBook(place) {
  const book = await get(`/orders/bills/settings/${place.id}/`).catch(() => null);
  if (book && panel.place === place) takeBook(book);
}

/** Whether to ask about this table: not where money is counted elsewhere, or where nobody wants the question. */
export function asksUnpaid(session) {
  const { asks_unpaid: asks = true, receipts = 0 } = panel.book ?? {};
  return asks && (receipts > 0 || hasPaid(session));
}
