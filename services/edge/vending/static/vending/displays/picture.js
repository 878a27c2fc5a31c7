/** A machine as a drawing: its shelves, the coil that the motor turns, and the tray below. */

import { html } from "../../pages/view.js";

/** @typedef {import("./state.js").Seen} Seen */

const MOST_IN_TRAY = 6;
const [WIDTH, HEIGHT] = [14, 20]; // of a can
const PITCH = 19; // from one can to the next

/** A can whose lower left corner is there. @param {number} x @param {number} y */
const can = (x, y) =>
  `M${x} ${y - 2}v${4 - HEIGHT}q0-2 2-2h${WIDTH - 4}q2 0 2 2v${HEIGHT - 4}q0 2-2 2h${4 - WIDTH}q-2 0-2-2z`;

/** Cans beside each other. @param {number} count @param {number} x @param {number} y */
const cans = (count, x, y) => Array.from({ length: count }, (_, at) => can(x + at * PITCH, y)).join("");

const SHELVES = cans(6, 15, 38) + cans(6, 15, 68);
const COIL = `M12 82q4.75-14 9.5 0${"t9.5 0".repeat(10)}`;

/** Says nothing to screen readers: words beside it tell the same. @param {Seen} machine */
export function pictureView({ motor, dispensed, fell }) {
  const fallen = Math.min(dispensed, MOST_IN_TRAY);
  const lying = fell ? fallen - 1 : fallen;
  return html`<svg class="picture" viewBox="0 0 136 130" aria-hidden="true" data-motor=${motor ? "on" : "off"}>
    <rect class="cabinet" x="1.5" y="1.5" width="133" height="127" rx="8"></rect>
    <rect class="glass" x="8" y="8" width="120" height="80" rx="4"></rect>
    <path class="shelf" d="M8 40h120M8 70h120"></path>
    <path class="goods" d=${SHELVES}></path>
    <path class="coil" d=${COIL}></path>
    <rect class="tray" x="8" y="96" width="120" height="26" rx="4"></rect>
    <path class="goods" d=${cans(lying, 13, 120)}></path>
    <path class="goods falling" d=${fell ? can(13 + lying * PITCH, 120) : ""}></path>
  </svg>`;
}
