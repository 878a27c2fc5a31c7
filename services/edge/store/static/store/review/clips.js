/** Clips: which one shows an event, and where in it that is. */

/** @typedef {import("./calls.js").Clip} Clip */
/** @typedef {import("./calls.js").Change} Change */

const BEFORE = 3; // seconds that are shown before an event

/**
 * The clip that shows an event best: the one that is shown, if it does; else of a camera that stands near the machine.
 * Without an event the first that is to be had.
 * @param {Clip[]} clips
 * @param {Change|undefined} event
 * @param {string} [shown]
 * @returns {Clip|undefined}
 */
export function clipAt(clips, event, shown = "") {
  const near = [...clips].sort((one, other) => Number(one.at_gate) - Number(other.at_gate)
    || Number(!one.url) - Number(!other.url));
  const covering = event ? near.filter((clip) => covers(clip, event.event_time)) : near;
  const before = clips.find(({ id }) => id === shown);
  const isAsGood = before && covering.includes(before) && before.at_gate === covering[0].at_gate;
  return isAsGood ? before : covering[0] ?? before ?? near[0];
}

/** @param {Clip} clip @param {string} moment */
export const covers = ({ start_time: from, end_time: to }, moment) =>
  Date.parse(from) <= Date.parse(moment) && Date.parse(moment) <= Date.parse(to);

/** Seconds into a clip at which to begin, to see an event. @param {Clip} clip @param {Change} event */
export const secondsAt = ({ start_time: from }, { event_time: at }) =>
  Math.max(0, (Date.parse(at) - Date.parse(from)) / 1000 - BEFORE);
