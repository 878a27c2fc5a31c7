/** Other machines that sell now, the nearest first. */

import { t } from "../../pages/texts.js";
import { makeStore } from "../../pages/store.js";
import { html, nothing } from "../../pages/view.js";
import { near } from "../vend/calls.js";
import { isSelling, rowView } from "../vend/rows.js";
import { page } from "./state.js";

/** @typedef {import("../vend/calls.js").Machine} Machine */

const MOST = 3;

/** @type {import("../../pages/store.js").Store<{machines: Machine[]}>} */
const shown = makeStore({ machines: /** @type {Machine[]} */ ([]) });
shown.watch(page.changed);

/** Where this machine stands is where its customer does. The page does well without. */
export async function load() {
  const { machineId } = page.state;
  try {
    const all = await near(null);
    const here = all.find(({ machine_id: id }) => id === machineId);
    const isPlaced = here && here.latitude !== null && here.longitude !== null;
    const sorted = isPlaced ? await near({ latitude: here.latitude, longitude: here.longitude }) : all;
    shown.set({ machines: sorted.filter((each) => each.machine_id !== machineId && isSelling(each)).slice(0, MOST) });
  } catch {
    shown.set({ machines: [] });
  }
}

export function othersView() {
  const { machines } = shown.state;
  return html`<section class="stack">
    ${machines.length ? html`<h2>${t("Others that sell now")}</h2><ul class="machines">${machines.map(rowView)}</ul>`
      : nothing}
    <p><a class="button quiet" href="/vend/">${t("All machines")}</a></p></section>`;
}
