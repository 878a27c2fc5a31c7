// Opening a table: a name, and then its QR code.
import { insist, newKey } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { whyRefused } from "./refusals.js";
import { showCode } from "./qr.js";
import { openSessions, panel, takeSession } from "./state.js";

const LONGEST = 200; // characters, as the server takes them

/** Ask for a name, open the table, show its code. */
export function newTable() {
  const field = h("input", { value: freeName(), maxlength: LONGEST, required: true, autocomplete: "off",
    enterkeyhint: "done", "aria-describedby": "new-table-problem" });
  const problem = h("p", { class: "problem", id: "new-table-problem", role: "alert" });
  const tell = (text, wrong = true) => {
    problem.textContent = text;
    field.setAttribute("aria-invalid", String(Boolean(text) && wrong));
  };
  const attempt = tries(field, tell);
  const body = h("form", {
    on: {
      submit: async (event) => {
        event.preventDefault();
        if (await attempt()) dialog.close();
      },
    },
  }, h("label", { class: "field" }, h("span", {}, t("Name")), field,
    h("span", { class: "hint" }, t("As guests know it: “Table 7”, “Terrace 2”, or a name.")), problem));
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
function tries(field, tell) {
  let busy = false, name = "", key = "";
  return async function attempt() {
    if (busy || !field.reportValidity()) return false;
    const wanted = field.value.trim();
    if (!wanted) return tell(t("Give the table a name.")), false;
    if (wanted !== name) [name, key] = [wanted, newKey()];
    if (isTaken(name)) return tell(duplicate(name)), false;
    busy = true;
    try {
      const send = (path, body, options) => signedPost(path, body, options);
      const onTrouble = () => tell(t("No answer yet. Trying again…"), false);
      const body = { location_id: panel.place.id, name };
      const session = await insist("/orders/sessions/create/", body, { key, send, onTrouble, signal: attempt.signal });
      takeSession(session);
      showCode(session);
      return true;
    } catch (error) {
      if (attempt.signal.aborted) return true;
      key = "";
      name = "";
      tell(error.reason === "duplicate_session" ? duplicate(wanted) : whyRefused(error));
      return false;
    } finally {
      busy = false;
    }
  };
}

/** Names that look alike are one name: as the server compares them, but for rare letters. */
const folded = (name) => name.normalize("NFKC").replace(/\p{Cf}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();

const isTaken = (name) => openSessions().some((one) => folded(one.name) === folded(name));
const duplicate = (name) => t("“{name}” is open already. Choose another name, or close that table first.", { name });

/** The first "Table n" that is not open. */
function freeName() {
  let number = 1;
  while (isTaken(t("Table {number}", { number }))) number += 1;
  return t("Table {number}", { number });
}
