/** From a cart to a receipt: opening a payment, coming back from where it is paid, giving it up. */

import { Refused, insist, newKey } from "../../pages/api.js";
import { toast } from "../../pages/dom.js";
import { focusHeading } from "../../pages/focus.js";
import { payAt } from "../../pages/paying.js";
import { drawn } from "../../pages/qr.js";
import { recall, remember } from "../../pages/storage.js";
import * as calls from "./calls.js";
import { jobs } from "./kept.js";
import { owner } from "./owner.js";
import { cart } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("../../pages/paying.js").Back} Back */

const place = () => `aisle.paying.${owner().name}`;
const lastPlace = () => `aisle.payment.${owner().name}`;

/** The id of the payment that was opened here last, and "" for none. */
export const lastPayment = () => recall(lastPlace()) ?? "";

/** @param {string|null} id */
export const keepPayment = (id) => remember(lastPlace(), id);

/** The key of a checkout that was not answered yet outlives a reload: its payment may be there. */
function checkoutKey() {
  const key = recall(place()) ?? newKey();
  remember(place(), key);
  return key;
}

/** Asks for a payment. @param {"razorpay"|"cash"} provider */
export async function pay(provider = "razorpay") {
  if (cart.state.busy || jobs().length) return;
  cart.set({ busy: true, issues: [], isDeclined: false });
  try {
    const issues = owner().signed ? (await calls.cartValidate()).issues : null;
    if (issues) return showIssues(issues);
    const options = { key: checkoutKey(), send: calls.checkout, ...once() };
    const payment = await insist("/api/cart/checkout/", { provider }, options);
    remember(place(), null);
    keepPayment(payment.payment_id);
    cart.set({ payment, told: null });
    if (payment.checkout) payHere(payment);
  } catch (error) {
    if (error instanceof Refused) remember(place(), null); // else the next attempt asks for the same payment
    refused(error);
  } finally {
    cart.set({ busy: false });
  }
  return undefined;
}

/** To where it is paid. @param {import("./calls.js").Payment} payment */
export async function payHere(payment) {
  if (!payment.checkout) return;
  try {
    const back = await payAt(payment);
    if (back) await settle(back, payment.payment_id);
  } catch (error) {
    toast(explain(error), { kind: "bad" });
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
  const { issues, check } = (error instanceof Refused && error.details?.data) || {};
  if (check) return owner().onCheck(check);
  return issues ? showIssues(issues) : toast(explain(error), { kind: "bad" });
}

/** @param {import("./state.js").Issue[]} issues */
function showIssues(issues) {
  cart.set({ issues, told: null });
  cart.flush();
  queueMicrotask(() => focusHeading(".notice")); // the page has drawn it by then
}

/** Says that it was paid. The provider says so too, so nothing is lost when this is not answered.
 * @param {Back} back @param {string} paymentId "" when none was opened here */
export async function settle({ proof, declined }, paymentId) {
  if (declined) cart.set({ isDeclined: true });
  if (!proof || !paymentId) return;
  try {
    await insist(`/api/payments/${paymentId}/verify`, proof, { send: calls.paymentVerify });
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}

/** Goes on shopping instead. */
export async function giveUp() {
  const { payment } = cart.state;
  if (!payment) return;
  try {
    cart.set({ payment: await calls.paymentCancel(payment.payment_id) });
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}

/** Reads the receipt, then has its code drawn. @param {string} id */
export async function readReceipt(id) {
  if (cart.state.receipt?.receipt_id === id) return;
  try {
    const receipt = await calls.receiptGet(id);
    cart.set({ receipt, exitPicture: null });
    cart.set({ exitPicture: await drawn(receipt.exit_code).catch(() => "") });
  } catch (error) {
    toast(explain(error), { kind: "bad", lasting: true });
  }
}
