// Tables that change: guests move, tables are put together, orders are split off, a name is mended.
import { insist, newKey } from "../../pages/api.js";
import { ask, open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { html, nothing, render as draw, repeat } from "../../pages/view.js";
import { whyRefused } from "./refusals.js";
import { openSessions, panel, sessionAt, takeSession, takeTable } from "./state.js";
import { byName } from "./sums.js";

const LONGEST = 200; // characters of a name

const freeTables = () => byName([...panel.tables.values()].filter((one) => one.is_active && !sessionAt(one)));
const others = (session) => byName(openSessions().filter((one) => one.code !== session.code));

/** What can be done with the session that `current()` answers; `close` shuts its dialog. */
export function tableActs(current, close) {
  const path = (verb) => `/orders/sessions/${verb}/${current().code}/`;
  return {
    others: () => others(current()).length > 0,
    move: () => chooseTable({
      title: t("Move {table} to", { table: current().name }), tables: freeTables(),
      take: async ({ id, name }) => {
        const was = current().name;
        takeSession(await send(path("move"), { table_id: id }));
        toast(t("{table} sits at {name} now.", { table: was, name }));
      },
    }),
    merge: () => chooseTable({
      title: t("Put {table} together with", { table: current().name }), tables: others(current()),
      hint: t("Orders, cart and calls go there, and the phones follow. Only closing and opening anew takes it back."),
      take: async ({ code, name }) => {
        const was = current().name;
        await send(path("merge"), { into: code });
        close();
        toast(t("{table} belongs to {name} now.", { table: was, name }));
      },
    }),
    split: () => split(current(), path("split")),
    rename: () => rename(current(), path("rename")),
  };
}

/** Sent until there is an answer, with one key: it is done once. */
const send = (path, body) => insist(path, body, { key: newKey(), send: signedPost });

/** Let somebody tap a table; `take(table)` may refuse. */
function chooseTable({ title, tables, hint = "", take, before = nothing, ready = () => "" }) {
  const body = h("div", { class: "stack" });
  let busy = false, problem = "";
  const press = async (table) => {
    problem = ready();
    if (busy || problem) return render();
    busy = true;
    render();
    try {
      await take(table);
      dialog.close();
    } catch (error) {
      problem = whyRefused(error);
    }
    busy = false;
    return render();
  };
  const render = () => draw(html`${hint ? html`<p class="soft">${hint}</p>` : nothing}${before}
    <p class="problem" role="alert">${problem}</p>
    ${tables.length ? nothing : html`<p>${t("No table is free.")}</p>`}
    <ul class="choices" aria-label=${title}>${repeat(tables, (one) => one.code, (one) => html`<li><button type="button"
      class="button wide" aria-disabled=${String(busy)} @click=${() => press(one)}><bdi>${one.name}</bdi></button>
    </li>`)}
    </ul>`, body);
  const dialog = open({ title, body });
  render();
}

/** Some orders go to a free table of their own. */
function split(session, path) {
  const chosen = new Set();
  const rows = [...session.orders.values()].filter((order) => order.state !== "cancelled");
  const check = (order) => h("label", { class: "check" }, h("input", { type: "checkbox",
    on: { change: ({ target }) => (target.checked ? chosen.add(order.id) : chosen.delete(order.id)) } }),
  h("span", {}, `${order.quantity}× ${order.name}`, order.guest ? ` · ${order.guest}` : ""));
  chooseTable({
    title: t("Split off from {table}", { table: session.name }), tables: freeTables(),
    hint: t("Choose the orders, then the table that they go to."),
    before: h("fieldset", { class: "checks" }, h("legend", { class: "visually-hidden" }, t("Orders")), rows.map(check)),
    ready: () => (chosen.size ? "" : t("Choose at least one order.")),
    take: async ({ id, name }) => {
      takeSession(await send(path, { orders: [...chosen], table_id: id }));
      toast(t("What you chose is at {name} now.", { name }));
    },
  });
}

/** A session at a table has the table's name; any other its own. */
async function rename(session, path) {
  const table = panel.tables.get(session.table_id);
  const name = await ask({ title: t("Rename {table}", { table: session.name }), label: t("Name"), value: session.name,
    maxlength: LONGEST, required: true, yes: t("Rename") });
  if (!name || name === session.name) return;
  try {
    if (table) takeTable(await send(`/orders/tables/edit/${table.id}/`, { name }));
    else takeSession(await send(path, { name }));
  } catch (error) {
    toast(t("The name is still {name}. {reason}", { name: session.name, reason: whyRefused(error) }), { kind: "bad" });
  }
}
