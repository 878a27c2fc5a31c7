// What lines, orders and jobs are called in the language of this phone; the kitchen has the place's own words.
import { groupsOf } from "../../pages/options.js";
import { nameOf } from "../../pages/words.js";
import { table } from "./state.js";

/** As far as the menu tells; what was renamed since is called as it was ordered. */
export function calledOf({ product_id: id, name }) {
  const product = table.menu?.get(id);
  return product?.name === name ? nameOf(product) : name;
}

/** The options of a line or an order, called likewise. */
export function optionsCalled({ product_id: id, options = [] }) {
  const known = groupsOf(table.menu?.get(id)).flatMap((group) => group.options);
  return options.map((option) => {
    const now = known.find((each) => each.id === option.id);
    return now?.name === option.name ? { ...option, name: nameOf(now) } : option;
  });
}

/** What a job of the outbox is about. */
export const jobCalled = ({ id, product_id: product = id, line, name }) =>
  calledOf({ product_id: product ?? table.cart.get(line)?.product_id, name });
