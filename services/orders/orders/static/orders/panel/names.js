// Names of tables: those that look alike are one name.
import { t } from "../../pages/texts.js";
import { openSessions, panel } from "./state.js";

/** As the server compares them, but for rare letters. */
const folded = (name) => name.normalize("NFKC").replace(/\p{Cf}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();

const isLike = (name) => (one) => folded(one.name) === folded(name);

/** Whether a table of the place is called like this. */
export const isKnownName = (name) => [...panel.tables.values()].some(isLike(name));

/** Whether a table or an open session is. */
export const isTaken = (name) => isKnownName(name) || openSessions().some(isLike(name));

/** The first "Table n" that is not there. */
export function freeName() {
  let number = 1;
  while (isTaken(t("Table {number}", { number }))) number += 1;
  return t("Table {number}", { number });
}
