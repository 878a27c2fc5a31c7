/** What days have brought, the drawer, and closed days: signing in, choosing the place, and following the address. */

import { settle, watchClock } from "../../pages/ages.js";
import { followViews } from "../../pages/focus.js";
import { onSignedIn, onSignedOut, SignedOut, who } from "../../pages/login.js";
import { myPlaces } from "../../pages/places.js";
import { makeSignIn } from "../../pages/signin.js";
import { t } from "../../pages/texts.js";
import { mount } from "../../pages/view.js";
import { set, settings } from "../panel/settings.js";
import { closings } from "./closings.js";
import { forgetDrafts } from "./drawer.js";
import { pageView } from "./frame.js";
import { PARTS } from "./parts.js";
import { report } from "./report.js";
import { mayManage, mayTakeCash } from "./roles.js";
import { address, here } from "./routes.js";
import { page } from "./state.js";

const RENEW_MS = 60_000;

/** Who was here last: what somebody wrote is kept while the same person signs in again. */
let last = who()?.userId;

async function start() {
  const person = who();
  page.set({ person, signIn: null, error: null, stage: "waiting", places: [], place: null });
  if (!person) return showEntry();
  if (person.userId !== last) forget();
  last = person.userId;
  try {
    const places = await myPlaces();
    if (who()?.userId !== person.userId) return undefined; // meanwhile: it begins anew
    page.set({ places });
    return show();
  } catch (error) {
    return error instanceof SignedOut ? showEntry() : page.set({ stage: "failed", error });
  }
}

const showEntry = () => page.set({ stage: "entry", person: null, signIn: makeSignIn(page.changed, start) });

/** Nothing of this is of whoever comes now. */
function forget() {
  report.forget();
  closings.forget();
  forgetDrafts();
}

/** The place of the address, else the one that this device has chosen at the panel, else the only one. */
function show() {
  const { places } = page.state;
  const route = here();
  const find = (/** @type {number} */ id) => places.find((each) => each.id === id);
  const place = find(Number(route.place)) ?? find(settings().place) ?? (places.length === 1 ? places[0] : null);
  page.set({ route, place });
  if (!place) return page.set({ stage: places.length ? "choose" : "none" });
  set({ place: place.id });
  if (!mayTakeCash(place)) return page.set({ stage: "stranger" });
  const view = mayManage(place) ? route.view : "drawer";
  if (String(place.id) !== route.place || view !== route.view) {
    history.replaceState(null, "", address(place.id, view, view === route.view ? route.number : ""));
  }
  page.set({ stage: "open", route: here() });
  document.title = `${PARTS[view].words()}: ${place.name} – Aisle`;
  return PARTS[view].show(place.id, page.state.route);
}

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.replaceChildren();
mount(page, (state) => pageView(state, start), main);
followViews(page, () => {
  const { stage, route, place } = page.state;
  return stage === "open" ? `${place?.id} ${route.view} ${route.number}` : stage === "waiting" ? "" : stage;
});
addEventListener("hashchange", () => page.state.places.length && show());
addEventListener("online", () => page.state.stage === "open" && show());
onSignedOut(start);
onSignedIn(() => who()?.userId === page.state.person?.userId || start());
document.title = `${t("Takings")} – Aisle`;
settle();
watchClock();
setInterval(() => {
  const { stage, route } = page.state;
  if (stage === "open" && !document.hidden) PARTS[route.view].renew?.();
}, RENEW_MS);
start();
