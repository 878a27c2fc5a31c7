// From the code on the table to its session: the open one, one that is opened here, or one that the staff open.
import { Refused, get, newKey, post } from "../../pages/api.js";
import { t } from "../../pages/texts.js";
import { recall, remember } from "../../pages/storage.js";
import { kept, satAt, seatsAt } from "./kept.js";
import { page, sitAt, spotCode, table, unknownCode } from "./state.js";

const CALLED = "aisle.called."; // of this tab: which call for staff to a table is its own, by its time
const LOOK = 3000; // ms between two looks at a table that nobody has opened yet
let sits = () => {};
let looking = 0;
let turns = 0; // what was asked before this phone called is not told

/** `listener` is told when the page has its session. */
export function onSeat(listener) {
  sits = listener;
}

const path = (act) => `/orders/tables/${act}/${encodeURIComponent(spotCode)}/`;

/**
 * Looks who sits at the table, again and again until there is a session. Until then `table.seat` is `{kind, spot,
 * openBy, call, problem}`: kind is "looking", "free" or "busy", call `{timestamp, answered}` or null.
 */
export async function look() {
  clearTimeout(looking);
  const turn = (turns += 1);
  try {
    const found = await get(path("get"));
    if (turn === turns) await take(found);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return unknownCode();
    show({ problem: t("No connection. We keep trying.") });
  }
  if (table.seat && !table.unknown) looking = setTimeout(look, LOOK);
  return undefined;
}

const show = (different) => page.set({ seat: { ...table.seat, ...different } });

async function take({ table: spot, session, open_by: openBy, call }) {
  if (table.seat === null || (await hasMoved(session))) return undefined; // the tap was faster
  if (session) return sit(session, spot);
  const kind = table.seat.kind === "busy" ? "busy" : "free";
  return show({ spot, openBy, kind, problem: "", call: ofNow(call) });
}

/** The call that is open, or the one of this tab that staff have seen; those of guests before are no news. */
function ofNow(call) {
  const own = recall(CALLED + spotCode, "sessionStorage");
  if (call && !call.answered) remember(CALLED + spotCode, call.timestamp, "sessionStorage");
  else if (call?.timestamp !== own) return null;
  return call;
}

function sit(session, spot) {
  clearTimeout(looking);
  remember(CALLED + spotCode, null, "sessionStorage");
  table.spot = spot;
  table.seat = null;
  sitAt(session);
  satAt(spotCode);
  sits();
}

/** Who sat here and was moved with the order goes on where that is now. */
async function hasMoved(session) {
  const [last] = seatsAt(spotCode);
  if (!last || last === session || asked === last) return false;
  asked = last;
  const { data } = await get(`/orders/sessions/live/${last}/`).catch(() => ({ data: null }));
  if (data?.state !== "OPEN" && !data?.into) return false;
  location.replace(`/t/${last}/`);
  return true;
}

let asked = ""; // the session that was asked for already

/** One tap opens the table, where guests may. */
export async function openTable() {
  if (table.seat.kind === "busy") return;
  show({ kind: "busy", problem: "" });
  try {
    const session = await post(path("open"), {}, { key: newKey() });
    if (table.seat) sit(session.code, table.seat.spot);
  } catch (error) {
    show({ kind: "free", problem: problem(error) });
    if (error instanceof Refused && error.status === 403) look();
  }
}

/** Asks the staff to open the table. */
export async function callStaff() {
  if (table.seat.kind === "busy" || (table.seat.call && !table.seat.call.answered)) return;
  show({ kind: "busy", problem: "" });
  try {
    const { timestamp } = await post(path("call"), {}, { key: newKey() });
    turns += 1;
    remember(CALLED + spotCode, timestamp, "sessionStorage");
    show({ kind: "free", call: { timestamp, answered: null } });
  } catch (error) {
    show({ kind: "free", problem: problem(error) });
  }
}

function problem(error) {
  if (!(error instanceof Refused)) return t("There was no answer. Please try again, or wave to the staff.");
  if (error.status === 429) return t("This was tried too often. Please wait a few minutes, or ask the staff.");
  if (error.status === 403) return t("The staff open this table. Please call them.");
  return t("That did not work. Please try again or ask the staff.");
}

/** The session in which this phone took part here before, as long as its table shows it; "". */
export function earlierAt(spot, now) {
  return seatsAt(spot).find((one) => one !== now && kept(one).key) ?? "";
}
