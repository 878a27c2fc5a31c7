/** The mode of the store, and how it is changed. */

import { open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { dayAndClock, n, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { onItsWay, perform } from "./acts.js";
import { modeSet } from "./calls.js";
import { mayOperate } from "./rights.js";
import { page } from "./state.js";
import { ADMITTED, MODES, roleWords, sinceText } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./calls.js").Mode} Mode */

/** @param {State} state */
export function modeCard(state) {
  const { mode, since, person } = state;
  if (!mode) return nothing;
  return html`<section class="card stack mode"><h3>${t("Mode")}</h3>
    ${mayOperate(person) ? switchView(state, mode) : html`<p><strong>${MODES[mode]()}</strong></p>`}
    <p>${ADMITTED[mode]()}</p>
    ${since ? html`<p class="soft small">${t("Since {time}.", { time: dayAndClock(since) })}</p>` : nothing}
    ${onItsWay(state, "mode")}</section>`;
}

/** @param {State} state @param {Mode} mode */
function switchView({ acts }, mode) {
  const busy = String(acts.has("mode"));
  return html`<div class="modes" role="group" aria-label=${t("Mode of the store")}>${
    Object.entries(MODES).map(([name, words]) => html`<button type="button" class="chip" aria-disabled=${busy}
      aria-pressed=${String(name === mode)} @click=${() => choose(/** @type {Mode} */ (name))}>${
      name === mode ? symbol("check") : nothing}${words()}</button>`)}</div>`;
}

/** Whoever is inside is told of first. @param {Mode} mode */
async function choose(mode) {
  const { inside, acts } = page.state;
  if (mode === page.state.mode || acts.has("mode")) return;
  if (inside.size && !await isMeant(mode)) return;
  perform("mode", modeSet(mode), ({ status, since, inside: count, warning }) => {
    page.set({ mode: status, since });
    const words = t("Mode: {mode}", { mode: MODES[/** @type {Mode} */ (status)]() });
    if (!warning) return toast(words);
    return toast(`${words}. ${n("{count} person is inside.", "{count} people are inside.", count)}`, { kind: "warn" });
  });
}

/** @param {Mode} mode @returns {Promise<boolean>} */
function isMeant(mode) {
  const visits = [...page.state.inside.values()];
  return new Promise((answer) => {
    let agreed = false;
    open({
      title: n("{count} person is inside", "{count} people are inside", visits.length),
      body: h("div", { class: "stack" },
        h("ul", { class: "rows", tabindex: "0", "aria-label": t("Inside") }, visits.map(({ role, entered_at: at }) =>
          h("li", {}, t("{role}, since {time}", { role: roleWords(role), time: sinceText(at) })))),
        h("p", {}, consequence(mode))),
      actions: [
        { label: t("Cancel"), kind: "quiet" },
        { label: t("Change all the same"), kind: "danger", run: () => void (agreed = true) },
      ],
      onClose: () => answer(agreed),
    });
  });
}

/** What becomes of who is inside. @param {Mode} mode */
const consequence = (mode) => (mode === "CUSTOMER_MODE"
  ? t("They may stay and leave. What customers take from now on is charged.")
  : t("They may stay and leave. What is taken from now on is charged to nobody."));
