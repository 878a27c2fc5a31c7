// The column of tables: as a list, or as a plan where tables have places.
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { html, nothing, render as draw, repeat } from "../../pages/view.js";
import { keepingFocus } from "./focus.js";
import { sign } from "./icons.js";
import { placing } from "./plan.js";
import { mayServe, maySetUp } from "./roles.js";
import { set, settings } from "./settings.js";
import { panel } from "./state.js";
import { tiles, tileView } from "./tile.js";

const wide = matchMedia("(width >= 56rem)"); // as in tables.css

/** `acts`: {open(code), openTable(table), create(), several(), closed(), receipts(), print(), bill(session)}. */
export function makeTables(acts) {
  const head = h("div", { class: "tables-head" });
  const list = h("ul", { class: "tables", "aria-label": t("Open tables") });
  const foot = h("div", { class: "side-more" });
  const plan = placing(list);
  const render = () => {
    const all = tiles();
    const isPlan = wide.matches && settings().enlarged && settings().plan && all.some(({ table }) => table?.position);
    document.body.toggleAttribute("data-enlarged", settings().enlarged);
    draw(headView(all, plan, acts), head);
    list.toggleAttribute("data-plan", isPlan || plan.isOn());
    keepingFocus(list, () => draw(repeat(all, ({ key }) => key, (tile) =>
      (plan.isOn() && tile.table ? plan.view(tile) : tileView(tile, acts))), list));
    plan.arrange(isPlan);
    draw(footView(all, acts), foot);
  };
  return { node: h("div", { class: "side-body" }, head, list, foot), render, tick: render };
}

function headView(all, plan, acts) {
  const hasTables = panel.tables.size > 0;
  const hasPlaces = all.some(({ table }) => table?.position);
  const { enlarged, plan: isPlan } = settings();
  return html`${mayServe() ? html`<button type="button" class="button primary wide" @click=${acts.create}>${
    sign("plus")}${t("New table")}</button>` : nothing}
    <div class="tables-tools">
    ${toggle("enlarge", t("Large view"), enlarged, () => set({ enlarged: !enlarged }))}
    ${hasPlaces && enlarged ? toggle("plan", t("Plan"), isPlan, () => set({ plan: !isPlan })) : nothing}
    ${hasTables && enlarged && maySetUp() ? toggle("edit", t("Arrange"), plan.isOn(), plan.toggle) : nothing}</div>
    ${plan.isOn() ? html`<p class="soft small" role="status">${
    t("Drag a table to its place, or move it with the arrow keys. Tap “Arrange” when you are done.")}</p>` : nothing}`;
}

const toggle = (drawing, label, isOn, press) => html`<button type="button" class=${`button tables-tool ${drawing}`}
  aria-pressed=${String(isOn)} @click=${press}>${sign(drawing)}${label}</button>`;

function footView(all, acts) {
  return html`${all.length || !panel.loaded ? nothing
    : html`<p class="soft side-empty">${mayServe()
      ? t("No table is open. Guests can order once you open one.") : t("No table is open.")}</p>`}
    ${maySetUp() ? more("table", t("Set up tables"), acts.setUp) : nothing}
    ${more("print", t("Print all codes"), acts.print)}${more("clock", t("Closed tables"), acts.closed)}
    ${mayServe() ? more("bill", t("Receipts"), acts.receipts) : nothing}`;
}

const more = (drawing, label, press) =>
  html`<button type="button" class="button quiet wide" @click=${press}>${sign(drawing)}${label}</button>`;
