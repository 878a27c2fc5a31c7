/** A visit: taking a trolley, following it, and what becomes of it. */

import { Refused, loaded, newKey } from "../../pages/api.js";
import { toast } from "../../pages/dom.js";
import { focusHeading } from "../../pages/focus.js";
import { who } from "../../pages/login.js";
import { Stream } from "../../pages/stream.js";
import { t } from "../../pages/texts.js";
import { forgetOld } from "../cart/kept.js";
import { belongsTo } from "../cart/owner.js";
import { emptied, sums } from "../cart/state.js";
import * as calls from "./calls.js";
import { explain } from "../cart/words.js";
import { showLink } from "./head_view.js";
import { beat, rest } from "./life.js";
import { takeEvent, takeSnapshot } from "./news.js";
import { isShopping, keepSession, keptSession, page } from "./state.js";

/** @typedef {import("./calls.js").Session} Session */

/** @type {Stream|null} */
let stream = null;
let scanKey = newKey(); // until the scan is answered: its answer may be lost

/** What this phone was doing with this trolley, or what the trolley is free for. */
export async function begin() {
  const { trolleyId } = page.state;
  if (!trolleyId) return page.set({ stage: "entry" });
  page.set({ stage: "waiting", error: null, refused: null, person: who(), signIn: null });
  try {
    const loading = keptSession() && loadViews();
    const [held, trolley] = await Promise.all([heldSession(), calls.trolleyGet(trolleyId), loading]);
    page.set({ trolley, locationId: trolley.location_id });
    nameThePlace();
    if (held && isHere(held)) return follow(held.session_id, held.session_code);
    return page.set({ stage: "start", session: held });
  } catch (error) {
    return page.set({ stage: "failed", error });
  }
}

/** A trolley is taken once the page can show what is in it. */
async function loadViews() {
  if (!page.state.views) page.set({ views: await loaded(import("./visit_views.js")) });
}

/** The page does well without. */
async function nameThePlace() {
  const { locationId } = page.state;
  if (locationId !== null) page.set({ placeName: await calls.placeGet(locationId).then(({ name }) => name, () => "") });
}

/** The session that the phone has kept, null when there is none (any more). @returns {Promise<Session|null>} */
async function heldSession() {
  const id = keptSession();
  if (!id) return null;
  try {
    return await calls.sessionGet(id);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    keepSession(null);
    return null;
  }
}

/** Whether a session is to be shown on this page: it goes on, or may go on. @param {Session} session */
const isHere = ({ trolley_id: id, state, ended_by: by }) =>
  id === page.state.trolleyId && (state !== "ended" || by === "payment");

/** Takes the trolley. A refusal is shown where the button was. */
export const start = () => working(async () => {
  try {
    await loadViews();
    const { session_id: id, session_code: code } = await calls.scan(page.state.trolleyId, keptSession(), scanKey);
    scanKey = newKey();
    follow(id, code);
  } catch (error) {
    if (!(error instanceof Refused && error.status === 409)) throw error;
    await showHolder(error);
  }
});

/** Somebody was faster: the trolley is shown as it is now. @param {Refused} refused */
async function showHolder(refused) {
  const trolley = await calls.trolleyGet(page.state.trolleyId);
  page.set({ trolley, refused: trolley.status === "in_use" ? null : refused });
  page.flush();
  focusHeading();
}

/** Goes on with a session that has run out. */
export const restore = () => working(async () => {
  const { session } = page.state;
  if (!session) return;
  await calls.restore(session.session_id, newKey());
  follow(session.session_id, session.session_code);
});

/** Takes what is in another trolley along to this one. */
export const moveHere = () => working(async () => {
  const { session, trolleyId } = page.state;
  if (!session) return;
  await calls.move(session.session_id, trolleyId, newKey());
  follow(session.session_id, session.session_code);
});

/** Gives the trolley back; what is in the cart is forgotten, so whoever has something in it is asked. */
export const leave = () => working(async () => {
  const { session } = page.state;
  if (!session || (sums().count && !(await isSure()))) return;
  await calls.end(session.session_id, newKey());
});

async function isSure() {
  const { confirm } = await loaded(import("../../pages/dialog.js"));
  return confirm({
    title: t("Give the trolley back?"),
    text: t("Nothing in it is paid. Put the goods back first: your cart is emptied."),
    yes: t("Give it back"), no: t("Go on shopping"), danger: true,
  });
}

/** Shows the form to sign in with, which is loaded for it. */
export const askForLogin = () => working(async () => {
  const { makeSignIn, signInView } = await loaded(import("../../pages/signin.js"));
  const signIn = makeSignIn(page.changed, begin);
  page.set({ signIn: () => signInView(signIn) });
  page.flush();
  focusHeading("#sign-in");
});

/** Forgets a visit that is over, and begins anew. */
export function again() {
  stop();
  keepSession(null);
  emptied();
  page.set({ session: null, restorableUntil: null });
  return begin();
}

/** What goes wrong while goods are in the trolley is told above them; else it stands where the button was.
 * @param {() => Promise<void>} work */
async function working(work) {
  if (page.state.busy) return;
  page.set({ busy: true, refused: null, error: null });
  try {
    await work();
  } catch (error) {
    if (page.state.stage === "visit" && page.state.session?.state === "active") toast(explain(error), { kind: "bad" });
    else page.set(error instanceof Refused ? { refused: error } : { error });
  } finally {
    page.set({ busy: false });
  }
}

function stop() {
  stream?.stop();
  stream = null;
  rest();
}

/** Shows a session as it is and becomes. @param {string} id @param {string} code */
function follow(id, code) {
  stop();
  keepSession(id);
  belongsTo({
    name: id, claim: { session_id: id }, signed: false, isOpen: isShopping, place: () => page.state.locationId,
    onCheck: (check) => page.state.session && page.set({ session: { ...page.state.session, check } }),
    onExpired: () => page.state.session && page.set({ session: { ...page.state.session, state: "expired" } }),
  });
  forgetOld();
  const begun = new Stream({
    socket: `/ws/trolleys/${code}/`,
    quiet: () => document.hidden, // its pings are signs of life, and who looks at nothing gives none
    poll: (since, epoch) => calls.live(id, since, epoch),
    onSnapshot: takeSnapshot,
    onEvent: (type, data) => takeEvent(type, data, begun),
    onState: showLink,
  });
  stream = begun;
  stream.start();
  beat(id);
}
