/** The trolleys themselves: QR codes to print, new ones, their keys, switching them off. */

import { ask, open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { plainButton } from "../../pages/fields.js";
import { printCodes } from "../../pages/sheet.js";
import { t } from "../../pages/texts.js";
import { html, nothing, repeat, symbol } from "../../pages/view.js";
import { keyAdd, trolleyAdd, trolleySwitch } from "./calls.js";
import { filterView, shownOf } from "./filter.js";
import { takeTrolley } from "./follow.js";
import { mayOperate } from "./rights.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Trolley} Trolley */

/** @param {State} state */
export function fleetView(state) {
  const mayChange = mayOperate(state.person);
  const shown = shownOf(state);
  const sheet = () => printed(shown);
  return html`${state.trolleys.size ? filterView(state)
      : html`<p class="card">${t("There are no trolleys here yet.")}</p>`}
    <div class="row">
      ${shown.length ? plainButton(html`${symbol("print")}${t("Print these QR codes")}`, sheet) : nothing}
      ${mayChange ? plainButton(html`${symbol("plus")}${t("New trolley")}`, add, "primary") : nothing}
    </div>
    <ul class="rows">${repeat(shown, ({ trolley_id: id }) => id, (each) => rowView(each, mayChange))}</ul>`;
}

/** @param {Trolley} trolley @param {boolean} mayChange */
function rowView(trolley, mayChange) {
  const { trolley_id: id, is_active: isActive } = trolley;
  const button = (/** @type {string} */ words, /** @type {() => void} */ press, look = "") => html`<button type="button"
    class="button ${look}" aria-label="${id} – ${words}" @click=${press}>${words}</button>`;
  return html`<li class="card row">
    <h3 class="grow">${id} ${isActive ? nothing
      : html`<span class="badge" data-state="bad">${t("Switched off")}</span>`}</h3>
    <div class="row">${button(t("QR code"), () => printed([trolley]))}
      ${mayChange ? [button(t("New key"), () => showKey(trolley)),
        button(isActive ? t("Switch off") : t("Switch on"), () => turn(trolley), "quiet")] : nothing}</div>
  </li>`;
}

/** @param {() => Promise<void>} work */
async function trying(work) {
  try {
    await work();
  } catch (error) {
    toast(explain(error), { kind: "bad" });
  }
}

/** @param {Trolley[]} trolleys */
const printed = (trolleys) => trying(() => printCodes(trolleys.map(({ trolley_id: name, qr_code_data: value }) =>
  ({ value, name, text: t("Scan to start") }))));

/** What the answer does not say, the board knows. @param {Trolley} row */
const take = (row) => takeTrolley({ ...row, session: page.state.trolleys.get(row.trolley_id)?.session ?? null });

async function add() {
  const id = await ask({ title: t("New trolley"), label: t("Its name, as TROLLEY_07"), maxlength: 50, required: true,
    yes: t("Make it") });
  if (id) await trying(async () => take(await trolleyAdd(id, page.state.place)));
}

/** @param {Trolley} trolley */
const turn = ({ trolley_id: id, is_active: isActive, session }) => trying(async () => {
  take(await trolleySwitch(id, !isActive));
  if (isActive && session) toast(t("{trolley} is off once this visit is over.", { trolley: id }), { kind: "warn" });
});

/** @param {Trolley} trolley */
const showKey = ({ trolley_id: id }) => trying(async () => {
  const { key } = await keyAdd(id);
  const copy = () => navigator.clipboard.writeText(key).then(() => toast(t("Copied.")),
    () => toast(t("The browser does not let this page copy. Select the key by hand."), { kind: "warn" }));
  open({
    title: t("{trolley}: new key", { trolley: id }),
    body: h("div", { class: "stack" },
      h("p", {}, t("The trolley proves with it who it is. It is shown this once; older keys stay valid.")),
      h("p", { dir: "ltr" }, h("code", { class: "key" }, key))),
    actions: [{ label: t("Copy"), kind: "primary", run: () => (copy(), false) }],
  });
});
