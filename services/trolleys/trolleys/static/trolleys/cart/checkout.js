/** The provider's own Checkout, where it has no page to go to. Its script is loaded when somebody pays. */

import { Unreachable } from "../../pages/api.js";
import { h } from "../../pages/dom.js";

/** @typedef {import("./calls.js").Payment} Payment */
/** @typedef {import("./pay.js").Back} Back */

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
 * @param {Payment} payment with its `checkout`
 * @returns {Promise<Back>} raises Unreachable when it does not load
 */
export async function openCheckout({ checkout, currency }) {
  await load();
  const { Razorpay } = /** @type {any} */ (globalThis);
  return new Promise((resolve) => {
    const box = new Razorpay({
      key: checkout?.key, order_id: checkout?.order_id, amount: checkout?.amount_minor, currency,
      retry: { enabled: false },
      handler: (/** @type {object} */ proof) => resolve({ proof, declined: false }),
      modal: { ondismiss: () => resolve({ proof: null, declined: false }) },
    });
    box.on("payment.failed", () => resolve({ proof: null, declined: true }));
    box.open();
  });
}
