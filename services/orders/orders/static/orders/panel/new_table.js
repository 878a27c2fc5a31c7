// A new table: a name, and then its QR code. It stays, with a code of its own; or it is there for these guests only.
import { insist, newKey } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { freeName, isTaken } from "./names.js";
import { whyRefused } from "./refusals.js";
import { showCode } from "./qr.js";
import { maySetUp } from "./roles.js";
import { panel, takeSession, takeTable } from "./state.js";
import { openTable } from "./table_dialog.js";

const LONGEST = 200; // characters, as the server takes them

/** Ask for a name, open the table, show its code. */
export function newTable() {
  const field = h("input", { value: freeName(), maxlength: LONGEST, required: true, autocomplete: "off",
    enterkeyhint: "done", "aria-describedby": "new-table-problem" });
  const brief = h("input", { type: "checkbox" });
  const problem = h("p", { class: "problem", id: "new-table-problem", role: "alert" });
  const tell = (text, wrong = true) => {
    problem.textContent = text;
    field.setAttribute("aria-invalid", String(Boolean(text) && wrong));
  };
  const attempt = tries(field, () => maySetUp() && !brief.checked, tell);
  const submit = async (event) => (event.preventDefault(), (await attempt()) && dialog.close());
  const body = h("form", { class: "stack", on: { submit } },
    h("label", { class: "field" }, h("span", {}, t("Name")), field,
      h("span", { class: "hint" }, t("As guests know it: “Table 7”, “Terrace 2”, or a name."))),
    maySetUp() && h("label", { class: "check" }, brief,
      h("span", {}, t("For these guests only: the code ends with them"))), problem);
  const end = new AbortController();
  attempt.signal = end.signal;
  const dialog = open({
    title: t("New table"),
    body,
    actions: [{ label: t("Cancel"), kind: "quiet" }, { label: t("Open table"), kind: "primary", run: attempt }],
    onClose: () => end.abort(),
  });
  field.focus();
  field.select();
}

/** One attempt at a time; each name has a key of its own, so that a repeat opens no second table. */
function tries(field, stays, tell) {
  let busy = false, wanted = "", key = "";
  return async function attempt() {
    if (busy || !field.reportValidity()) return false;
    const name = field.value.trim();
    if (!name) return tell(t("Give the table a name.")), false;
    if (name !== wanted) [wanted, key] = [name, newKey()];
    if (isTaken(name)) return tell(duplicate(name)), false;
    busy = true;
    try {
      const onTrouble = () => tell(t("No answer yet. Trying again…"), false);
      showCode(await create(stays(), name, { key, send: signedPost, onTrouble, signal: attempt.signal }));
      return true;
    } catch (error) {
      if (attempt.signal.aborted) return true;
      [wanted, key] = ["", ""];
      tell(["duplicate_session", "duplicate_table"].includes(error.reason) ? duplicate(name) : whyRefused(error));
      return false;
    } finally {
      busy = false;
    }
  };
}

/** Answers what has the code: the table, which is open now, or the session. */
async function create(stays, name, options) {
  const body = { location_id: panel.place.id, name };
  if (!stays) {
    const session = await insist("/orders/sessions/create/", body, options);
    takeSession(session);
    return session;
  }
  const table = await insist("/orders/tables/create/", body, options);
  takeTable(table);
  await openTable(table);
  return table;
}

const duplicate = (name) =>
  t("“{name}” is there already. Choose another name, or turn that table over first.", { name });
