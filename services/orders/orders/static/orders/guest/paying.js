// Paying on this phone: what is chosen of the bill, opening a payment, coming back from where it is paid, giving it up.
import { Refused, get, insist, newKey, post } from "../../pages/api.js";
import { say } from "../../pages/dom.js";
import { money, priceText, units } from "../../pages/money.js";
import { latest, payAt } from "../../pages/paying.js";
import { makeStore } from "../../pages/store.js";
import { t } from "../../pages/texts.js";
import { keep, kept, phoneHeaders } from "./kept.js";
import { choiceOf, partOf, wantedNow } from "./pay_choice.js";
import { keepReceipt } from "./receipts.js";
import { page, table } from "./state.js";
import { wordOnce } from "./word.js";

const ASK_MS = 4000; // ms between two looks at a payment that is open

export const paying = makeStore({
  bill: null, // as the server answers it; null until it has
  payment: null, // the one of this phone that the sheet is about
  busy: false,
  error: null, // what the last attempt came to
  isDeclined: false, // by the provider, at the last attempt
  isAnew: false, // the bill has become another one since: look again
  choice: { part: "", picked: null, of: 0, count: 1, amount: "", tip: "0", ownTip: "" },
});

/** Another choice. */
export const choose = (some) =>
  paying.set({ choice: { ...paying.state.choice, ...some }, error: null, isAnew: false });

const path = (act, id) => `/orders/payments/${act}/${encodeURIComponent(id)}/`;

let wanted = 0;

/** The bill as it is now. */
export async function loadBill() {
  const turn = (wanted += 1);
  const query = new URLSearchParams({ guest_key: kept().key });
  const bill = await get(`/orders/bills/get/${encodeURIComponent(table.code)}/?${query}`);
  if (turn !== wanted) return;
  const { choice } = paying.state;
  const part = kept().paying ? choice.part : partOf(bill, choice); // what is shown does not turn by itself later
  paying.set({ bill, choice: { ...choice, part } });
}

let heard = ""; // what the bill depends on, as the stream has told of it when it was loaded

/** Loads the bill and the payment that is open when something of them has changed at the table. */
function follow() {
  const { paid, pending, state } = table.session ?? {};
  const parts = ({ id, quantity, state: step, discount, voided }) => [id, quantity, step, discount, voided];
  const orders = [...table.orders.values()].map(parts);
  const now = JSON.stringify([table.code, paid, pending, state, orders]);
  if (now === heard) return;
  heard = now;
  renew();
}

async function renew() {
  try {
    await Promise.all([loadBill(), lookUp()]);
  } catch (error) {
    if (!paying.state.bill) paying.set({ error });
  }
}

/** Keeps the sheet in step with the table; returns how to stop that. */
export function start() {
  heard = "";
  follow();
  settle();
  const stop = page.watch(follow);
  const timer = setInterval(() => !document.hidden && isOpen() && lookUp().catch(() => {}), ASK_MS);
  return () => {
    stop();
    clearInterval(timer);
    paying.set({ payment: null, error: null, isDeclined: false, isAnew: false });
  };
}

/** Whether the payment of this phone waits for its money. */
export const isOpen = () => paying.state.payment?.status === "created";

/** How the payment of this phone is now. */
async function lookUp() {
  const id = kept().paying?.id;
  if (id) take(await get(path("get", id)));
}

/** A payment as it is now; one that is over is kept with its receipt, or forgotten. */
function take(answer) {
  const before = paying.state.payment;
  const payment = latest(before, answer);
  paying.set({ payment });
  if (payment.status === "created") return;
  if (kept().paying?.id === payment.payment_id) keep((own) => (own.paying = null));
  if (payment.status !== "paid") return;
  keepReceipt(payment);
  if (before?.status === "created") say(t("Paid: {amount}", { amount: money(units(payment.total)) }));
}

/** Whether nobody has answered what this phone has asked for: then it may be open or not. */
export const isUnanswered = () => Boolean(kept().paying && !kept().paying.id);

/** Asks for the same again: it is opened once. */
export const askAgain = () => working(() => open(JSON.parse(kept().paying.asked)));

/** Chooses anew; what may have been opened is given up by what is opened next. */
export const letGo = () => (keep((own) => (own.paying = null)), paying.set({ error: null }));

/** Opens a payment of what is chosen, and goes to where it is paid. */
export async function pay() {
  const { bill, choice } = paying.state;
  const { amount, tip, ...wants } = wantedNow(bill, choice);
  if (!(await wordOnce())) return;
  if (wants.part === "amount") wants.amount = priceText(amount);
  const body = { ...wants, tip: priceText(tip), expected: priceText(amount), guest: kept().guest };
  keep((own) => (own.paying = { key: newKey(), asked: JSON.stringify(body), id: null }));
  await working(() => open(body));
}

async function open(body) {
  const { key } = kept().paying;
  const payment = await post(`/orders/bills/pay/${table.code}/`, body, { key, headers: phoneHeaders() });
  keep((own) => (own.paying = { ...own.paying, id: payment.payment_id }));
  take(payment);
  await go(payment);
}

/** To where a payment is paid. */
async function go(payment) {
  const back = await payAt(payment);
  if (!back) return; // the page is left, and comes back
  if (back.proof || back.declined) {
    keep((own) => Object.assign(own.paying ?? {}, back.proof ? { proof: back.proof } : { isDeclined: true }));
  }
  await settle();
}

/** Goes on with the payment that is open. */
export const goOn = () => working(() => go(paying.state.payment));

/** Gives it up: others may pay that. */
export const giveUp = () => working(() => cancel(paying.state.payment.payment_id));

async function cancel(id) {
  const { asked } = kept().paying ?? {};
  if (asked) choose(choiceOf(JSON.parse(asked)));
  take(await post(path("cancel", id), {}, { key: newKey() }));
  paying.set({ payment: null });
  await loadBill();
}

/** Pays something more. */
export const payMore = () => paying.set({ payment: null, error: null, isDeclined: false });

/** Says to the server what the payment page has brought back. The provider says so too, so nothing is lost without. */
export async function settle() {
  const { id, proof, isDeclined } = kept().paying ?? {};
  if (!id || (!proof && !isDeclined)) return;
  try {
    if (isDeclined) await cancel(id);
    else await insist(path("verify", id), proof, { send: post });
  } catch (error) {
    if (!(error instanceof Refused)) return; // it is said again when the page is loaded anew
    paying.set({ error });
  }
  keep((own) => own.paying && Object.assign(own.paying, { proof: null, isDeclined: false }));
  paying.set({ isDeclined });
  await lookUp().catch(() => {});
}

const ANEW = new Set(["bill_changed", "too_much", "already_paid", "nothing_to_pay", "order_not_found"]);

/** One of these at a time; what goes wrong is shown where the button is. */
async function working(work) {
  if (paying.state.busy) return;
  paying.set({ busy: true, error: null, isDeclined: false, isAnew: false });
  try {
    await work();
  } catch (error) {
    const isAnew = error instanceof Refused && ANEW.has(error.reason);
    if (error instanceof Refused && !kept().paying?.id) keep((own) => (own.paying = null));
    paying.set({ error, isAnew });
    if (isAnew) await loadBill().catch(() => {});
  } finally {
    paying.set({ busy: false });
  }
}
