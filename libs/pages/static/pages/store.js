/** What a page knows, in one object, and who hears of its changes. No elements here: views read, events change. */

/**
 * @template {object} State
 * @typedef {object} Store
 * @property {State} state read by views; changed by `set`, or in place and then `changed`
 * @property {(some: Partial<State>) => void} set changes some of the state
 * @property {() => void} changed calls the watchers soon, once for all changes of the moment
 * @property {(watcher: () => void) => () => void} watch calls back after changes; returns how to stop that
 * @property {() => void} flush calls the watchers now, if a change waits: before the focus goes to what is new
 */

/**
 * Makes the store of a page.
 * @template {object} State
 * @param {State} state what the page knows at the beginning
 * @returns {Store<State>}
 */
export function makeStore(state) {
  /** @type {Set<() => void>} */
  const watchers = new Set();
  let waiting = false;
  const flush = () => {
    if (!waiting) return;
    waiting = false;
    for (const watcher of watchers) watcher();
  };
  const changed = () => {
    if (!waiting) queueMicrotask(flush);
    waiting = true;
  };
  const set = (/** @type {Partial<State>} */ some) => {
    Object.assign(state, some);
    changed();
  };
  const watch = (/** @type {() => void} */ watcher) => {
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  };
  return { state, set, changed, watch, flush };
}

/**
 * A list of the server's as a map, in the order of the ids.
 * @template {{id: number}} Item
 * @param {Item[]} items
 * @returns {Map<number, Item>}
 */
export function byId(items) {
  return new Map([...items].sort((one, other) => one.id - other.id).map((item) => [item.id, item]));
}
