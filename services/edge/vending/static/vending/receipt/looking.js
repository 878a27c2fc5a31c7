/** Reads the receipt until nothing changes any more. */

import { Refused } from "../../pages/api.js";
import { say } from "../../pages/dom.js";
import { drawn } from "../../pages/qr.js";
import { receiptGet } from "./calls.js";
import { page } from "./state.js";
import { stateWords } from "./words.js";

/** @typedef {import("./calls.js").Receipt} Receipt */

const EVERY_MS = 3000;
const OPEN = new Set(["ordered", "paid", "dispensing", "review", "refund_due"]);

/** Whether something may still happen. @param {Receipt} receipt */
export const isOpen = ({ state, refunds }) => OPEN.has(state) || refunds.some(({ done_at: done }) => done === null);

export async function look() {
  const before = page.state.receipt;
  try {
    const receipt = await receiptGet(page.state.id);
    page.set({ receipt, error: null, isCut: false });
    if (before && before.state !== receipt.state) say(stateWords(receipt).title);
  } catch (error) {
    if (error instanceof Refused) page.set({ error });
    else page.set({ isCut: true });
  }
}

/** While somebody looks. */
export function keepLooking() {
  const again = () => {
    const { receipt, error } = page.state;
    if (!document.hidden && !error && (!receipt || isOpen(receipt))) look();
  };
  setInterval(again, EVERY_MS);
  document.addEventListener("visibilitychange", again);
  addEventListener("online", again);
  look();
}

/** The address as a code, under the name that this page was opened by. */
export async function draw() {
  const address = location.origin + location.pathname;
  page.set({ picture: await drawn(address).catch(() => "") });
}
