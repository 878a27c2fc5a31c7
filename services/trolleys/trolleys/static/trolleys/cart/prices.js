/** Taking today's prices, where the shelf says something else by now. */

import { newKey } from "../../pages/api.js";
import { toast } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { cartRefresh } from "./calls.js";
import { takeLines } from "./state.js";
import { explain } from "./words.js";

export async function refreshPrices() {
  try {
    takeLines((await cartRefresh(newKey())).items);
    toast(t("The cart has today's prices."));
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}
