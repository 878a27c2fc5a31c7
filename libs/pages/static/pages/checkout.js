/** The provider's own Checkout, where it has no page to go to. Its script is loaded when somebody pays. */

import { Unreachable } from "./api.js";
import { h } from "./dom.js";

/** @typedef {import("./paying.js").Back} Back */

/** What a payment's answer tells a browser: `amount_minor` in the currency's smallest unit.
 * @typedef {{key: string, order_id: string, amount_minor: number}} Order */

const SCRIPT = "https://checkout.razorpay.com/v1/checkout.js";

/** @type {Promise<void>|null} */
let loading = null;

/** Raises Unreachable; the next call tries again. */
function load() {
  loading ??= new Promise((resolve, reject) => {
    const failed = () => {
      loading = null;
      script.remove();
      reject(new Unreachable());
    };
    const script = h("script", { src: SCRIPT, on: { load: () => resolve(), error: failed } });
    document.head.append(script);
  });
  return loading;
}

/**
 * Opens it over the page, and tells how it was left. Another try is another payment, so its own retry is off.
 * @param {Order} order
 * @param {string} currency ISO 4217
 * @returns {Promise<Back>} raises Unreachable when it does not load
 */
export async function openCheckout({ key, order_id: id, amount_minor: amount }, currency) {
  await load();
  const { Razorpay } = /** @type {any} */ (globalThis);
  return new Promise((resolve) => {
    const box = new Razorpay({
      key, order_id: id, amount, currency, retry: { enabled: false },
      handler: (/** @type {object} */ proof) => resolve({ proof, declined: false }),
      modal: { ondismiss: () => resolve({ proof: null, declined: false }) },
    });
    box.on("payment.failed", () => resolve({ proof: null, declined: true }));
    box.open();
  });
}
