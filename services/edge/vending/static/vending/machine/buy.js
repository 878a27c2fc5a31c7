/** From a machine that is ours to the goods: ordering, paying, having them given out, giving the machine back. */

import { Refused, insist } from "../../pages/api.js";
import { say, toast } from "../../pages/dom.js";
import { payAt, takeBack } from "../../pages/paying.js";
import { t } from "../../pages/texts.js";
import * as calls from "./calls.js";
import { lookAgain } from "./follow.js";
import { clientId, keep, kept, transactionId } from "./kept.js";
import { page, sale } from "./state.js";

/** @typedef {import("../../pages/paying.js").Back} Back */

let isSettling = false;

/** What the payment page has brought back in the address is kept until the service has taken it. */
export function arrive() {
  const { machineId } = page.state;
  const { proof, declined } = takeBack();
  if (proof && kept(machineId).transactionId) keep(machineId, { proof });
  else if (proof) toast(t("Paid. The machine gives it out by itself within 15 seconds."), { lasting: true });
  if (declined) page.set({ isDeclined: true });
}

/** Orders what is wished, and goes to pay it; an order that is there already is paid. */
export const pay = () => working("order", async () => {
  const open = openCheckout();
  page.set({ isDeclined: false });
  return go(open ?? (await order()));
});

/** The checkout of the order that is open, if it was made here. */
function openCheckout() {
  const open = sale();
  const { orderId, checkout } = kept(page.state.machineId);
  return open?.state === "ordered" && !page.state.isChanging && orderId === open.order_id ? checkout : undefined;
}

/** @returns {Promise<import("./calls.js").Checkout>} */
async function order() {
  const { machineId, quantity, status } = page.state;
  const open = sale()?.state === "ordered" ? sale() : null;
  const id = open?.transaction_id ?? transactionId(machineId, status?.transaction?.transaction_id);
  const amount = quantity * (status?.unit_price_paise ?? 0);
  const metadata = { transaction_id: id, client_id: clientId(), machine_id: machineId };
  const { id: orderId, checkout } = await calls.orderCreate(amount, metadata);
  if (!checkout) throw new Refused(500, "payments_not_configured");
  keep(machineId, { transactionId: id, orderId, checkout });
  page.set({ isChanging: false });
  return checkout;
}

/** @param {import("./calls.js").Checkout} checkout */
async function go(checkout) {
  const back = await payAt({ checkout, currency: page.state.status?.currency ?? "" });
  if (!back) return undefined;
  const { proof, declined } = back;
  if (declined) page.set({ isDeclined: true });
  if (proof) keep(page.state.machineId, { proof });
  return settle();
}

/** Says that it was paid, then asks for the goods. The provider says so too: nothing is lost without an answer. */
export async function settle() {
  if (isSettling) return;
  isSettling = true;
  try {
    await verify();
    await trigger();
  } finally {
    isSettling = false;
  }
}

/** Without the code nobody could ask for the goods: then it is left to the provider's word, which needs none. */
async function verify() {
  const { machineId } = page.state;
  const { proof, code } = kept(machineId);
  if (!proof || !code) return;
  try {
    await insist("/verify-payment", proof, { send: calls.write, onTrouble });
    keep(machineId, { proof: undefined });
    await lookAgain();
  } catch (error) {
    keep(machineId, { proof: undefined });
    page.set({ saleError: error });
  }
}

/** The machine gives out what is paid; asking again with the same words gets the same answer. */
async function trigger() {
  const { machineId, triggerError } = page.state;
  const { code } = kept(machineId);
  const paid = sale();
  if (paid?.state !== "paid" || !code || triggerError) return;
  const { quantity, transaction_id: id, amount } = paid;
  const body = { client_id: clientId(), access_code: code, quantity, transaction_id: id, amount };
  try {
    await insist(calls.path(machineId, "trigger-dispense"), body, { send: calls.write, onTrouble });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    page.set({ triggerError: error });
  }
  await lookAgain();
}

/** @param {number} _ @param {unknown} problem */
const onTrouble = (_, problem) => page.set({ isCut: !(problem instanceof Refused) });

/** Lets the next one have the machine. What is paid and was not given out goes back. */
export const giveBack = () => working("unlock", async () => {
  const { machineId } = page.state;
  const open = sale();
  keep(machineId, { left: open?.transaction_id });
  try {
    await calls.unlock(machineId, clientId());
  } catch (error) {
    if (!(error instanceof Refused && error.status === 409 && error.reason !== "dispense_in_progress")) throw error;
  }
  page.set({ isChanging: false, isDeclined: false, triggerError: null });
  await lookAgain();
  say(t("You have given the machine back."));
});

/** Turns away from what is over: to the code again. */
export function startAgain() {
  const { machineId } = page.state;
  keep(machineId, { done: sale()?.transaction_id ?? kept(machineId).done, transactionId: undefined, checkout: undefined,
    orderId: undefined, code: undefined });
  page.set({ hasLapsed: false, wasBeaten: false, typed: "", codeError: null, saleError: null, isDeclined: false,
    triggerError: null });
}

/**
 * One of these at a time; what goes wrong is shown where the button is.
 * @param {"order"|"unlock"} busy
 * @param {() => Promise<unknown>} work
 */
async function working(busy, work) {
  if (page.state.busy) return;
  page.set({ busy, saleError: null });
  try {
    await work();
  } catch (error) {
    page.set({ saleError: error });
    await lookAgain();
  } finally {
    page.set({ busy: "" });
  }
}
