// Which categories this device shows: the bar wants drinks, the kitchen wants food.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { categoryKey } from "../../pages/menu.js";
import { t } from "../../pages/texts.js";
import { html, render as draw, repeat } from "../../pages/view.js";
import { menu } from "./menu.js";
import { categoriesOf, setStation, station } from "./settings.js";
import { allOrders, panel } from "./state.js";

/** Let somebody choose; it holds for this device. */
export async function chooseStation() {
  const list = h("fieldset", { class: "checks" });
  const shown = new Set(station(panel.place));
  const render = (products) => draw(html`<legend class="visually-hidden">${t("Categories")}</legend>${
    categoryChecks(categoryNames(products, station(panel.place)), shown)}`, list);
  open({
    title: t("What does this device show?"),
    body: h("div", { class: "stack" }, h("p", { class: "soft" },
      t("Choose the categories of your station. Nothing chosen: everything.")), list),
    actions: [
      { label: t("Show everything"), kind: "quiet", run: () => setStation(panel.place, []) },
      { label: t("Show these"), kind: "primary", run: () => setStation(panel.place, [...shown]) },
    ],
  });
  render([]);
  render(await menu(panel.place).catch(() => [])); // without the menu: the categories of the orders
}

/** All categories in the order of the menu; those of the board, and what was chosen before, come after them. */
export function categoryNames(products, chosen) {
  const ofMenu = products.flatMap(({ categories }) => (categories.length ? categories.map(({ name }) => name) : [""]));
  const ofBoard = [...chosen, ...allOrders().flatMap(categoriesOf)].sort();
  const found = new Map();
  for (const name of [...ofMenu, ...ofBoard]) {
    if (!found.has(categoryKey(name))) found.set(categoryKey(name), name);
  }
  return [...found.values()].sort((one, other) => Number(one === "") - Number(other === ""));
}

/** A box for each category; `shown`, a set, is what is chosen. */
export const categoryChecks = (names, shown) => repeat(names, (name) => name, (name) => checkView(name, shown));

function checkView(name, shown) {
  const change = ({ target }) => (target.checked ? shown.add(name) : shown.delete(name));
  return html`<label class="check"><input type="checkbox" ?checked=${shown.has(name)} @change=${change}>
    <span>${name || t("Other")}</span></label>`;
}
