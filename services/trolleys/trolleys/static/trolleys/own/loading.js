/** Reads one's own cart, and what has become of its payment: it has no stream. */

import { Refused } from "../../pages/api.js";
import { takeBack } from "../../pages/paying.js";
import { cartGet, paymentGet } from "../cart/calls.js";
import { pump } from "../cart/outbox.js";
import { keepPayment, lastPayment, readReceipt, settle } from "../cart/pay.js";
import { cart, isPaying, takeLines } from "../cart/state.js";

const ASK_EVERY_MS = 3000;

const NOTHING = { proof: null, declined: false };
let back = takeBack(); // from the provider's page
let timer = 0;

/** The cart as it is now. */
export async function load() {
  clearTimeout(timer);
  await readPayment();
  takeLines((await cartGet()).items);
  pump();
}

async function readPayment() {
  const id = lastPayment();
  if (!id) return;
  try {
    const came = back;
    back = NOTHING;
    await settle(came, id);
    cart.set({ payment: await paymentGet(id) });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    keepPayment(null); // somebody else's, by now
    return;
  }
  const { payment } = cart.state;
  if (payment?.receipt_id) await readReceipt(payment.receipt_id);
  if (isPaying()) timer = setTimeout(() => load().catch(() => undefined), ASK_EVERY_MS);
}

/** The receipt was seen. */
export function done() {
  keepPayment(null);
  cart.set({ payment: null, receipt: null });
}
