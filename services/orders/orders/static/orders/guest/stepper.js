// Minus, number, plus.
import { h, icon } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";

export const MOST = 99;

/** `{node, set(quantity)}`; `change(quantity)` is told what a tap asks for. `name` is of the thing counted. */
export function stepper({ name, quantity, change }) {
  let now = quantity;
  const count = h("output", { class: "stepper-count" });
  const less = button(t("One {name} less", { name }), "minus", () => turn(-1));
  const more = button(t("One {name} more", { name }), "plus", () => turn(1));
  const set = (next) => {
    now = next;
    if (count.textContent !== String(now)) count.textContent = String(now); // it is read when it changes
    less.toggleAttribute("disabled", now <= 1);
    more.toggleAttribute("disabled", now >= MOST);
  };
  const turn = (step) => {
    set(Math.min(MOST, Math.max(1, now + step)));
    change(now);
  };
  set(quantity);
  const node = h("div", { class: "stepper", role: "group", "aria-label": t("Quantity") }, less, count, more);
  return { node, set };
}

function button(label, sign, click) {
  return h("button", { type: "button", class: "stepper-button", "aria-label": label, on: { click } }, icon(sign));
}
