/** The form that says what lies on a scale. */

import { toast } from "../../pages/dom.js";
import { Form, Wrong } from "../../pages/form.js";
import { t } from "../../pages/texts.js";
import { wholeOf } from "../../pages/whole.js";
import { sent } from "./acts.js";
import { changesOf, scaleSet } from "./calls.js";
import { readAgain } from "./machine.js";
import { productField } from "./product_field.js";
import { page } from "./state.js";
import { REFUSED, explain } from "./words.js";

/** @typedef {import("./calls.js").Scale} Scale */

/** @typedef {object} Editing
 * @property {string} scale the number of the scale; "" for one that is still to be named
 * @property {Form} form
 * @property {import("./calls.js").Change|null} measured the change whose weight stands in the form
 * @property {string} hint what to do to measure a unit; "" for nothing
 * @property {boolean} busy whether it is being measured */

const HEAVIEST = 10_000_000; // grams
const SHARE = 10; // a tenth of a unit is the tolerance where none is typed
const LONGEST = 10; // characters of a scale's number

/** The scale that somebody is about. @type {{now: Editing|null}} */
export const editing = { now: null };

export function forgetScales() {
  editing.now = null;
}

/** @param {string} machine @param {string} scale "" for one whose number is typed @param {Scale} [plan] as it is now */
export function edit(machine, scale, plan) {
  editing.now = { scale, form: scaleForm(machine, scale, plan), measured: null, hint: "", busy: false };
  page.flush();
}

/** @param {string} typed */
function readScale(typed) {
  if (!/^[\x21-\x7e]{1,10}$/.test(typed) || /[/?#%]/.test(typed)) {
    throw new Wrong(t("At most 10 letters and digits, as the machine says it: 001."));
  }
  return typed;
}

/** Grams, null where nothing is typed. @param {string} typed */
const readTolerance = (typed) => (typed === "" ? null : wholeOf(0, HEAVIEST)(typed));

/** @param {string} machine @param {string} scale @param {Scale} [plan] */
function scaleForm(machine, scale, plan) {
  const form = new Form({
    changed: page.changed, reasons: REFUSED, places: { product_unknown: "product" },
    fields: [
      ...(scale ? [] : [{ name: "scale", label: t("Number of the scale"), required: true, maxlength: LONGEST,
        autocomplete: "off", autocapitalize: "none", spellcheck: /** @type {const} */ ("false"), read: readScale }]),
      productField("product", plan ? { id: plan.product_id, name: plan.name ?? String(plan.product_id) } : null),
      { name: "unit", label: t("A unit weighs, in grams"), value: String(plan?.unit_weight_g ?? ""), required: true,
        inputmode: "numeric", maxlength: 8, autocomplete: "off", read: wholeOf(1, HEAVIEST) },
      { name: "tolerance", label: t("Tolerance in grams"), value: String(plan?.tolerance_g ?? ""),
        inputmode: "numeric", maxlength: 8, autocomplete: "off", read: readTolerance,
        hint: t("By so much a change may miss whole units. Left empty: a tenth of a unit.") },
    ],
    save: async ({ scale: typed, product, unit, tolerance }) => {
      const planned = { product_id: product.id, unit_weight_g: unit,
        tolerance_g: tolerance ?? Math.round(unit / SHARE) };
      await sent(form, scaleSet(machine, scale || typed, planned));
      if (editing.now?.form === form) forgetScales();
      toast(t("Saved. It holds for changes from now on."));
      readAgain();
    },
  });
  return form;
}

/** What the scale has shown last becomes the weight of a unit. @param {string} machine */
export async function measure(machine) {
  const { now } = editing;
  if (!now || now.busy) return;
  const put = (/** @type {Partial<Editing>} */ some) => {
    Object.assign(now, some);
    page.changed();
  };
  put({ busy: true, hint: "" });
  try {
    const { results } = await changesOf(machine);
    const last = results.find(({ scale_id: scale }) => scale === now.scale);
    if (last) now.form.set("unit", String(last.weight_change_g));
    put({ measured: last ?? null,
      hint: last ? ""
        : t("It has shown nothing yet. Take one unit off, or put one on, wait a moment, then try again.") });
  } catch (error) {
    put({ hint: explain(error) });
  } finally {
    put({ busy: false });
  }
}
