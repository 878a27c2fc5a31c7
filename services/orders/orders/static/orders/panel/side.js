// The column beside the board: tables, all-day totals, what was done. On a phone the board is one view of four.
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { html, render as draw } from "../../pages/view.js";
import { openCalls } from "./calls.js";
import { sign } from "./icons.js";
import { makeRecall } from "./recall.js";
import { makeTables } from "./tables.js";
import { makeTotals } from "./totals.js";

const wide = matchMedia("(width >= 56rem)"); // as in panel.css

/** `acts`: those of the tables. */
export function makeSide(acts) {
  const views = {
    board: { label: t("Orders"), drawing: "board" },
    tables: { label: t("Tables"), drawing: "table", ...makeTables(acts) },
    totals: { label: t("All day"), drawing: "sum", ...makeTotals() },
    recall: { label: t("Done"), drawing: "undo", ...makeRecall() },
  };
  const nav = h("nav", { class: "views", "aria-label": t("Views") });
  const beside = Object.keys(views).filter((key) => views[key].node);
  const sections = beside.map((key) =>
    h("section", { class: "side-view", dataset: { key }, "aria-label": views[key].label }, views[key].node));
  let chosen = "board";
  const render = () => {
    views[chosen].render?.();
    draw(navView(views, chosen, choose), nav);
  };
  const choose = (name) => {
    chosen = name;
    document.body.dataset.view = chosen;
    for (const section of sections) section.toggleAttribute("data-chosen", section.dataset.key === chosen);
    render();
  };
  const fit = (name) => choose(name ?? fitting(chosen));
  wide.onchange = () => fit();
  return { nav, sections, fit, render, tick: () => views[chosen].tick?.() };
}

/** A button for each view; a table that calls is told at theirs. */
const navView = (views, chosen, choose) => Object.entries(views).map(([key, { label, drawing }]) => html`<button
  type="button" class="view" data-key=${key} aria-pressed=${String(key === chosen)}
  ?data-alert=${key === "tables" && openCalls().length > 0} @click=${() => choose(key)}>${sign(drawing)}<span>${
  label}</span></button>`);

/** Where the board is always there, the tables stand beside it. */
function fitting(chosen) {
  if (wide.matches && chosen === "board") return "tables";
  return !wide.matches && chosen === "tables" ? "board" : chosen;
}
