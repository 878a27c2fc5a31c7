/** What operators press. */

import { makeActs } from "../../pages/acts.js";
import { attempt } from "./calls.js";
import { page } from "./state.js";
import { explain } from "./words.js";

export { onItsWay } from "../../pages/acts.js";

export const { perform, send } = makeActs(page, { attempt, explain });
