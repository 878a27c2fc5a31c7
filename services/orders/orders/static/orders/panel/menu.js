// The menu of a place, for staff who order for a guest, and for the names of stations.
import { Refused, Unreachable } from "../../pages/api.js";
import { SignedOut, signedGet } from "../../pages/login.js";
import { productsOf } from "../../pages/menu.js";

const FRESH = 60000; // ms
const EVERY = 1000; // ms between two looks while somebody chooses
const WHOLE = 5; // each such look is at the whole menu, those between at what is left of it
let kept = { place: 0, at: 0, products: [] };

/** Read the menu anew the next time: it has changed. */
export const forgetMenu = () => (kept = { ...kept, place: 0 });

/** The products of a place; kept for a minute, so that what is sold out shows soon. */
export async function menu(place) {
  if (kept.place === place.id && Math.abs(Date.now() - kept.at) < FRESH) return kept.products;
  kept = { place: place.id, at: Date.now(), products: await productsOf(place.id) };
  return kept.products;
}

/** A product of the menu as it was read last; undefined while nobody has. */
export const known = (id) => kept.products.find((product) => product.id === id);

/** Tell `take(products)` what the place of this session sells by now, until what is answered is called. */
export function followMenu(place, code, take) {
  let timer, looks = 0, ended = false;
  const look = async () => {
    looks += 1;
    const products = document.visibilityState === "visible" ? await lookAgain(place, code, looks % WHOLE === 0) : null;
    if (ended) return;
    if (products) take(products);
    timer = setTimeout(look, EVERY);
  };
  timer = setTimeout(look, EVERY);
  return () => ((ended = true), clearTimeout(timer));
}

/** The products as they are now; null while nobody says so, or where nothing needs to be asked. */
async function lookAgain(place, code, whole) {
  try {
    if (whole) {
      forgetMenu();
      return await menu(place);
    }
    const products = await menu(place);
    if (products.every(({ available }) => available === null)) return null;
    const { left } = await signedGet(`/orders/sessions/left/${encodeURIComponent(code)}/`);
    if (!left) return null;
    kept = { ...kept, products: products.map((one) => ({ ...one, available: left[one.id] ?? one.available })) };
    return kept.products;
  } catch (problem) {
    if (![Refused, Unreachable, SignedOut].some((kind) => problem instanceof kind)) throw problem;
    return null; // what can be done about it is said when the order is sent
  }
}
