/** What operators press. */

import { makeActs } from "../../pages/acts.js";
import { t } from "../../pages/texts.js";
import { attempt } from "./calls.js";
import { page } from "./state.js";
import { explain } from "./words.js";

export { onItsWay } from "../../pages/acts.js";

export const { perform, send } = makeActs(page, { attempt, explain });

/** Sends it until it is answered; the form says what is in the way.
 * @param {import("../../pages/form.js").Form} form @param {import("./calls.js").Act} act */
export async function sent(form, act) {
  const answer = await send(act, (trouble) => form.tell(t("{trouble} It is sent as soon as it can be.", { trouble })));
  form.tell("");
  return answer;
}
