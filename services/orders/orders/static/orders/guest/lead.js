// A table that was put together with another one: its phones go on there, with their key and what was on its way.
import { t } from "../../pages/texts.js";
import { recall, remember } from "../../pages/storage.js";
import { carryTo, kept } from "./kept.js";
import { notice } from "./notice.js";
import { table } from "./state.js";

const LED = "aisle.led"; // of this tab: the session to which the page was led over
let isLeaving = false;

/** Goes on where this session was merged into. */
export function leadOver() {
  const into = table.session?.into;
  if (!into || isLeaving) return;
  isLeaving = true;
  carryTo(into);
  if (kept().key) remember(LED, into, "sessionStorage");
  location.replace(`/t/${into}/${location.hash}`);
}

/** Who was led over is told, once the new table's name is known. */
export function tellLed() {
  if (!table.session || recall(LED, "sessionStorage") !== table.code) return;
  remember(LED, null, "sessionStorage");
  const { name } = table.session;
  notice("seat", t("The tables were put together: your order goes on at {name}.", { name }), { lasting: true });
}

/** A session that has another table now has its own address: that of the old table is for the next guests. */
export function leaveSpot() {
  const { spot, session } = table;
  if (!spot || !session || (session.table_id ?? spot.id) === spot.id) return;
  table.spot = null;
  history.replaceState(history.state, "", `/t/${table.code}/${location.hash}`);
}
