// The menu of a place, for staff who order for a guest, for the names of stations, for what is in a dish.
import { Refused, Unreachable } from "../../pages/api.js";
import { SignedOut, signedGet } from "../../pages/login.js";
import { inOrder, productsOf } from "../../pages/menu.js";
import { changed, panel } from "./state.js";

const FRESH = 60000; // ms
const EVERY = 1000; // ms between two looks while somebody chooses and no change is told
const WHOLE = 5; // each such look is at the whole menu, those between at what is left of it
const followers = new Set();
let kept = { place: 0, isFresh: false, at: 0, products: [] };

/** Read the menu anew the next time: it has changed. */
export const forgetMenu = () => (kept = { ...kept, isFresh: false });

/** The products of a place; kept for a minute, so that what is sold out shows soon. */
export async function menu(place) {
  const isRecent = Math.abs(Date.now() - kept.at) < FRESH;
  if (kept.place === place.id && kept.isFresh && isRecent) return kept.products;
  kept = { place: place.id, isFresh: true, at: Date.now(), products: await productsOf(place.id) };
  return kept.products;
}

/** A product of the menu as it is known here; undefined while nobody has read it. */
export const known = (id) => kept.products.find((product) => product.id === id);

/** Read the menu in the back: the connection is new. What fails now is read when it is needed. */
export async function refreshMenu(place) {
  forgetMenu();
  const products = await menu(place).catch(() => null);
  if (products) tell();
}

/** Products have changed, [{id, product}, …]; null says that any may have. */
export function takeMenu(place, changes) {
  if (!changes) return void refreshMenu(place);
  if (kept.place !== place.id) return undefined;
  const news = new Map(changes.map(({ id, product }) => [id, product]));
  const stay = kept.products.filter(({ id }) => !news.has(id));
  const come = [...news.values()].filter((product) => product?.location_id === place.id);
  kept = { ...kept, products: inOrder([...stay, ...come]) };
  return tell();
}

function tell() {
  for (const take of followers) take(kept.products);
  changed();
}

/** Tell `take(products)` what the place of this session sells by now, until what is answered is called. */
export function followMenu(place, code, take) {
  let timer, looks = 0, ended = false;
  const look = async () => {
    looks += 1;
    const isTold = panel.link.kind === "live" || document.visibilityState !== "visible";
    const products = isTold ? null : await lookAgain(place, code, looks % WHOLE === 0);
    if (ended) return;
    if (products) take(products);
    timer = setTimeout(look, EVERY);
  };
  followers.add(take);
  timer = setTimeout(look, EVERY);
  return () => ((ended = true), followers.delete(take), clearTimeout(timer));
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
