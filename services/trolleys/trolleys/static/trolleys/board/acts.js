/** What staff press. */

import { makeActs } from "../../pages/acts.js";
import { post } from "./calls.js";
import { page } from "./state.js";
import { explain } from "./words.js";

export { onItsWay } from "../../pages/acts.js";

export const { perform, send } = makeActs(page, {
  attempt: (/** @type {import("./calls.js").Act} */ { path, body }, options) => post(path, body, options), explain,
});
