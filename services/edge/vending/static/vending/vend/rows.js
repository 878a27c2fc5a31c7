/** How a machine is shown in a list: with its state as a word and an icon, never by colour alone. */

import { money } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";

/** @typedef {import("./calls.js").Machine} Machine */

const LOW = 5; // units, as operators are told of it
const KILOMETRE = 1000;

/** @param {Machine} machine @returns {["good"|"warn"|"bad", sign: string, words: string]} */
function standing({ status, available, current_stock: stock }) {
  if (status === "offline") return ["bad", "offline", t("Off line")];
  if (stock === 0) return ["warn", "box", t("Sold out")];
  if (status === "Unavailable") return ["bad", "warn", t("Out of service")];
  if (status === "locked" || status === "dispatch_sent") return ["warn", "lock", t("In use just now")];
  if (available === 0) return ["warn", "box", t("Sold out")];
  if (available <= LOW) return ["warn", "box", n("{count} left", "{count} left", available)];
  return ["good", "check", t("Ready")];
}

/** Whether one can buy there now, or in a moment. @param {Machine} machine */
export const isSelling = ({ status, available }) => !["offline", "Unavailable"].includes(status) && available > 0;

/** "350 m", "1.2 km". @param {number} metres */
export const distanceText = (metres) => (metres < KILOMETRE ? t("{count} m", { count: Math.round(metres / 10) * 10 })
  : t("{count} km", { count: Math.round(metres / 100) / 10 }));

/** @param {Machine} machine */
export function rowView(machine) {
  const { machine_id: id, name, location, unit_price_paise: price, distance_m: distance } = machine;
  const [look, sign, words] = standing(machine);
  return html`<li><a class="machine" href="/vend/${encodeURIComponent(id)}/">
    <span class="about"><strong><bdi>${name || id}</bdi></strong>
      ${location || name ? html`<span class="soft small"><bdi>${location || id}</bdi></span>` : nothing}</span>
    <span class="price money">${money(price)}</span>
    <span class="badge" data-state=${look}>${symbol(sign)}${words}</span>
    ${distance === null ? nothing : html`<span class="distance soft small">${distanceText(distance)}</span>`}
  </a></li>`;
}
