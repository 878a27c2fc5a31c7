// Changing a bill: discounts, what need not be paid, putting it back, giving money back. Each with a reason.
import { money, priceText, units } from "../../pages/money.js";
import { stepper } from "../../pages/stepper.js";
import { t } from "../../pages/texts.js";
import { html, live, nothing, repeat } from "../../pages/view.js";
import { amountField, readAmount } from "./amount_field.js";
import { keptOf, kindName, linesOf } from "./bill_lines.js";
import { askChange } from "./change_dialog.js";
import { chip, chipsView, lineCheck } from "./chips.js";

const PERCENTS = [5, 10, 20, 50, 100]; // one tap each

/** Percent, or an amount, off the whole bill or off chosen lines. */
export function discount(account) {
  const asked = { way: "percent", percent: "10", amount: "", orders: new Set() };
  const percent = () => Number(asked.percent.trim().replace(",", "."));
  const isFit = () => /^\d{1,3}([.,]\d{1,2})?$/.test(asked.percent.trim()) && percent() > 0 && percent() <= 100;
  askChange(account, {
    title: t("Discount: {table}", { table: account.name() }),
    hint: t("It stays on the bill with the reason."),
    reasons: [t("Long wait"), t("Something was not right"), t("Regular guest"), t("Staff meal"), t("On the house")],
    yes: t("Give the discount"), asked,
    view: (set) => discountView(account.state.bill, asked, set, isFit()),
    wrong: () => {
      if (asked.way === "percent") return isFit() ? "" : t("Type a percentage from 0.01 to 100.");
      return readAmount(asked.amount) ? "" : t("Type the amount.");
    },
    write: (reason) => ({
      path: `/orders/bills/discount/${account.code}/`,
      body: { reason,
        ...(asked.way === "percent" ? { percent: percent() } : { amount: priceText(readAmount(asked.amount)) }),
        ...(asked.orders.size ? { orders: [...asked.orders] } : {}) },
      what: t("Discount, {table}", { table: account.name() }),
    }),
  });
}

function discountView(bill, { way, percent, amount, orders }, set, isFit) {
  const turn = (id, isOn) => {
    const next = new Set(orders);
    if (isOn) next.add(id);
    else next.delete(id);
    set({ orders: next });
  };
  const lines = linesOf(bill).filter(({ amount: left }) => units(left) > 0);
  return html`${chipsView(t("How much"), [["percent", t("Percent")], ["amount", t("An amount")]], way,
    (chosen) => set({ way: chosen }))}
    ${way === "amount" ? amountField({ label: t("Amount"), value: amount, set: (typed) => set({ amount: typed }) })
    : html`<label class="field"><span>${t("Percent")}</span><input inputmode="decimal" dir="ltr" maxlength="6"
        autocomplete="off" aria-invalid=${String(!isFit)} .value=${live(percent)}
        @input=${({ target }) => set({ percent: target.value })}></label>
      <div class="row" role="group" aria-label=${t("Percent")}>${PERCENTS.map((each) =>
    chip(`${each} %`, Number(percent) === each, () => set({ percent: String(each) })))}</div>`}
    <fieldset class="checks"><legend>${t("Off these lines (nothing chosen: the whole bill)")}</legend>${
    repeat(lines, ({ order_id: id }) => id, (line) =>
      lineCheck(line, line.amount, orders.has(line.order_id), (isOn) => turn(line.order_id, isOn)))}</fieldset>`;
}

/** So many of a line need not be paid. */
export function voidLine(account, { order_id: id, name, quantity }) {
  let count = quantity;
  const { node } = stepper({ name, quantity, most: quantity, change: (wanted) => (count = wanted) });
  askChange(account, {
    title: t("Take {name} off the bill?", { name }),
    hint: t("It is not paid for, and stays on the bill with the reason."),
    reasons: [t("Sent back"), t("Never came"), t("Entered by mistake"), t("On the house")],
    yes: t("Take it off"),
    view: () => (quantity > 1 ? html`<div class="field"><span>${t("How many of {count}?", { count: quantity })}</span>${
      node}</div>` : nothing),
    write: (reason) => ({
      path: `/orders/bills/void/${account.code}/`,
      body: { order_id: id, quantity: count, reason },
      what: t("{name} off the bill, {table}", { name, table: account.name() }),
    }),
  });
}

/** Put back what was taken off. */
export function revert(account, { id, amount }) {
  askChange(account, {
    title: t("Put {amount} back on the bill?", { amount: money(units(amount)) }),
    reasons: [t("Entered by mistake"), t("Agreed otherwise with the guests")],
    yes: t("Put it back"),
    write: (reason) => ({
      path: `/orders/bills/revert/${account.code}/${id}/`, body: { reason },
      what: t("Put back, {table}", { table: account.name() }),
    }),
  });
}

/** Give money of a payment back: all that is left of it, or an amount and a tip. */
export function refund(account, payment) {
  const kept = keptOf(payment);
  const asked = { way: "all", amount: "", tip: "" };
  const typed = () => [readAmount(asked.amount), readAmount(asked.tip)];
  askChange(account, {
    title: t("Give back: {kind}, {amount}", { kind: kindName(payment.kind), amount: money(units(payment.amount)) }),
    hint: payment.kind === "online" ? t("It goes back by the provider, and takes some days.")
      : t("Hand it over now: it counts at once."),
    reasons: [t("Paid twice"), t("Something was not right"), t("Entered by mistake")],
    yes: t("Give it back"), asked,
    view: (set) => refundView(kept, asked, set),
    wrong: () => {
      const [amount, tip] = typed();
      if (asked.way === "all") return "";
      if (!(amount + tip) || amount === null || tip === null) return t("Type the amount.");
      return amount > kept.amount || tip > kept.tip ? t("That is more than is left of it.") : "";
    },
    write: (reason) => {
      const [amount, tip] = typed();
      const some = asked.way === "all" ? {} : { amount: priceText(amount), tip: priceText(tip) };
      return { path: `/orders/payments/refund/${payment.payment_id}/`, body: { reason, ...some },
        what: t("Money back, {table}", { table: account.name() }) };
    },
  });
}

function refundView(kept, { way, amount, tip }, set) {
  const all = money(kept.amount + kept.tip);
  const ways = [["all", t("All of it: {amount}", { amount: all })], ["amount", t("An amount")]];
  return html`${chipsView(t("How much"), ways, way, (chosen) => set({ way: chosen }))}
    ${way === "all" ? nothing : html`${amountField({ label: t("Amount"), value: amount,
    set: (typed) => set({ amount: typed }), hint: t("Up to {amount}.", { amount: money(kept.amount) }) })}
      ${kept.tip > 0 ? amountField({ label: t("Of the tip"), value: tip, set: (typed) => set({ tip: typed }),
    hint: t("Up to {amount}.", { amount: money(kept.tip) }) }) : nothing}`}`;
}
