// The kit's icons and a few that only the panel needs, drawn alike: lines on 24 × 24.
import { drawing, icon as common } from "../../pages/icons.js";
import { html, symbol } from "../../pages/view.js";

const DRAWINGS = {
  dot: "M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z",
  served: "M2.5 13l4 4L14 8M11.5 16l1 1L21 7",
  filter: "M4 5h16l-6 8v6l-4-2v-4z",
  waiter: "M3 18h18M5 18a7 7 0 0 1 14 0M12 11V8M10 8h4",
  sum: "M18 5H6l6 7-6 7h12",
  enlarge: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  plan: "M4 5h6v5H4zM14 5h6v5h-6zM9 15h6v5H9z",
  pause: "M8 5v14M16 5v14",
  wait: "M7 3h10M7 21h10M8 3c0 9 8 9 8 18M16 3c0 9-8 9-8 18",
  board: "M4 4h6v9H4zM14 4h6v5h-6zM14 13h6v7h-6zM4 17h6v3H4z",
};

/** A drawing for the eye only: whoever cannot see it needs words beside it. */
export function icon(name) {
  return DRAWINGS[name] ? drawing(DRAWINGS[name]) : common(name);
}

/** The same in a view. */
export function sign(name) {
  if (!DRAWINGS[name]) return symbol(name);
  return html`<svg viewBox="0 0 24 24" aria-hidden="true" class="icon"><path d=${DRAWINGS[name]}></path></svg>`;
}
