/** The drawer: what has to be in it, what is put in or taken out, and closing the day. */

import { inTheWay } from "../../pages/acts.js";
import { typedAmount } from "../../pages/amount.js";
import { Refused } from "../../pages/api.js";
import { confirm } from "../../pages/dialog.js";
import { toast } from "../../pages/dom.js";
import { Form, Wrong } from "../../pages/form.js";
import { money, units } from "../../pages/money.js";
import { Report } from "../../pages/report.js";
import { t } from "../../pages/texts.js";
import { amountField } from "./amount_field.js";
import { cashMove, dayClose, drawerRead } from "./calls.js";
import { countedField } from "./counting.js";
import { address } from "./routes.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./calls.js").Drawer} Drawer */
/** What somebody writes at a drawer. @typedef {{move: Form, close: Form, trouble: string}} Draft */

const NOTE = 500, REASON = 200; // characters

/** @type {Report<{}, Drawer, number>} */
export const drawer = new Report({}, (_, place) => drawerRead(place), page.changed);

/** What was written and is not sent, by place. @type {Map<number, Draft>} */
const drafts = new Map();

/** @param {number} place @returns {Draft} */
export function draftOf(place) {
  const draft = drafts.get(place) ?? { move: moveForm(place), close: closeForm(place), trouble: "" };
  drafts.set(place, draft);
  return draft;
}

/** Somebody else is here: nothing of it is theirs. */
export function forgetDrafts() {
  drafts.clear();
  drawer.forget();
}

/** Shows why something is not written yet; it is sent again by itself. @param {number} place */
const telling = (place) => (/** @type {unknown} */ problem) => tell(place, problem ? inTheWay(problem) : "");

/** @param {number} place @param {string} words */
function tell(place, words) {
  draftOf(place).trouble = words;
  page.changed();
}

/** @param {number} place */
function moveForm(place) {
  return new Form({
    changed: page.changed, places: { too_much: "amount" }, reasons: WORDS,
    fields: [amountField("amount", t("Amount"), { read: notNothing }),
      { name: "reason", label: t("What for"), required: true, maxlength: REASON, autocomplete: "off",
        hint: t("Such as “change from the bank” or “flowers”.") }],
    save: async ({ amount, reason }, button) => {
      try {
        await cashMove(place, { amount: button === "out" ? `-${amount}` : amount, reason }, telling(place));
      } finally {
        tell(place, "");
      }
      drafts.set(place, { ...draftOf(place), move: moveForm(place) });
      toast(button === "out" ? t("Taken out: {amount}.", { amount: money(units(amount)) })
        : t("Put in: {amount}.", { amount: money(units(amount)) }));
      await drawer.choose({});
    },
  });
}

/** @type {import("../../pages/refusals.js").Words} */
const WORDS = {
  too_much: (error) => t("There is not as much: {amount}.", { amount: money(units(error?.details?.left ?? "0")) }),
  bill_changed: (error) => explain(error),
};

/** An amount above zero; throws Wrong. @param {string} typed */
function notNothing(typed) {
  const { read } = amountField("amount", "");
  const amount = /** @type {(typed: string) => string} */ (read)(typed);
  if (units(amount) === 0) throw new Wrong(t("More than nothing, please."));
  return amount;
}

/** @param {number} place */
function closeForm(place) {
  return new Form({
    changed: page.changed, places: { too_much: "left" }, reasons: WORDS,
    fields: [countedField(),
      amountField("left", t("What stays in the drawer for the next day")),
      { name: "note", label: t("Note"), multiline: true, rows: 2, maxlength: NOTE,
        hint: t("Such as why there is a difference.") }],
    save: (values) => close(place, values),
  });
}

/** @param {number} place @param {{counted: string, left: string, note: string}} values */
async function close(place, { counted, left, note }) {
  const { expected } = /** @type {Drawer} */ (drawer.found);
  if (units(left) > units(counted)) throw new Wrong(t("No more can stay than was counted."), "left");
  if (!(await agreed(counted, expected))) return;
  try {
    const closing = await dayClose(place, { counted, left, note, expected }, telling(place));
    drafts.set(place, { ...draftOf(place), close: closeForm(place) });
    toast(t("The day is closed."));
    location.hash = address(place, "days", closing.number);
  } catch (error) {
    if (error instanceof Refused && error.reason === "bill_changed") await drawer.choose({});
    throw error;
  } finally {
    tell(place, "");
  }
}

/** @param {string} counted @param {string} expected */
const agreed = (counted, expected) => confirm({
  title: t("Close the day?"), yes: t("Close the day"), no: t("Not yet"),
  text: `${differenceText(units(counted) - units(expected))} ${t("A closed day is never changed.")}`,
});

/** How what was counted differs from what has to be there. @param {number} difference in the smallest unit */
export function differenceText(difference) {
  if (difference === 0) return t("The drawer is right to the cent.");
  const amount = money(Math.abs(difference));
  return difference < 0 ? t("{amount} too little.", { amount }) : t("{amount} too much.", { amount });
}

/** What was counted less what has to be there; null while nothing readable is typed. @param {Draft} draft */
export function differenceOf({ close: form }) {
  const counted = typedAmount(String(form.values.counted));
  return counted === null || !drawer.found ? null : counted - units(drawer.found.expected);
}

/** What goes to the bank or the safe; null while it is not known. @param {Draft} draft */
export function takenAway({ close: form }) {
  const [counted, left] = [form.values.counted, form.values.left].map((typed) => typedAmount(String(typed)));
  return counted === null || left === null || left > counted ? null : counted - left;
}
