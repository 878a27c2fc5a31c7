// What holds for the whole place: the steps of an order, who opens a table, whether a word is asked.
import { insist, newKey } from "../../pages/api.js";
import { h } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { html, live, nothing, render as draw } from "../../pages/view.js";
import { showHours } from "./hours_dialog.js";
import { whyRefused } from "./refusals.js";
import { panel, takeRules } from "./state.js";
import { stateName } from "./steps.js";

const FREE = ["accepted", "preparing", "ready"]; // may be left out; two steps at least

/** The part of the settings for those who manage the place; each change is kept at once. */
export function placeRules() {
  const node = h("fieldset", { class: "stack place-rules" });
  let trouble = "", busy = false;
  const render = () => draw(rulesView(panel.rules, { trouble, busy, keep }), node);
  const keep = async (change) => {
    if (busy) return;
    [busy, trouble] = [true, ""];
    render();
    try {
      const path = `/orders/settings/${panel.place.id}/`;
      takeRules(await insist(path, change, { key: newKey(), send: signedPost }));
    } catch (error) {
      trouble = t("Nothing was changed. {reason}", { reason: whyRefused(error) });
    }
    busy = false;
    render();
  };
  render();
  return node;
}

function rulesView({ steps, open_by: openBy, ask_word: askWord }, { trouble, busy, keep }) {
  const chosen = (state, isOn) => FREE.filter((one) => (one === state ? isOn : steps.includes(one)));
  const turn = (state, isOn) => keep({ steps: [...chosen(state, isOn), "served"] });
  const left = steps.filter((state) => FREE.includes(state)).length;
  return html`<legend>${t("For the whole place")}</legend>
    <div class="stack" role="group" aria-label=${t("Steps of an order")}><p>${t("Steps of an order")}</p>
      <p class="soft small">${t("Each step is one tap. “Served” is always the last one.")}</p>
      ${FREE.map((state) => check(stateName(state), steps.includes(state), (isOn) => turn(state, isOn),
    busy || (left === 1 && steps.includes(state))))}</div>
    <label class="field"><span>${t("Who opens a table")}</span><select ?disabled=${busy}
      @change=${({ target }) => keep({ open_by: target.value })}>
      <option value="staff" .selected=${openBy === "staff"}>${t("Staff")}</option>
      <option value="guest" .selected=${openBy === "guest"}>${t("Guests too, by the table’s code")}</option>
    </select></label>
    ${check(t("Ask guests for the word of the sitting"), askWord, (isOn) => keep({ ask_word: isOn }), busy)}
    <p class="hint">${t("Staff see it on the table: four digits, once for each phone, before the first order.")}</p>
    <button type="button" class="button" @click=${showHours}>${t("When guests order: hours and menus")}</button>
    ${trouble ? html`<p class="problem" role="alert">${trouble}</p>` : nothing}`;
}

const check = (label, isOn, change, isFixed) => html`<label class="check"><input type="checkbox" .checked=${live(isOn)}
  ?disabled=${isFixed} @change=${({ target }) => change(target.checked)}><span>${label}</span></label>`;
