// What may be ordered at a place now. The server tells how things stand and when each changes by itself; from then on
// it is the server's clock that counts here, whatever the device's says.
import { categoryKey } from "../../pages/menu.js";
import { language, t } from "../../pages/texts.js";

/** @typedef {{is_on: boolean, changes: string|null}} Phase */

/** What was told, with the moment at which it came; what is known stays where it is newer. */
export const stamped = (offer, known) =>
  (known && known.now > offer.now ? known : { ...offer, came: performance.now() });

/** Now, by the server's clock: ms since 1970. */
const moment = (offer) => Date.parse(offer.now) + performance.now() - offer.came;

const isPast = (offer, time) => time !== null && Date.parse(time) <= moment(offer);

/** How a part of it stands by now: one whose time has come is the opposite, until when the server has still to tell. */
function standing(offer, phase) {
  return isPast(offer, phase.changes) ? { is_on: !phase.is_on, changes: null } : phase;
}

/** The pause that runs, `{until, words}`; null without one. */
export const pauseOf = (offer) => (offer?.pause && !isPast(offer, offer.pause.until) ? offer.pause : null);

/** How many ms the pause still takes. */
export const pauseLeft = (offer) => Math.max(0, Date.parse(offer.pause.until) - moment(offer));

/** Whether the place is open, and its kitchen. */
export const placeOf = (offer) => standing(offer, offer.place);
export const kitchenOf = (offer) => standing(offer, offer.kitchen);

/** In how many ms the next part of it changes by itself; null where none does. */
export function untilChange(offer) {
  const times = [offer.place, offer.kitchen, ...offer.menus].map(({ changes }) => changes);
  const all = [...times, offer.pause?.until ?? null].filter((time) => time !== null && !isPast(offer, time));
  return all.length ? Math.min(...all.map((time) => Date.parse(time))) - moment(offer) : null;
}

const soonest = (times) => times.filter((time) => time !== null).sort()[0] ?? null;

/** The menus in which a category is. */
function menusOf(offer, name) {
  const key = categoryKey(name);
  return offer.menus.filter(({ categories }) => categories.some((one) => categoryKey(one) === key));
}

/** Whether a category is offered: it is in no menu, or one of its menus is served. */
function ofCategory(offer, name) {
  const phases = menusOf(offer, name).map((menu) => standing(offer, menu));
  const isOn = phases.length === 0 || phases.some((phase) => phase.is_on);
  return { is_on: isOn, changes: soonest(phases.map(({ changes }) => changes)) };
}

/**
 * Why a product cannot be ordered now though the place is open, and until when; null where it can.
 * @returns {{kind: "kitchen"|"menu", until: string|null}|null}
 */
export function hindranceOf(offer, product) {
  const names = (product?.categories ?? []).map(({ name }) => name);
  if (!offer || names.length === 0) return null;
  const kitchen = kitchenOf(offer);
  const cooked = offer.kitchen.categories.map(categoryKey);
  if (!kitchen.is_on && names.some((name) => cooked.includes(categoryKey(name)))) {
    return { kind: "kitchen", until: kitchen.changes };
  }
  const phases = names.map((name) => ofCategory(offer, name));
  if (phases.some((phase) => phase.is_on)) return null;
  return { kind: "menu", until: soonest(phases.map(({ changes }) => changes)) };
}

/** When a category that is not offered now is served: "07:00–11:00"; "" for one that is. */
export function timesOf(offer, name) {
  if (!offer || ofCategory(offer, name).is_on) return "";
  const times = menusOf(offer, name).map(({ from, to }) => `${from}–${to}`);
  return [...new Set(times)].sort().join(", ");
}

const parts = (offer, options) =>
  new Intl.DateTimeFormat(`${language}-u-nu-latn`, { timeZone: offer.timezone, hourCycle: "h23", ...options });

const TIME = { hour: "2-digit", minute: "2-digit" };
const DAY = 24 * 3600 * 1000; // ms

/** A time by the clock on the place's wall: "17:00", "tomorrow, 09:00", "Monday, 09:00", "24 December, 10:00". */
export function whenText(offer, time) {
  const then = Date.parse(time);
  const dateOf = parts(offer, { dateStyle: "short" }).format;
  const clock = parts(offer, TIME).format(then);
  if (dateOf(then) === dateOf(moment(offer))) return clock;
  if (dateOf(then) === dateOf(moment(offer) + DAY)) return t("tomorrow, {time}", { time: clock });
  const day = then - moment(offer) < 6 * DAY ? { weekday: "long" } : { day: "numeric", month: "long" };
  return t("{day}, {time}", { day: parts(offer, day).format(then), time: clock });
}
