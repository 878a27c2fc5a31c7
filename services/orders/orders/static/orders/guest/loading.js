// Fetches what the page shows beside the live stream: the first state, the place, the menu. The stream tells of changes
// of the menu as well; only where there is none the page asks by itself.
import { Refused, get } from "../../pages/api.js";
import { productsOf } from "../../pages/menu.js";
import { point } from "../../pages/stream.js";
import { asPhone } from "./kept.js";
import { loadOffer, takeOffer, unasked } from "./offer.js";
import { isClosed, isOpen, seeLeft, table, takeMenu, takePlace, takeProducts } from "./state.js";
import { takeBook, unknownCode } from "./state.js";

const EVERY = 30000; // ms between two looks at the menu, where nothing tells of its changes
const TICK = 1000; // ms
const RETRY = 5000; // ms
const UNHEARD = 2000; // ms: what may pass between asking for the menu and hearing of its changes

let asking = null;
let loaded = 0;
let tried = 0;

export const live = (since, epoch) =>
  get(`/orders/sessions/live/${encodeURIComponent(table.code)}/${point(since, epoch, asPhone())}`);

let stream = null;

/** Follow the table from now on; the first state is asked for at once, for the stream may take long to begin. */
export function follow(one) {
  stream = one;
  refresh();
  stream.start();
}

/** Ask for the state once, for what the stream would tell late or not at all; answers whether it was told. */
export async function refresh() {
  try {
    stream.take(await live(null, ""));
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) unknownCode();
    return false; // out of reach: the stream goes on trying and says so
  }
}

const meanwhile = []; // what was told while the menu was on its way

/** What the stream tells beside the session's own changes. */
export function takeAside(type, data) {
  if (type === "offer.changed") return data ? takeOffer(data) : loadOffer();
  return type === "menu.changed" && takeChanges(data);
}

function takeChanges({ products }) {
  if (products === null) loadMenu(); // more has changed than is told
  else if (asking) meanwhile.push(...products);
  else takeProducts(products);
}

/** Load the menu, unless it is on its way. */
export function loadMenu() {
  if (!table.session || asking) return asking;
  tried = Date.now();
  meanwhile.length = 0;
  asking = productsOf(table.session.location_id)
    .then((products) => {
      loaded = Date.now();
      takeMenu(products);
      takeProducts(meanwhile);
    })
    .catch(() => {})
    .finally(() => (asking = null));
  return asking;
}

/** Whether the menu has to be asked for: it is not there yet, or old and nothing tells of its changes. */
function isDue() {
  const age = Date.now() - (table.menu ? loaded : tried + EVERY - RETRY);
  return (table.menu === null || table.link.kind !== "live") && age >= EVERY && Date.now() - tried >= RETRY;
}

/** The stream is live: what was told since the menu was asked for is lost. */
export function afterConnect() {
  if (!tried) return;
  if (Date.now() - tried > UNHEARD) loadMenu();
  loadOffer(); // of which each change is told at once
}

/** While no socket tells of it: what is left of counted products, and from time to time the menu. */
async function tick() {
  if (document.visibilityState === "visible" && !isClosed()) {
    if (isDue()) loadMenu();
    if (table.link.kind !== "live" && unasked() > EVERY) loadOffer();
    if (table.link.kind !== "live") await lookLeft();
  }
  setTimeout(tick, Math.max(TICK, pausedUntil - Date.now()));
}

let pausedUntil = 0;

async function lookLeft() {
  const counted = [...(table.menu?.values() ?? [])].filter(({ available = null }) => available !== null);
  if (counted.length === 0 || !isOpen()) return;
  try {
    const { left } = await get(`/orders/sessions/left/${encodeURIComponent(table.code)}/`);
    const news = counted.filter(({ id, available }) => (left?.[id] ?? available) !== available);
    if (news.length) seeLeft(news.map(({ id }) => ({ product_id: id, available: left[id] })));
  } catch ({ retryAfter }) {
    pausedUntil = Date.now() + (retryAfter ?? 0) * 1000;
  }
}

/** The place of the table, as soon as it is known which. */
async function loadPlace(id) {
  try {
    takePlace(await get(`/locations/get/${id}/`));
  } catch {
    setTimeout(loadPlace, RETRY * 2, id);
  }
}

/** How the place takes money. */
async function loadBook(id) {
  try {
    takeBook(await get(`/orders/bills/settings/${id}/`));
  } catch {
    setTimeout(loadBook, RETRY * 2, id);
  }
}

let placed = false;
let begun = false;
let booked = false; // asked for when there is something to pay

/** Load what needs the session's location, and keep the menu fresh while somebody looks at it. */
export function begin() {
  const place = table.session?.location_id ?? table.seat?.spot?.location_id;
  if (place && !placed) {
    placed = true;
    loadPlace(place);
    if (!table.session) loadOffer(); // whoever sits down where it is closed is told so
  }
  if (table.session && table.orders.size && !booked) {
    booked = true;
    loadBook(table.session.location_id);
  }
  if (begun || !table.session || isClosed()) return;
  begun = true;
  loadMenu();
  loadOffer();
  tick();
}
