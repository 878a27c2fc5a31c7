// The column beside the board: tables, all-day totals, what was done. On a phone the board is one view of four.
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { icon } from "./icons.js";
import { makeRecall } from "./recall.js";
import { openCalls } from "./calls.js";
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
  let chosen = "board";
  const render = () => {
    views[chosen].render?.();
    views.tables.button.toggleAttribute("data-alert", openCalls().length > 0);
  };
  const choose = (name) => {
    chosen = name;
    mark(views, chosen);
    render();
  };
  const fit = (name) => choose(name ?? fitting(chosen));
  for (const [key, view] of Object.entries(views)) addParts(key, view, () => choose(key));
  wide.onchange = () => fit();
  const all = Object.values(views);
  return {
    nav: h("nav", { class: "views", "aria-label": t("Views") }, all.map((view) => view.button)),
    sections: all.map((view) => view.section).filter(Boolean),
    fit, render, tick: () => views[chosen].tick?.(),
  };
}

function addParts(key, view, click) {
  view.button = h("button", { type: "button", class: "view", dataset: { key }, on: { click } },
    icon(view.drawing), h("span", {}, view.label));
  if (!view.node) return;
  view.section = h("section", { class: "side-view", dataset: { key }, "aria-label": view.label }, view.node);
}

function mark(views, chosen) {
  document.body.dataset.view = chosen;
  for (const [key, view] of Object.entries(views)) {
    view.button.setAttribute("aria-pressed", String(key === chosen));
    view.section?.toggleAttribute("data-chosen", key === chosen);
  }
}

/** Where the board is always there, the tables stand beside it. */
function fitting(chosen) {
  if (wide.matches && chosen === "board") return "tables";
  return !wide.matches && chosen === "tables" ? "board" : chosen;
}
