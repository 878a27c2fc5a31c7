/** What the scales of a machine weighed during a visit, as curves of steps. */

/** @typedef {import("./calls.js").Change} Change */

/** A mark is where an event is. @typedef {{event: Change, x: number, y: number}} Mark */
/** @typedef {{scale: string, name: string|null, line: string, marks: Mark[], most: number, least: number,
 *   isAbsolute: boolean}} Curve  `line` is an SVG path, grams are what the scale showed */

export const [WIDE, HIGH] = [600, 120];
const [ASIDE, ABOVE] = [12, 16];

/**
 * A curve for each scale on which something has happened.
 * @param {Change[]} events in their order
 * @param {string} from @param {string} to the visit's window
 * @returns {Curve[]}
 */
export function curvesOf(events, from, to) {
  const scales = [...new Set(events.map(({ scale_id: id }) => id))].sort();
  return scales.map((scale) => curveOf(scale, events.filter(({ scale_id: id }) => id === scale), from, to));
}

/** @param {string} scale @param {Change[]} events @param {string} from @param {string} to @returns {Curve} */
function curveOf(scale, events, from, to) {
  const steps = stepsOf(events);
  const weights = steps.flatMap(({ before, after }) => [before, after]);
  const [least, most] = [Math.min(...weights), Math.max(...weights)];
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const x = (/** @type {number} */ at) => ASIDE
    + Math.min(1, Math.max(0, (at - begin) / Math.max(1, end - begin))) * (WIDE - 2 * ASIDE);
  const y = (/** @type {number} */ grams) => HIGH - ABOVE
    - (grams - least) / Math.max(1, most - least) * (HIGH - 2 * ABOVE);
  let line = `M0 ${y(steps[0].before).toFixed(1)}`;
  /** @type {Mark[]} */
  const marks = [];
  for (const { at, before, after, parts } of steps) {
    line += `H${x(at).toFixed(1)}V${y(before).toFixed(1)}V${y(after).toFixed(1)}`;
    parts.forEach((event, number) => {
      const share = (number + 1) / parts.length;
      marks.push({ event, x: x(at), y: y(before + (after - before) * share) });
    });
  }
  const name = events.find((event) => event.name)?.name ?? null;
  const isAbsolute = steps.every(({ isKnown }) => isKnown);
  return { scale, name, line: `${line}H${WIDE}`, marks, most, least, isAbsolute };
}

/**
 * The steps of a scale: what was split is one step still. From before weights were kept they follow from the changes.
 * @param {Change[]} events
 */
function stepsOf(events) {
  /** @type {{at: number, grams: number, weight: number|null, parts: Change[]}[]} */
  const groups = [];
  for (const event of events) {
    const [at, grams] = [Date.parse(event.event_time), signed(event)];
    const last = groups.at(-1);
    if (last?.at === at) {
      last.grams += grams;
      last.parts.push(event);
    } else {
      groups.push({ at, grams, weight: event.weight_g, parts: [event] });
    }
  }
  let now = 0;
  return groups.map(({ at, grams, weight, parts }) => {
    const after = weight ?? now + grams;
    now = after;
    return { at, before: after - grams, after, parts, isKnown: weight !== null };
  });
}

/** @param {Change} event */
const signed = ({ status, weight_change_g: grams }) => (status === "PICKED" ? -grams : grams);

/** A circle as a part of a path. @param {Mark} mark @param {number} radius */
export const circle = ({ x, y }, radius) =>
  `M${(x - radius).toFixed(1)} ${y.toFixed(1)}a${radius} ${radius} 0 1 0 ${2 * radius} 0`
  + `a${radius} ${radius} 0 1 0 ${-2 * radius} 0`;
