/** The trolleys themselves: QR codes to print, new ones, their keys, switching them off. */

import { ask, open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { plainButton } from "../../pages/fields.js";
import { t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { drawn } from "../cart/calls.js";
import { keyAdd, trolleyAdd, trolleySwitch } from "./calls.js";
import { byName, page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Trolley} Trolley */

/** @param {State} state */
export function fleetView({ trolleys, person }) {
  const mayChange = (person?.roles ?? []).some((role) => ["operator", "admin"].includes(role));
  const all = [...trolleys.values()];
  return html`<div class="row">
      ${all.length ? plainButton(html`${symbol("print")}${t("Print all QR codes")}`, () => printCodes(all), "primary") : nothing}
      ${mayChange ? plainButton(html`${symbol("plus")}${t("New trolley")}`, add) : nothing}
    </div>
    <ul class="fleet">${repeat(all, ({ trolley_id: id }) => id, (each) => html`<li class="card trolley">
      <div class="trolley-head"><h3>${each.trolley_id}</h3>${each.is_active ? nothing
        : html`<span class="badge" data-state="bad">${t("Switched off")}</span>`}</div>
      <div class="row">${plainButton(html`${symbol("qr")}${t("QR code")}`, () => printCodes([each]))}
        ${mayChange ? [plainButton(t("New key"), () => showKey(each)),
          plainButton(each.is_active ? t("Switch off") : t("Switch on"), () => turn(each), "quiet")] : nothing}</div>
    </li>`)}</ul>`;
}

/** @param {() => Promise<void>} work */
async function trying(work) {
  try {
    await work();
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}

/** @param {Trolley} row */
const take = (row) => {
  const { trolleys } = page.state;
  const before = trolleys.get(row.trolley_id);
  page.set({ trolleys: byName([...trolleys.values(), { ...row, session: before?.session ?? null }]) });
};

async function add() {
  const id = await ask({ title: t("New trolley"), label: t("Its name, as TROLLEY_07"), maxlength: 50, required: true,
    yes: t("Make it") });
  if (id) await trying(async () => take(await trolleyAdd(id, page.state.place)));
}

/** @param {Trolley} trolley */
const turn = ({ trolley_id: id, is_active: isActive }) =>
  trying(async () => take(await trolleySwitch(id, !isActive)));

/** @param {Trolley} trolley */
const showKey = ({ trolley_id: id }) => trying(async () => {
  const { key } = await keyAdd(id);
  open({ title: t("{trolley}: new key", { trolley: id }), body: h("div", { class: "stack" },
    h("p", {}, t("The trolley proves with it who it is. It is shown this once; older keys stay valid.")),
    h("p", { dir: "ltr" }, h("code", { class: "key" }, key))) });
});

/** A sheet with these codes. @param {Trolley[]} trolleys */
const printCodes = (trolleys) => trying(async () => {
  const sources = await Promise.all(trolleys.map(({ qr_code_data: value }) => drawn(value)));
  const tickets = trolleys.map(({ trolley_id: id }, at) => h("div", { class: "ticket" },
    h("img", { src: sources[at], alt: "" }), h("strong", {}, id), h("span", {}, t("Scan to start"))));
  document.querySelector(".sheet")?.remove();
  const sheet = h("div", { class: "sheet", "aria-hidden": "true" }, tickets);
  document.body.append(sheet);
  await Promise.all([...sheet.querySelectorAll("img")].map((image) => image.decode().catch(() => undefined)));
  print();
});
