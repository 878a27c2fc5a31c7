// Fetches what the page shows beside the live stream: the first state, the place, the menu.
import { Refused, get } from "../../pages/api.js";
import { point } from "../../pages/stream.js";
import { productsOf } from "../../pages/menu.js";
import { asPhone } from "./kept.js";
import { code, isClosed, isOpen, seeLeft, table, takeMenu, takePlace, takeSnapshot, unknownCode } from "./state.js";

const EVERY = 30000; // ms between two looks at the menu
const RETRY = 5000; // ms
const LEFT = 800; // ms between two questions for what is left, where anything is counted

let asking = null;
let loaded = 0;

export const live = (since, epoch) =>
  get(`/orders/sessions/live/${encodeURIComponent(code)}/${point(since, epoch, asPhone())}`);

/** Ask for the state once, for what the stream would tell late or not at all; answers whether it was told. */
export async function refresh() {
  try {
    const { data } = await live(null, "");
    takeSnapshot(data);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) unknownCode();
    return false; // out of reach: the stream goes on trying and says so
  }
}

/** Load the menu unless it is being loaded; with `force` also when it is fresh. */
export async function loadMenu({ force = false } = {}) {
  if (!table.session || asking) return asking;
  if (!force && Date.now() - loaded < EVERY) return undefined;
  asking = productsOf(table.session.location_id)
    .then((products) => {
      loaded = Date.now();
      takeMenu(products);
    })
    .catch(() => setTimeout(loadMenu, RETRY))
    .finally(() => (asking = null));
  return asking;
}

/** What is left of counted products changes while somebody looks at the menu. */
async function lookLeft() {
  const counted = [...(table.menu?.values() ?? [])].filter(({ available = null }) => available !== null);
  let pause = LEFT;
  if (counted.length && isOpen() && document.visibilityState === "visible") {
    const wait = ({ retryAfter }) => ((pause = Math.max(LEFT, (retryAfter ?? 0) * 1000)), { left: null });
    const { left } = await get(`/orders/sessions/left/${encodeURIComponent(code)}/`).catch(wait);
    const news = counted.filter(({ id, available }) => (left?.[id] ?? available) !== available);
    if (news.length) seeLeft(news.map(({ id }) => ({ product_id: id, available: left[id] })));
  }
  setTimeout(lookLeft, pause);
}

async function loadPlace() {
  try {
    takePlace(await get(`/locations/get/${table.session.location_id}/`));
  } catch {
    setTimeout(loadPlace, RETRY * 2);
  }
}

let begun = false;

/** Load what needs the session's location, and keep the menu fresh while somebody looks at it. */
export function begin() {
  if (begun || !table.session) return;
  begun = true;
  loadPlace();
  if (isClosed()) return;
  loadMenu({ force: true });
  lookLeft();
  setInterval(() => document.visibilityState === "visible" && loadMenu(), EVERY + 100);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && loadMenu());
}
