// Closed tables of the last day: to look something up after the guests have gone.
import { now } from "../../pages/ages.js";
import { getAll } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h, keyed } from "../../pages/dom.js";
import { matches } from "../../pages/fold.js";
import { signedGet } from "../../pages/login.js";
import { money } from "../../pages/money.js";
import { clock, t } from "../../pages/texts.js";
import { whyRefused } from "./refusals.js";
import { panel, unfold } from "./state.js";
import { total } from "./sums.js";

const PAGE = 100; // sessions that the server answers at a time
const DAY = 24 * 60 * 60 * 1000; // ms

/** `show(session)` opens one. */
export async function showClosed(show) {
  const status = h("p", { class: "soft", role: "status" }, t("Loading…"));
  const label = t("Search for a table");
  const search = h("input", { type: "search", "aria-label": label, placeholder: label });
  const list = h("ul", { class: "closed-list" });
  open({ title: t("Closed tables"), body: h("div", { class: "stack" }, search, status, list) });
  let sessions = [];
  const draw = () => {
    const found = sessions.filter((one) => matches(one.name, search.value));
    status.textContent = found.length ? t("Opened in the last 24 hours, last ones first.") : t("None found.");
    keyed(list, found, (one) => one.code, (one) => make(one, show));
  };
  search.addEventListener("input", draw);
  try {
    sessions = (await closedSince(panel.place, now() - DAY)).map(unfold).reverse();
    draw();
  } catch (error) {
    status.textContent = whyRefused(error);
  }
}

const make = (session, show) => h("li", {}, h("button", {
  type: "button", class: "table-item", "aria-haspopup": "dialog", on: { click: () => show(session) },
}, h("bdi", { class: "table-name" }, session.name), " ", h("span", { class: "money" }, money(total(session))), " ",
h("span", { class: "table-state" }, t("Closed · opened at {time}", { time: clock(session.timestamp) }))));

/** The closed sessions that were opened since then, oldest first. */
function closedSince(place, since) {
  const wanted = { location_id: place.id, state: "CLOSED", opened_since: new Date(since).toISOString() };
  return getAll("/orders/sessions/find/", wanted, { size: PAGE, read: signedGet });
}
