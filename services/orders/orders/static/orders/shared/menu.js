// The menu of a place, as each page reads it.
import { getAll } from "../../pages/api.js";

const PAGE = 1000; // products in one answer

/** All products of a place, in the order of its menu. */
export async function productsOf(placeId) {
  const found = await getAll("/products/find/", { location_id: placeId }, { size: PAGE });
  return inOrder(found.map(({ product }) => product));
}

/** As the place has arranged them; what came later is last. */
export function inOrder(products) {
  const place = ({ position }) => position ?? Number.MAX_SAFE_INTEGER;
  return [...products].sort((one, other) => place(one) - place(other) || one.id - other.id);
}

/** `{name, products}` by category, in the order in which they come; what has none is last, with the name "". */
export function byCategory(products) {
  const groups = new Map();
  for (const product of products) {
    const name = product.categories[0]?.name ?? "";
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(product);
  }
  const named = [...groups].map(([name, some]) => ({ name, products: some }));
  return named.sort((one, other) => (one.name === "") - (other.name === ""));
}

/** Whether guests cannot order it: not on the menu any more, switched off, or none left in stock. */
export const isSoldOut = (product) => !product || !product.is_active || product.stock === 0;
