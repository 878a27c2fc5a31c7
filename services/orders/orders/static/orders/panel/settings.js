// What this device remembers: its place, its station, its sounds, when a table counts as late.
import { categoryKey } from "../../pages/menu.js";
import { recall, remember } from "../../pages/storage.js";

const NAME = "aisle.panel";
const FRESH = {
  place: 0, // id of the location that was chosen last
  stations: {}, // by location: the categories that are shown; none: all
  warn: 5, // minutes
  late: 10, // minutes
  sound: true,
  sounds: { order: true, ready: true, changed: true, call: true },
  volume: 0.6,
  size: "automatic", // of the cards: small, normal, large, or whatever fills the screen
  filter: "", // the state that the board shows; "" for all
  enlarged: false, // the tables in place of the board
  plan: true, // tables as they stand in the room, where they have places
  paper: "a4", // for codes
  awake: true, // keep the screen on
  seen: [], // ids of cancelled orders that were acknowledged here
  off: [], // codes of closed tables that were taken off the board here
};
const watchers = new Set();
let value = { ...FRESH, ...read() };

/** What is kept, also by another tab. */
function read() {
  try {
    return JSON.parse(recall(NAME) ?? "{}");
  } catch {
    return {}; // not ours
  }
}

/** The settings as they are now. */
export const settings = () => value;

/** Change some of them, for good. `change` is these, or makes them of what another tab may have left. */
export function set(change) {
  value = { ...value, ...read() };
  value = { ...value, ...(typeof change === "function" ? change(value) : change) };
  remember(NAME, JSON.stringify(value));
  for (const watcher of watchers) watcher();
}

/** Call `watcher` after a change, also one in another tab. */
export function onSettings(watcher) {
  watchers.add(watcher);
}

window.addEventListener("storage", (event) => {
  if (event.key !== NAME) return;
  value = { ...value, ...read() };
  for (const watcher of watchers) watcher();
});

/** The categories that this device shows of a place; empty: all. */
export const station = (place) => value.stations[place?.id] ?? [];

export const setStation = (place, categories) =>
  set(({ stations }) => ({ stations: { ...stations, [place.id]: categories } }));

/** The categories of an order's product; "" is the name of none. */
export const categoriesOf = (order) => (order.categories?.length ? order.categories : [order.category ?? ""]);

/** Whether an order belongs to the station of this device: any of its categories does. */
export function atStation(order, place) {
  const shown = station(place).map(categoryKey);
  return !shown.length || categoriesOf(order).some((name) => shown.includes(categoryKey(name)));
}

const SEEN_KEPT = 500;
const OFF_KEPT = 100;

/** A cancelled order was acknowledged at this device. */
export const markSeen = (ids) => set(({ seen }) => ({ seen: [...seen, ...ids].slice(-SEEN_KEPT) }));

/** A closed table was taken off this device's board. */
export const takeOff = (code) => set(({ off }) => ({ off: [...off, code].slice(-OFF_KEPT) }));
