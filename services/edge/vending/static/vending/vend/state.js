/** What the page knows. */

import { makeStore } from "../../pages/store.js";

export const page = makeStore({ stage: "waiting" });
