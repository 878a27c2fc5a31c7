// What guests may order now: asked for, told again when it changes, and said at the top of the page.
import { get } from "../../pages/api.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { hindranceOf, kitchenOf, pauseOf, placeOf, stamped, untilChange, whenText } from "../dish/offer.js";
import { changed, isOpen, page, table } from "./state.js";

const OLD = 60_000; // ms after which the waiting time is asked for again by whoever is about to send
const APART = 3000; // ms within which the phones of a place ask, once something has changed by itself
const LONGEST = 6 * 3600 * 1000; // ms of a timer
const RETRY = 5000; // ms

const timers = { change: 0, ask: 0 }; // asking again must not put off what changes by itself
let asking = false;
let again = false; // something may have been told since it was asked for
let tried = 0; // by performance.now()

/** Ask for it; a phone that is out of reach tries again. */
export async function loadOffer() {
  const place = table.session?.location_id ?? table.seat?.spot?.location_id;
  if (!place || asking) return (again = asking);
  [asking, again, tried] = [true, false, performance.now()];
  try {
    takeOffer(await get(`/orders/offer/${place}/`));
  } catch {
    wait("ask", RETRY, loadOffer);
  }
  asking = false;
  return again && loadOffer();
}

/** Take what the server tells of it. */
export function takeOffer(offer) {
  page.set({ offer: stamped(offer, table.offer) });
  clearTimeout(timers.ask);
  follow();
}

/** Draw it anew when something changes by itself, and ask what comes then. */
function follow() {
  const left = untilChange(table.offer);
  if (left === null) return clearTimeout(timers.change);
  if (left > LONGEST) return wait("change", LONGEST, follow);
  return wait("change", left, () => {
    changed();
    follow();
    wait("ask", Math.random() * APART, loadOffer);
  });
}

function wait(name, pause, act) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(act, Math.ceil(pause) + 1);
}

/** How long nobody has asked, in ms. */
export const unasked = () => performance.now() - tried;

/** Whoever is about to send wants to know how long it takes now. */
export function keepWait(isSending) {
  if (isSending && table.offer && unasked() > OLD) loadOffer();
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && table.offer && isOpen()) loadOffer();
});

const opens = (time) => (time === null ? "" : t("Open again: {time}.", { time: whenText(table.offer, time) }));
const joined = (...sentences) => sentences.filter(Boolean).join(" ");

/** What stops all orders of guests now; "" where nothing does. */
export function stopText(offer = table.offer) {
  if (!offer) return "";
  const pause = pauseOf(offer);
  if (pause) return t("No orders can be sent until {time}.", { time: whenText(offer, pause.until) });
  const place = placeOf(offer);
  return place.is_on ? "" : joined(t("Closed at the moment."), opens(place.changes));
}

/** What is said at the top, in each part of the page. */
export function offerView({ offer }) {
  const stop = stopText(offer);
  const kitchen = offer && !stop && offer.kitchen.categories.length ? kitchenOf(offer) : { is_on: true };
  const text = stop || (kitchen.is_on ? "" : joined(t("The kitchen is closed."), opens(kitchen.changes)));
  const words = offer && stop ? (pauseOf(offer)?.words ?? "") : "";
  return html`<div class="offer" role="status">${text && isOpen() ? html`<div class="banner" data-state="warn">
    <div class="grow"><p><strong>${text}</strong></p>
    ${words ? html`<p dir="auto">${words}</p>` : nothing}
    ${stop ? html`<p>${t("You can go on choosing: the cart is kept.")}</p>` : nothing}</div></div>` : nothing}</div>`;
}

/** Why a dish cannot be ordered now: "From 17:00"; "" where it can. */
export function offText(product) {
  const hindrance = hindranceOf(table.offer, product);
  if (!hindrance) return "";
  if (hindrance.until) return t("From {time}", { time: whenText(table.offer, hindrance.until) });
  return hindrance.kind === "kitchen" ? t("Kitchen closed") : t("Not offered now");
}

/** The same in a sentence or two. */
export function offSentence(product) {
  const hindrance = hindranceOf(table.offer, product);
  if (!hindrance) return "";
  const { kind, until } = hindrance;
  const why = kind === "kitchen" ? t("The kitchen is closed.") : t("This cannot be ordered at this time of day.");
  return joined(why, until && t("It can be ordered again: {time}.", { time: whenText(table.offer, until) }));
}

/** How long guests wait now; "" where nobody knows. */
export function waitText({ offer }) {
  const minutes = offer?.wait;
  if (!minutes || stopText(offer)) return "";
  return n("At the moment orders take about {count} minute.", "At the moment orders take about {count} minutes.",
    minutes);
}

/** What a refused sending says; "" for a reason of another kind. `details` are the server's. */
export function offerRefusal(reason, details) {
  if (reason === "orders_paused" || reason === "place_closed") {
    const until = details?.until ?? null;
    const time = until && table.offer && whenText(table.offer, until);
    const paused = time ? t("No orders can be sent until {time}.", { time }) : t("No orders can be sent just now.");
    return reason === "orders_paused" ? paused : joined(t("Closed at the moment."), time && opens(until));
  }
  if (reason !== "kitchen_closed" && reason !== "not_on_the_menu") return "";
  const names = [...new Set((details ?? []).map(({ name }) => name))];
  const all = new Intl.ListFormat(document.documentElement.lang).format(names);
  return t("This cannot be ordered now: {names}. Remove it and send the rest.", { names: all });
}
