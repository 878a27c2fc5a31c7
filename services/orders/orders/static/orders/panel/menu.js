// The menu of a place, for staff who order for a guest, and for the names of stations.
import { productsOf } from "../../pages/menu.js";

const FRESH = 60000; // ms
let kept = { place: 0, at: 0, products: [] };

/** Read the menu anew the next time: it has changed. */
export const forgetMenu = () => (kept = { ...kept, place: 0 });

/** The products of a place; kept for a minute, so that what is sold out shows soon. */
export async function menu(place) {
  if (kept.place === place.id && Math.abs(Date.now() - kept.at) < FRESH) return kept.products;
  kept = { place: place.id, at: Date.now(), products: await productsOf(place.id) };
  return kept.products;
}
