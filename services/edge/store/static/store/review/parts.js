/** The part of the console that shows a ticket: it comes when somebody turns to one, or when the queue is there. */

import { makeParts } from "../../pages/parts.js";
import { page } from "./state.js";

/** @type {Record<string, () => Promise<import("./state.js").Part>>} */
const LOADERS = { ticket: () => import("./ticket_part.js") };

export const { loadPart, partView } = makeParts(page, LOADERS);
