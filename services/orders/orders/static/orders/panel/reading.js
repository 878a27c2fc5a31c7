// A tap acts upon what its button showed when the finger came down. So the second half of a double tap does nothing,
// taps that follow each other move a card step by step, and a line that comes in under a finger is not taken along.
import { movedAt } from "./taps.js";

const BOUNCE = { touch: 110, pen: 110, mouse: 40, "": 0 }; // ms between two presses of one button that are one
const A_MOMENT = 25; // ms that somebody else's change must have been there before a press
const LONGEST_AGO = 5000; // ms that a tap may have waited for a busy page

const NOTHING = { says: "", moves: [] };

const buttons = new Map(); // by name: {plan, since, before, pressed}
let down = 0; // when a finger or a key came down last, as events tell it

for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, ({ timeStamp }) => (down = timeStamp), true);

/** A button shows a plan from now on, {says, …}; `says` is another text for whatever is another thing to do. */
export function showing(name, plan) {
  const known = buttons.get(name);
  if (!known) buttons.set(name, { plan, since: -Infinity, before: plan, pressed: null });
  else if (known.plan.says === plan.says) known.plan = plan;
  else {
    const isOurs = performance.now() - movedAt() < A_MOMENT;
    const since = isOurs ? -Infinity : performance.now();
    buttons.set(name, { plan, since, before: known.plan, pressed: known.pressed });
  }
  return plan;
}

/** The plan that was read by whoever presses the button with this event. */
export function pressed(name, event) {
  const button = buttons.get(name);
  const isWithin = (since, limit) => since > -LONGEST_AGO && since < limit;
  const pause = event.timeStamp - (button.pressed ?? -Infinity);
  button.pressed = event.timeStamp;
  if (isWithin(pause, BOUNCE[event.pointerType] ?? BOUNCE.touch)) return NOTHING;
  const came = event.detail ? Math.min(down, event.timeStamp) : event.timeStamp;
  return isWithin(came - button.since, A_MOMENT) ? button.before : button.plan;
}

/** Forget the buttons that are not there any more. */
export function keepOnly(names) {
  for (const name of buttons.keys()) if (!names.has(name)) buttons.delete(name);
}
