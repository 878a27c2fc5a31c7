// The menu of a place, as each page reads it.
import { getAll } from "../../kit/api.js";

const PAGE = 1000; // products in one answer

/** All products of a place, by id. */
export async function productsOf(placeId) {
  const found = await getAll("/products/find/", { location_id: placeId }, { size: PAGE });
  return found.map(({ product }) => product);
}

/** Whether guests cannot order it: not on the menu any more, switched off, or none left in stock. */
export const isSoldOut = (product) => !product || !product.is_active || product.stock === 0;
