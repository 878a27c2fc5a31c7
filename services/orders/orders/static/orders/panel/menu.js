// The menu of a place, for staff who order for a guest, and for the names of stations.
import { get } from "../../kit/api.js";

const FRESH = 60000; // ms
let kept = { place: 0, at: 0, products: [] };

/** The products of a place; kept for a minute, so that what is sold out shows soon. */
export async function menu(place) {
  if (kept.place === place.id && Date.now() - kept.at < FRESH) return kept.products;
  const found = await get(`/products/find/?location_id=${place.id}`);
  kept = { place: place.id, at: Date.now(), products: found.map(({ product }) => product) };
  return kept.products;
}

export const categoryOf = (product) => product.categories[0]?.name ?? "";
export const isSoldOut = (product) => !product.is_active || product.stock === 0;
