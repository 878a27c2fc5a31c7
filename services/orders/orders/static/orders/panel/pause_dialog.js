// Pausing the orders of guests: for how long, and what they read meanwhile.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { n, t } from "../../pages/texts.js";
import { pauseOf } from "../dish/offer.js";
import { closedText, pause, waitText } from "./pausing.js";
import { whyRefused } from "./refusals.js";
import { panel } from "./state.js";

const MINUTES = [5, 10, 15, 20, 30, 45, 60, 90, 120];
const USUAL = 15;
const LONGEST = 200; // characters

/** Ask for how long guests cannot order, and do it. */
export function showPause() {
  const minutes = h("select", {}, MINUTES.map((count) =>
    h("option", { value: count, selected: count === USUAL }, n("{count} minute", "{count} minutes", count))));
  const words = h("input", { maxlength: LONGEST, autocomplete: "off", dir: "auto",
    value: pauseOf(panel.offer)?.words ?? "" });
  const problem = h("p", { class: "problem", role: "alert" });
  let busy = false;
  const attempt = async () => {
    if (busy) return false;
    [busy, problem.textContent] = [true, ""];
    try {
      await pause(Number(minutes.value), words.value.trim());
      return true;
    } catch (error) {
      problem.textContent = t("Nothing was changed. {reason}", { reason: whyRefused(error) });
      return false;
    } finally {
      busy = false;
    }
  };
  const submit = async (event) => (event.preventDefault(), (await attempt()) && dialog.close());
  const stand = [waitText(panel), closedText(panel)].filter(Boolean).join(" · ");
  const dialog = open({
    title: t("Pause orders"),
    body: h("form", { class: "stack", on: { submit } },
      h("p", {}, t("Guests see that nothing can be ordered just now, and until when. Staff order all the same.")),
      stand && h("p", { class: "soft" }, stand),
      h("label", { class: "field" }, h("span", {}, t("For how long")), minutes),
      h("label", { class: "field" }, h("span", {}, t("What guests read (if you like)")), words,
        h("span", { class: "hint" }, t("As “The kitchen is full, we are with you soon.”"))), problem),
    actions: [{ label: t("Cancel"), kind: "quiet" }, { label: t("Pause"), kind: "primary", run: attempt }],
  });
  minutes.focus();
}
