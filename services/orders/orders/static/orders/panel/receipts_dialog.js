// The receipts of the place, newest first: to print one again, or to look something up.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { fold, matches } from "../../pages/fold.js";
import { signedGet } from "../../pages/login.js";
import { money, units } from "../../pages/money.js";
import { dayAndClock, t } from "../../pages/texts.js";
import { html, nothing, render as draw, repeat } from "../../pages/view.js";
import { kindName } from "./bill_lines.js";
import { receiptPage } from "./bill_payments.js";
import { sign } from "./icons.js";
import { whyRefused } from "./refusals.js";
import { panel } from "./state.js";

const PAGE = 100; // receipts that the server answers at a time

export function showReceipts() {
  const body = h("div", { class: "stack" });
  const shown = { receipts: [], query: "", isWhole: false, busy: false, problem: "" };
  const render = () => draw(listView(shown, { more, look: (query) => ((shown.query = query), render()) }), body);
  const more = async () => {
    if (shown.busy) return;
    Object.assign(shown, { busy: true, problem: "" });
    render();
    try {
      const path = `/orders/receipts/find/?location_id=${panel.place.id}&offset=${shown.receipts.length}`;
      const found = await signedGet(path);
      const known = new Set(shown.receipts.map(({ number }) => number)); // new ones move those that were read
      shown.receipts.push(...found.filter(({ number }) => !known.has(number)));
      shown.isWhole = found.length < PAGE;
    } catch (error) {
      shown.problem = whyRefused(error);
    }
    shown.busy = false;
    render();
  };
  open({ title: t("Receipts"), body });
  more();
}

const isFound = ({ number, table }, query) => {
  const wanted = fold(query);
  return /^\d+$/.test(wanted) ? String(number) === wanted || matches(table, query) : matches(table, query);
};

function listView(shown, { more, look }) {
  const found = shown.receipts.filter((each) => isFound(each, shown.query));
  return html`<input type="search" aria-label=${t("Search for a number or a table")}
      placeholder=${t("Search for a number or a table")} @input=${({ target }) => look(target.value)}>
    <p class="problem" role="alert">${shown.problem}</p>
    <p class="soft" role="status">${statusOf(shown, found)}</p>
    <ul class="bill-rows">${repeat(found, ({ number }) => number, receiptView)}</ul>
    ${shown.isWhole || (shown.busy && !shown.receipts.length) ? nothing : html`<button type="button" class="button"
      aria-disabled=${String(shown.busy)} @click=${more}>${
      shown.problem ? t("Try again") : t("Show older ones")}</button>`}`;
}

function statusOf({ receipts, busy, problem, isWhole }, { length }) {
  if (busy) return t("Loading…");
  if (problem && !receipts.length) return "";
  if (!receipts.length) return t("No receipts yet.");
  if (!length) return isWhole ? t("None found.") : t("None found among those that are shown.");
  return t("Last ones first.");
}

const receiptView = ({ receipt_id: id, number, kind, at, table, total, payment }) => html`<li>
  <a class="table-item" target="_blank" rel="noopener" href=${receiptPage(id)}>
    <span class="table-name">${sign("print")} ${t("Receipt {number}", { number })}</span>
    <span class="money">${money(units(total))}</span>
    <span class="table-facts"><bdi>${table}</bdi> · ${dayAndClock(at)} · ${kindName(payment.kind)}${
      kind === "refund" ? ` · ${t("given back")}` : ""}</span></a></li>`;
