/** What the page loads only when it is needed. */

import { loaded } from "../../pages/api.js";
import { page } from "./state.js";

/** The views of a sale. @returns {Promise<void>} throws Unreachable */
export async function loadViews() {
  if (!page.state.views) page.set({ views: await loaded(import("./sale_views.js")) });
}

/** The list of other machines as it is now; the page does well without. */
export async function loadOthers() {
  const others = await loaded(import("./others_view.js")).catch(() => null);
  page.set({ others });
  others?.load();
}
