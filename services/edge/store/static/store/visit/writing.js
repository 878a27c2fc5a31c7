/** The dialog for what is wrong with a receipt; loaded when somebody wants to say so. */

import { loaded } from "../../pages/api.js";
import { toast } from "../../pages/dom.js";
import { explain } from "./words.js";

/** @param {import("./calls.js").Visit} visit */
export async function openContest(visit) {
  try {
    const { contest } = await loaded(import("./contest.js"));
    contest(visit);
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}
