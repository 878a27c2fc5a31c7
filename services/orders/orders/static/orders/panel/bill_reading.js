// The bill of a table as the server has it, read anew whenever something of it has changed.
import { signedGet } from "../../pages/login.js";
import { makeStore } from "../../pages/store.js";
import { whyRefused } from "./refusals.js";
import { billsAge, panel, watch } from "./state.js";

/** Whether the server can be asked now: money is never taken on a guess. */
export const isConnected = () => panel.link.kind === "live" || panel.link.kind === "polling";

/** What a bill hangs on, as the stream tells it. */
function standOf(code) {
  const orders = [...(panel.sessions.get(code)?.orders.values() ?? [])];
  return [billsAge(), ...orders.map(({ id, state, changed }) => `${id} ${state} ${changed}`)].join();
}

/**
 * Follow the bill of a table: {code, name(), state: {bill, problem}, read, watch, stop}. Its watchers hear of all
 * changes of the panel.
 */
export function followBill({ code, name }) {
  const store = makeStore({ bill: null, problem: "" });
  let known = "", turn = 0;
  const read = async () => {
    const mine = (turn += 1);
    known = standOf(code);
    try {
      const bill = await signedGet(`/orders/bills/get/${code}/`);
      if (mine === turn) store.set({ bill, problem: "" });
    } catch (error) {
      if (mine === turn) store.set({ problem: whyRefused(error) });
    }
  };
  const stop = watch(() => {
    if (standOf(code) !== known) read();
    store.changed();
  });
  read();
  const called = () => panel.sessions.get(code)?.name ?? name;
  return { code, name: called, state: store.state, read, watch: store.watch, stop };
}
