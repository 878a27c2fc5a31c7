// A table without guests: opening it, its code, what is set up about it.
import { insist, newKey } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { html, nothing, render as draw } from "../../pages/view.js";
import { sign } from "./icons.js";
import { picture, showCode } from "./qr.js";
import { whyRefused } from "./refusals.js";
import { mayServe, maySetUp } from "./roles.js";
import { panel, sessionAt, takeSession, takeTableCall, watch } from "./state.js";
import { editTable } from "./table_setup.js";

/** Show a table; `show(code)` shows the session that is opened there. */
export function showTable({ id, name }, show) {
  const table = () => panel.tables.get(id);
  const body = h("div", { class: "session" });
  const qr = picture(table());
  let busy = false, problem = "";
  const openIt = async () => {
    if (busy) return;
    [busy, problem] = [true, ""];
    render();
    try {
      const session = await openTable(table());
      dialog.close();
      show(session.code);
    } catch (error) {
      problem = whyRefused(error);
    }
    busy = false;
    render();
  };
  const close = () => dialog.close();
  const render = () => table() && draw(tableView(table(), { busy, problem, qr, openIt, close }), body);
  const stop = watch(() => (table() && !sessionAt(table()) ? render() : busy || dialog.close()));
  const dialog = open({ title: name, body, onClose: stop });
  dialog.element.classList.add("large");
  render();
}

function tableView(table, { busy, problem, qr, openIt, close }) {
  const edit = () => (close(), editTable(table));
  return html`<div class="session-main stack">
    <p class="session-facts"><span class="badge" data-state=${table.call ? "warn" : "good"}>${
      table.call ? t("Please open") : t("Free")}</span>
      ${table.call ? html`<span>${t("Guests at the table have called.")}</span>` : nothing}</p>
    <p class="problem" role="alert">${problem}</p>
    <div class="session-actions">
      ${mayServe() ? html`<button type="button" class="button primary" aria-disabled=${String(busy)} @click=${openIt}>${
        busy ? html`<span class="spinner"></span>` : sign("plus")}${t("Open the table")}</button>` : nothing}
      <button type="button" class="button" @click=${() => showCode(table)}>${sign("qr")}${t("QR code")}</button>
      ${maySetUp() ? html`<button type="button" class="button" @click=${edit}>${sign("edit")}${t("Change")}</button>`
    : nothing}
    </div></div>
    <div class="session-side">${qr}</div>`;
}

/** Open a table for guests; an open one as it is. */
export async function openTable(table) {
  const session = await insist(`/orders/tables/open/${table.code}/`, {}, { key: newKey(), send: signedPost });
  takeTableCall(table.id, null);
  takeSession(session);
  return session;
}
