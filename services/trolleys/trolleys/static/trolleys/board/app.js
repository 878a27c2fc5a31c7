/** The board of the staff: signing in, choosing the place, and following its trolleys. */

import { Refused } from "../../pages/api.js";
import { now, settle, watchClock } from "../../pages/ages.js";
import { h } from "../../pages/dom.js";
import { onSignedIn, onSignedOut, who } from "../../pages/login.js";
import { myPlaces } from "../../pages/places.js";
import { makeSignIn } from "../../pages/signin.js";
import { recall, remember } from "../../pages/storage.js";
import { makeTelling } from "../../pages/telling.js";
import { t } from "../../pages/texts.js";
import { mount } from "../../pages/view.js";
import { boardView } from "./board_view.js";
import { placeGet, placesWithTrolleys } from "./calls.js";
import { follow, leave } from "./follow.js";
import { loadPart } from "./parts.js";
import { mayLookEverywhere, mayOperate } from "./rights.js";
import { prepareSound, ringAgain } from "./ring.js";
import { address, here } from "./routes.js";
import { page } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Place} Place */

const LAST = "aisle.board.place";
/** The place that a stranger to this device begins with: one that has trolleys, if there is any. */
let begin = 0;

async function start() {
  leave();
  const person = who();
  for (const report of Object.values(page.state.reports)) report.forget();
  page.set({ person, error: null, place: -1, trolleys: new Map(), waiting: [], exits: [] });
  if (!person) {
    page.set({ stage: "entry", signIn: makeSignIn(page.changed, start) });
    return;
  }
  page.set({ stage: "waiting", signIn: null });
  try {
    const withTrolleys = await placesWithTrolleys();
    const places = await placesOf(person, withTrolleys);
    if (who()?.userId !== person.userId) return; // meanwhile: it begins anew
    begin = (places.find(({ id }) => withTrolleys.has(id)) ?? places[0])?.id ?? 0;
    page.set({ places, stage: "board" });
    if (here().tab === "exit") turnedTo = "exit"; // a hand scanner types at once
    show();
  } catch (error) {
    page.set({ stage: "failed", error });
  }
}

/**
 * Own places and those where the person works; for operators all that have trolleys, and the one of the address.
 * @param {NonNullable<State["person"]>} person
 * @param {Set<number>} withTrolleys
 * @returns {Promise<Place[]>}
 */
async function placesOf(person, withTrolleys) {
  const mine = (await myPlaces()).map(({ id, name, user_id: owner }) => ({ id, name, own: owner === person.userId }));
  if (!mayLookEverywhere(person)) return mine;
  const known = new Set([0, ...mine.map(({ id }) => id)]);
  const wanted = mayOperate(person) ? [...new Set([...withTrolleys, Number(here().place)])] : [];
  const others = await Promise.all(wanted.filter((id) => !known.has(id)).map(placeGetIfThere));
  const found = others.filter((each) => each !== null).map(({ id, name }) => ({ id, name, own: false }));
  return [...mine, ...found, { id: 0, name: t("Trolleys without a place"), own: false }];
}

/** @param {number} id */
const placeGetIfThere = (id) => placeGet(id).catch((problem) => {
  if (problem instanceof Refused) return null;
  throw problem;
});

/** The place of the address, else the last one, else the first that has trolleys. */
function show() {
  const { places, place: before, stage } = page.state;
  const { place: asked, tab: named } = here();
  if (stage !== "board" || !places.length) return;
  const find = (/** @type {string|null} */ id) => places.find((each) => String(each.id) === id);
  const { id: place } = find(asked) ?? find(recall(LAST)) ?? find(String(begin)) ?? places[0];
  const tab = named || "trolleys";
  remember(LAST, String(place));
  if (String(place) !== asked || !named) history.replaceState(null, "", address(place, tab));
  if (place !== before) {
    const { visits } = page.state.reports;
    visits.query = { ...visits.query, trolley: "", user: null, offset: 0 }; // of the other place
    follow(place);
  }
  page.set({ tab });
  reportOf(tab)?.show(place);
  loadPart(tab).then(turned);
}

/** What is read for a part, if anything is. @param {string} tab */
const reportOf = (tab) => (tab === "visits" || tab === "usage" || tab === "rules" ? page.state.reports[tab] : null);

/** The network is back: what has failed meanwhile is tried again. */
function recover() {
  const { tab, place, unloaded } = page.state;
  if (unloaded === tab) loadPart(tab);
  if (reportOf(tab)?.error) reportOf(tab)?.show(place);
}

/** The tab that somebody has turned to, until its part is there; "" for none. */
let turnedTo = "";

/** Somebody has turned to another part: there the reader goes on, in its first field or at its heading. */
function turned() {
  page.flush();
  if (page.state.stage !== "board") return;
  main.querySelector(".tabs [aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });
  if (page.state.tab !== turnedTo) return;
  turnedTo = "";
  const first = page.state.tab === "exit" ? "[name=code]" : "#part";
  /** @type {HTMLElement|null} */ (main.querySelector(first))?.focus();
}

/** By a link, or by the browser's buttons. */
function turn() {
  const { tab: before } = page.state;
  const { tab } = here();
  if (tab && tab !== before) turnedTo = tab;
  show();
}

const status = h("p");

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, (state) => boardView(state, status, start), main);
page.watch(makeTelling(status, t("Trolley board"), () => ({
  link: page.state.link, open: page.state.stage === "board", waits: page.state.waiting.length,
}), recover));
addEventListener("hashchange", turn);
onSignedOut(start);
onSignedIn(() => who()?.userId === page.state.person?.userId || start());
settle();
watchClock();
prepareSound();
setInterval(() => {
  if (page.state.stage !== "board") return;
  page.set({ now: now() });
  ringAgain();
}, 1000);
start();
