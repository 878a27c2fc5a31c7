// Which categories this device shows: the bar wants drinks, the kitchen wants food.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { categoryOf } from "../../pages/menu.js";
import { t } from "../../pages/texts.js";
import { menu } from "./menu.js";
import { setStation, station } from "./settings.js";
import { allOrders, panel } from "./state.js";

/** Let somebody choose; it holds for this device. */
export async function chooseStation() {
  const list = h("fieldset", { class: "checks" }, h("legend", { class: "visually-hidden" }, t("Categories")));
  const shown = new Set(station(panel.place));
  const run = () => setStation(panel.place, [...shown]);
  const all = () => setStation(panel.place, []);
  open({
    title: t("What does this device show?"),
    body: h("div", { class: "stack" }, h("p", { class: "soft" },
      t("Choose the categories of your station. Nothing chosen: everything.")), list),
    actions: [
      { label: t("Show everything"), kind: "quiet", run: all },
      { label: t("Show these"), kind: "primary", run },
    ],
  });
  const draw = (names) => list.append(...names.map((name) => check(name, shown)));
  draw(known());
  const products = await menu(panel.place).catch(() => []); // without the menu: those of the orders
  const drawn = new Set(known());
  draw([...new Set(products.map(categoryOf))].filter((name) => !drawn.has(name)));
}

/** The categories of what is on the board, and of what was chosen before. */
const known = () => [...new Set([...station(panel.place), ...allOrders().map((order) => order.category ?? "")])].sort();

function check(name, shown) {
  const change = (event) => (event.target.checked ? shown.add(name) : shown.delete(name));
  return h("label", { class: "check" }, h("input", { type: "checkbox", checked: shown.has(name), on: { change } }),
    h("span", {}, name || t("Other")));
}
