/** From a cart to a receipt: opening a payment, coming back from where it is paid, giving it up. */

import { Refused, insist, newKey } from "../../pages/api.js";
import { toast } from "../../pages/dom.js";
import { recall, remember } from "../../pages/storage.js";
import { t } from "../../pages/texts.js";
import * as calls from "./calls.js";
import { jobs } from "./kept.js";
import { keptSession, page } from "./state.js";
import { explain } from "./words.js";

/**
 * @typedef {object} Receipt
 * @property {string} receipt_id
 * @property {string} number
 * @property {string} trolley_id
 * @property {string} total
 * @property {{product_id: number, name: string, quantity: number, unit_price: string, total_price: string}[]} lines
 * @property {string} provider
 * @property {string|null} provider_payment_id
 * @property {string} paid_at
 * @property {{amount: string, state: string}[]} refunds
 * @property {string} exit_code
 * @property {string|null} verified_at
 */

/** What the payment page brings back in the address. @typedef {{proof: object|null, declined: boolean}} Back */

const FIELDS = ["razorpay_order_id", "razorpay_payment_id", "razorpay_signature"];
const place = () => `aisle.paying.${keptSession()}`;

/** The key of a checkout that was not answered yet outlives a reload: its payment may be there. */
function checkoutKey() {
  const key = recall(place()) ?? newKey();
  remember(place(), key);
  return key;
}

/** Asks for a payment. @param {"razorpay"|"cash"} provider */
export async function pay(provider = "razorpay") {
  if (page.state.busy || jobs().length) return;
  page.set({ busy: true, issues: [], refused: null, error: null });
  try {
    const body = { session_id: keptSession(), provider };
    const payment = await insist("/api/session/checkout", body, { key: checkoutKey(), send: calls.checkout, ...once() });
    page.set({ payment });
    if (payment.checkout?.url) location.assign(payPage(payment.checkout.url));
  } catch (error) {
    refused(error);
  } finally {
    remember(place(), null);
    page.set({ busy: false });
  }
}

/** A provider that is down is said at once; whoever still wants to pay taps again. */
function once() {
  const stop = new AbortController();
  const onTrouble = (/** @type {number} */ _, /** @type {unknown} */ problem) => stop.abort(problem);
  return { signal: stop.signal, onTrouble };
}

/** @param {unknown} error */
function refused(error) {
  if (error instanceof Refused && error.details?.issues) return page.set({ issues: error.details.issues });
  const { session } = page.state;
  if (session && error instanceof Refused && error.details?.check) {
    return page.set({ session: { ...session, check: error.details.check } });
  }
  return toast(explain(error), { kind: "bad" });
}

/** The provider's page, which leads back here. @param {string} url */
export const payPage = (url) => `${url}?${new URLSearchParams({ return: location.pathname })}`;

/** What stands in the address after the provider's page; it is taken out of it. @returns {Back} */
export function takeBack() {
  const query = new URLSearchParams(location.search);
  const found = FIELDS.map((name) => [name, query.get(name)]);
  if (location.search) history.replaceState(null, "", location.pathname + location.hash);
  const isWhole = found.every(([, value]) => value);
  return { proof: isWhole ? Object.fromEntries(found) : null, declined: query.get("error") === "declined" };
}

/** Says that it was paid. The provider says so too, so nothing is lost when this is not answered.
 * @param {Back} back @param {string} paymentId */
export async function settle({ proof, declined }, paymentId) {
  if (declined) toast(t("The payment was declined. Try again, or pay in another way."), { kind: "bad" });
  if (!proof) return;
  try {
    const body = { session_id: keptSession(), ...proof };
    await insist(`/api/payments/${paymentId}/verify`, body, { send: calls.paymentVerify });
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}

/** Goes on shopping instead. */
export async function giveUp() {
  const { session, payment } = page.state;
  if (!session || !payment) return;
  try {
    page.set({ payment: await calls.paymentCancel(session.session_id, payment.payment_id) });
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}

/** @param {string} id */
export async function readReceipt(id) {
  const { session, receipt } = page.state;
  if (!session || receipt?.receipt_id === id) return;
  try {
    page.set({ receipt: await calls.receiptGet(session.session_id, id) });
  } catch (error) {
    page.set({ error });
  }
}
