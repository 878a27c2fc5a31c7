/** What happens at the exit: codes of receipts are checked, each once, and asked for until there is an answer. */

import { money, units } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { send } from "./acts.js";
import { receiptVerify } from "./calls.js";
import { play } from "./ring.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").Exit} Exit */

const SHOWN = 6; // codes
let turn = 0;

/**
 * Checks a code. One that is being checked is not checked twice.
 * @param {string} typed
 * @returns {Promise<Exit|null>} what came of it; null when it is on its way already, or when nothing was typed
 */
export async function verify(typed) {
  const code = typed.trim();
  if (!code || page.state.exits.some((each) => each.busy && each.code === code)) return null;
  const own = (turn += 1);
  /** @type {Exit} */
  const entry = { turn: own, code, busy: true, trouble: "", receipt: null, error: null };
  page.set({ exits: [entry, ...page.state.exits].filter(({ busy }, at) => busy || at < SHOWN) });
  try {
    const receipt = await send(receiptVerify(code), (trouble) => change(own, { trouble }));
    play("good");
    return change(own, { busy: false, receipt });
  } catch (error) {
    play("bad");
    return change(own, { busy: false, error });
  }
}

/** @param {number} own @param {Partial<Exit>} some @returns {Exit|null} null when it is shown no more */
function change(own, some) {
  const exits = page.state.exits.map((each) => (each.turn === own ? { ...each, ...some } : each));
  page.set({ exits });
  return exits.find((each) => each.turn === own) ?? null;
}

/** The camera checks what it sees, until it is closed. */
export async function film() {
  const { openCamera } = await import("../../pages/camera.js");
  await openCamera({
    title: t("Scan the codes of receipts"), formats: ["qr_code"],
    onCode: async ({ text }) => {
      const found = await verify(text);
      return found ? { state: found.receipt ? "good" : "bad", words: verdict(found) } : undefined;
    },
  });
}

/** What came of it, in a sentence. @param {Exit} entry */
export function verdict({ receipt, error, trouble }) {
  if (error) return explain(error);
  if (!receipt) return trouble ? t("{trouble} It is asked again.", { trouble }) : t("One moment…");
  const things = n("Paid: {count} thing", "Paid: {count} things", receipt.items);
  return t("{things}, {total}", { things, total: money(units(receipt.total)) });
}
