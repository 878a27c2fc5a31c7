/** The forms of a machine's page: its stock, what it is called and costs, a test. */

import { confirm } from "../../pages/dialog.js";
import { toast } from "../../pages/dom.js";
import { Form, Wrong } from "../../pages/form.js";
import { currency, decimals, priceText } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { wholeOf } from "../../pages/whole.js";
import { send } from "./acts.js";
import { machineChange, stockSet, testDispense } from "./calls.js";
import { more, openSale } from "./machine_state.js";
import { amountOf, degreesOf } from "./reading.js";
import { page } from "./state.js";
import { REFUSED } from "./words.js";

/** @typedef {import("./calls.js").Machine} Machine */
/** @typedef {import("./calls.js").Act} Act */

const MOST = 1_000_000; // units in a machine
const MOST_TEST = 5; // units of a test

/**
 * @typedef {object} Forms
 * @property {string} id the machine
 * @property {Form} stock
 * @property {number} seen how many units were inside when somebody began to type
 * @property {Form|null} settings null until the machine was read
 * @property {Form} test
 * @property {string} tested the transaction of the last test; "" before the first
 */

/** @type {Forms} */
export const forms = { id: "", seen: 0, settings: null, tested: "", stock: stockForm(), test: testForm() };

/** Begins anew, for another machine. @param {string} id */
export function startForms(id) {
  const inside = page.state.machines.get(id)?.current_stock ?? 0;
  Object.assign(forms, { id, seen: inside, settings: null, tested: "", stock: stockForm(inside), test: testForm() });
}

/** What was not touched shows how things are. @param {Machine} row */
export function followRow({ current_stock: inside }) {
  if (forms.stock.dirty() || forms.stock.busy) return;
  forms.seen = inside;
  forms.stock.set("stock", String(inside));
  forms.stock.clean();
}

/** Sends it until it is answered; the form says what is in the way. @param {Form} form @param {Act} act */
async function sent(form, act) {
  const answer = await send(act, (trouble) => form.tell(t("{trouble} It is sent as soon as it can be.", { trouble })));
  form.tell("");
  return answer;
}

/** @param {number} [inside] */
function stockForm(inside = 0) {
  return new Form({
    changed: page.changed, places: { stock_changed: "stock" },
    reasons: { ...REFUSED, stock_changed: (error) => changedWords(error?.details?.current_stock) },
    fields: [{ name: "stock", label: t("Units inside now"), value: String(inside), required: true, inputmode: "numeric",
      autocomplete: "off", maxlength: 7, read: wholeOf(0, MOST) }],
    save: async ({ stock }) => {
      if (!await isMeant(stock)) throw new Wrong(t("Nothing was saved."));
      await sent(forms.stock, stockSet(forms.id, stock, forms.seen));
      forms.seen = stock;
      toast(n("{count} unit is inside.", "{count} units are inside.", stock));
    },
  });
}

/** Fewer units than before are asked about: the others are gone. @param {number} stock */
async function isMeant(stock) {
  const inside = page.state.machines.get(forms.id)?.current_stock ?? 0;
  return stock >= inside || confirm({ title: t("Fewer units than before?"), danger: true,
    text: t("By the book {inside} are inside, you say {units}.", { inside, units: stock }),
    yes: t("Yes, {units} are inside", { units: stock }) });
}

/** Something was sold, or somebody else has filled it, while somebody typed. @param {number|undefined} inside */
function changedWords(inside) {
  const before = forms.seen;
  forms.seen = inside ?? page.state.machines.get(forms.id)?.current_stock ?? before;
  return t("Meanwhile {before} became {now}. Count again, then save.", { before, now: forms.seen });
}

/** The form of what the machine is called, costs, and where it stands. @param {import("./calls.js").More} row */
export function settingsForm(row) {
  /** @type {Record<string, any>} */
  const known = { name: row.name, location: row.location, unit_price_paise: row.unit_price_paise,
    latitude: row.latitude, longitude: row.longitude };
  const form = new Form({
    changed: page.changed, reasons: REFUSED,
    fields: [
      { name: "name", label: t("Name"), value: row.name, maxlength: 200, autocomplete: "off" },
      { name: "location", label: t("Where it stands"), value: row.location, maxlength: 200, autocomplete: "off" },
      priceField(row.unit_price_paise),
      { name: "latitude", label: t("Latitude"), value: String(row.latitude ?? ""), inputmode: "text", maxlength: 12,
        autocomplete: "off", read: degreesOf(90) },
      { name: "longitude", label: t("Longitude"), value: String(row.longitude ?? ""), inputmode: "text", maxlength: 12,
        autocomplete: "off", read: degreesOf(180) },
    ],
    save: async (values) => {
      if ((values.latitude === null) !== (values.longitude === null)) {
        throw new Wrong(t("Latitude and longitude belong together: fill in both, or none."),
          values.latitude === null ? "latitude" : "longitude");
      }
      const some = differing(values, known);
      if (Object.keys(some).length) await sent(form, machineChange(row.machine_id, some));
      Object.assign(known, values);
      toast(t("Saved."));
      more.show(row.machine_id);
    },
  });
  return form;
}

/** What is to be changed: nobody else's change is undone by what was left as it was. A place is changed as a whole.
 * @param {Record<string, any>} values @param {Record<string, any>} known @returns {Record<string, any>} */
function differing(values, known) {
  const names = Object.keys(values).filter((name) => values[name] !== known[name]);
  const isMoved = names.some((name) => name === "latitude" || name === "longitude");
  const all = new Set([...names, ...(isMoved ? ["latitude", "longitude"] : [])]);
  return Object.fromEntries([...all].map((name) => [name, values[name]]));
}

/** @param {number|null} price in minor units @returns {import("../../pages/form.js").Field} */
export const priceField = (price) => ({
  name: "unit_price_paise", label: t("Price of a unit in {currency}", { currency }),
  value: price === null ? "" : priceText(price), required: true, inputmode: "decimal", maxlength: 16,
  autocomplete: "off", read: amountOf(decimals), hint: t("It holds for new orders."),
});

function testForm() {
  return new Form({
    changed: page.changed, reasons: REFUSED,
    fields: [
      { name: "quantity", label: t("How many units"), value: "1", required: true, inputmode: "numeric", maxlength: 1,
        autocomplete: "off", read: wholeOf(1, MOST_TEST) },
      { name: "reason", label: t("Why (you may leave this empty)"), maxlength: 200, autocomplete: "off" },
    ],
    save: async (values) => {
      const sale = await sent(forms.test, testDispense(forms.id, values));
      forms.tested = sale.transaction_id;
      openSale(sale.transaction_id);
    },
  });
}
