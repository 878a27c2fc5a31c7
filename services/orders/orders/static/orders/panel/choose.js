// What a guest wants of a dish with options, asked by staff who order for them.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { money, units } from "../../pages/money.js";
import { chosenOf, defaultsOf, openGroup, priceWith } from "../../pages/options.js";
import { t } from "../../pages/texts.js";
import { html, render } from "../../pages/view.js";
import { groupsView, reachGroup } from "../dish/choosing.js";

/** Asks; `take(options)` gets what was chosen, as orders show it. `products` are the place's menu. */
export function chooseOptions(product, products, take) {
  const menu = new Map(products.map((one) => [one.id, one]));
  const asked = { ids: defaultsOf(product, menu), missing: null };
  const host = h("div");
  const dialog = open({ title: product.name, body: host });
  const draw = () => render(formView(product, asked, menu, { choose, submit }), host);
  const choose = (ids) => (Object.assign(asked, { ids, missing: null }), draw());
  const submit = (event) => {
    event.preventDefault();
    const group = openGroup(product, asked.ids);
    if (group) return (asked.missing = group.id, draw(), reachGroup(host, group.id));
    dialog.close();
    return take(chosenOf(product, asked.ids));
  };
  draw();
}

function formView(product, { ids, missing }, menu, { choose, submit }) {
  const price = money(units(priceWith(product, chosenOf(product, ids))));
  return html`<form class="choosing" @submit=${submit}>
    ${groupsView(product, { ids, missing, menu, choose })}
    <button type="submit" class="button primary wide">${t("Choose · {price}", { price })}</button></form>`;
}
