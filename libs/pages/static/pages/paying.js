/** The way to where something is paid, and back. */

import { loaded } from "./api.js";

/** What the payment page brings back in the address. @typedef {{proof: object|null, declined: boolean}} Back */

const FIELDS = ["razorpay_order_id", "razorpay_payment_id", "razorpay_signature"];

/** The hosted page, which leads back here. Our gateway serves it under every name that the suite is opened by, and only
 * under this one the browser knows what is paid. @param {string} url */
export const payPage = (url) => `${new URL(url).pathname}?${new URLSearchParams({ return: location.pathname })}`;

/**
 * To where a payment is paid: the hosted page, or the provider's own Checkout over this one. Raises Unreachable.
 * @param {{checkout: (import("./checkout.js").Order & {url?: string|null})|null, currency: string}} payment
 * @returns {Promise<Back|null>} null when the page is left: what it brings back stands in the address
 */
export async function payAt({ checkout, currency }) {
  if (!checkout) return { proof: null, declined: false };
  if (!checkout.url) {
    const { openCheckout } = await loaded(import("./checkout.js"));
    return openCheckout(checkout, currency);
  }
  location.assign(payPage(checkout.url));
  return null;
}

/** What stands in the address after the provider's page; it is taken out of it. @returns {Back} */
export function takeBack() {
  const query = new URLSearchParams(location.search);
  const found = FIELDS.map((name) => [name, query.get(name)]);
  if (location.search) history.replaceState(null, "", location.pathname + location.hash);
  const isWhole = found.every(([, value]) => value);
  return { proof: isWhole ? Object.fromEntries(found) : null, declined: query.get("error") === "declined" };
}

/**
 * A payment as it is known after an answer. One that has ended does not open again: an answer that says so is late.
 * @template {{payment_id: string, status: string}} P @param {P|null|undefined} known @param {P} answer @returns {P}
 */
export function latest(known, answer) {
  const isLate = known?.payment_id === answer.payment_id && known.status !== "created" && answer.status === "created";
  return isLate ? known : answer;
}
