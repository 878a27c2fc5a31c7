/** From a receipt, or a deposit, to its payment: opening it, coming back from where it is paid, giving it up. */

import { Refused, insist, newKey } from "../../pages/api.js";
import { toast } from "../../pages/dom.js";
import { latest, payAt, takeBack } from "../../pages/paying.js";
import { t } from "../../pages/texts.js";
import * as calls from "./calls.js";
import { renew } from "./follow.js";
import { keepPaying, keyFor, paying } from "./kept.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./calls.js").Payment} Payment */
/** @typedef {import("./calls.js").Visit} Visit */

const ASK_MS = 3000;

const NOTHING = { proof: null, declined: false };
let back = takeBack(); // from the provider's page
/** Receipts whose payment has been looked for. @type {Set<string>} */
const looked = new Set();

/** @param {string} visitId @param {Payment} payment */
function put(visitId, payment) {
  const { payments } = page.state;
  page.set({ payments: new Map(payments).set(visitId, latest(payments.get(visitId), payment)) });
}

/** Pays what a receipt still costs. @param {Visit} visit */
export const pay = ({ id, receipt }) => (receipt ? open(calls.checkoutPath(receipt.id), id) : undefined);

/** Has a deposit held. */
export const hold = () => open(calls.DEPOSITS, "");

/** @param {string} path @param {string} visitId */
function open(path, visitId) {
  return working(async () => {
    const payment = await ask(path, visitId);
    put(visitId, payment);
    await go(visitId, payment);
  });
}

/** A payment; one that is open already, here or on another phone, goes on. @param {string} path
 * @param {string} visitId @returns {Promise<Payment>} */
async function ask(path, visitId) {
  try {
    return await insist(path, {}, { key: keyFor(visitId), send: calls.write, ...once() });
  } catch (error) {
    if (!(error instanceof Refused)) throw error; // else the next attempt asks for the same payment
    if (error.reason === "checkout_in_progress") throw error;
    keepPaying(null);
    const id = error.details?.payment_id;
    if (error.status !== 409 || !id) throw error;
    return calls.paymentGet(id);
  }
}

/** A provider that is down is said at once; whoever still wants to pay taps again. */
function once() {
  const stop = new AbortController();
  const onTrouble = (/** @type {number} */ _, /** @type {unknown} */ problem) => stop.abort(problem);
  return { signal: stop.signal, onTrouble };
}

/** To where it is paid. @param {string} visitId @param {Payment} payment */
async function go(visitId, payment) {
  const { checkout, payment_id: id } = payment;
  keepPaying({ visitId, paymentId: id });
  const left = checkout ? await payAt(payment) : null;
  if (!left) return;
  const { proof, declined } = left;
  if (declined) page.set({ isDeclined: true });
  if (declined) keepPaying({ visitId, paymentId: id, isDeclined: true });
  if (proof) keepPaying({ visitId, paymentId: id, proof });
  await settle();
}

/** Goes on with a payment that is open. @param {string} visitId @param {Payment} payment */
export const goOn = (visitId, payment) => working(() => go(visitId, payment));

/** Leaves it for later. @param {string} visitId @param {Payment} payment */
export const giveUp = (visitId, { payment_id: id }) => working(async () => {
  put(visitId, await calls.paymentCancel(id, newKey()));
  keepPaying(null);
});

/** What the payment page has brought back. @returns {string|null} the visit that it is about; "" for a deposit */
export function arrive() {
  const { proof, declined } = back;
  back = NOTHING;
  const known = paying();
  if (!known?.paymentId || (!proof && !declined)) return null;
  if (declined) page.set({ isDeclined: true });
  keepPaying({ ...known, ...(proof ? { proof } : { isDeclined: true }) });
  return known.visitId;
}

/** Ends what was declined: whoever tries again before the provider has said so gets another payment.
 * @param {string} visitId @param {string} paymentId */
async function letGo(visitId, paymentId) {
  page.set({ busy: true });
  try {
    put(visitId, await calls.paymentCancel(paymentId, newKey()));
    keepPaying(null);
  } catch (error) {
    if (error instanceof Refused) keepPaying(null); // else it is tried again when the page is loaded anew
  } finally {
    page.set({ busy: false });
  }
}

/** Says that it was paid. The provider says so too, so nothing is lost when this is not answered. */
export async function settle() {
  const known = paying();
  if (known?.isDeclined && known.paymentId) return letGo(known.visitId, known.paymentId);
  if (!known?.proof || !known.paymentId) return;
  const { visitId, paymentId, proof } = known;
  try {
    await insist(calls.verifyPath(paymentId), proof, { send: calls.write });
  } catch (error) {
    if (!(error instanceof Refused)) throw error; // signed out: it is said when somebody is back
    toast(explain(error), { kind: "bad", lasting: true });
  }
  keepPaying({ visitId, paymentId });
  await refresh(visitId, paymentId);
}

/** How a payment is now, and what it has made of its receipt. @param {string} visitId @param {string} paymentId */
async function refresh(visitId, paymentId) {
  const payment = await calls.paymentGet(paymentId);
  put(visitId, payment);
  if (visitId && payment.status === "paid") await renew(visitId);
}

/** Finds the payment of a receipt that is looked at, once. @param {Visit} visit */
export function findPayment({ id, receipt }) {
  const known = paying();
  const paymentId = (known?.visitId === id && known.paymentId) || receipt?.payment_id;
  if (!receipt || !paymentId || looked.has(receipt.id) || page.state.payments.has(id)) return;
  looked.add(receipt.id);
  refresh(id, paymentId).catch(() => undefined); // it can be paid all the same
}

/** Finds the deposit that waits for its visit, or for its money. */
export async function findDeposit() {
  const found = await Promise.all(["authorised", "created"].map(calls.paymentsGet));
  const deposit = found.flatMap(({ results }) => results).find((each) => each.kind === "deposit" && !each.visit_id);
  if (deposit) put("", deposit);
}

/** A visit has taken it. @param {Visit} visit */
export function spend({ deposit_id: spent }) {
  if (!spent || page.state.payments.get("")?.payment_id !== spent) return;
  const payments = new Map(page.state.payments);
  payments.delete("");
  page.set({ payments });
}

/** Of what is being paid elsewhere only its payment tells. @param {() => string|null} shown whose is looked at */
export function watchPayments(shown) {
  setInterval(() => {
    const visitId = shown();
    const payment = visitId === null ? null : page.state.payments.get(visitId);
    if (document.hidden || payment?.status !== "created") return;
    refresh(visitId ?? "", payment.payment_id).catch(() => undefined); // it is asked for again
  }, ASK_MS);
}

/** One of these at a time; what goes wrong is shown where the button is. @param {() => Promise<unknown>} work */
async function working(work) {
  if (page.state.busy) return;
  page.set({ busy: true, payError: null, isDeclined: false });
  try {
    await work();
  } catch (error) {
    page.set({ payError: error });
  } finally {
    page.set({ busy: false });
  }
}

/** Why a payment came to nothing; "" while nothing is wrong. @param {Payment|undefined} payment */
export function failureWords(payment) {
  const { isDeclined, payError } = page.state;
  if (payError) return explain(payError);
  const words = FAILURES[isDeclined ? "failed" : payment?.status ?? ""];
  return words ? words() : "";
}

/** @type {Record<string, () => string>} */
const FAILURES = {
  failed: () => t("The payment was declined. Nothing was charged. Try again, or pay in another way."),
  expired: () => t("The time for paying is over. Nothing was charged. Try again."),
  refund_due: () => t("That money came too late or twice. It goes back by itself."),
  refunded: () => t("That money came too late or twice. It was sent back."),
};
