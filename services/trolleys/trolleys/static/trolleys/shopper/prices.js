/** Taking today's prices, where the shelf says something else by now. */

import { newKey } from "../../pages/api.js";
import { toast } from "../../pages/dom.js";
import { byId } from "../../pages/store.js";
import { t } from "../../pages/texts.js";
import { cartRefresh } from "./calls.js";
import { page } from "./state.js";
import { explain } from "./words.js";

export async function refreshPrices() {
  const { session } = page.state;
  if (!session) return;
  try {
    const { items } = await cartRefresh(session.session_id, newKey());
    page.set({ lines: byId(items) });
    toast(t("The cart has today's prices."));
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}
