/** Which machine is looked at closely, and what the stream tells of it. */

import { onSignedOut } from "../../pages/login.js";
import { freshKeys } from "./fresh_keys.js";
import { followRow, forms, startForms } from "./machine_forms.js";
import { showSettings } from "./machine_settings.js";
import { forget, hearEvent, hearSale, more } from "./machine_state.js";
import { page } from "./state.js";

/** Somebody looks at this machine; what was read and typed for another one goes. @param {string} id */
export function lookAt(id) {
  if (id !== forms.id) {
    forget();
    startForms(id);
  }
  refresh();
}

/** What stands in the forms and was not touched is how things are now. */
function refresh() {
  const row = page.state.machines.get(forms.id);
  if (row) followRow(row);
}

/** @param {string} type @param {any} data */
export function hear(type, data) {
  if (type === "snapshot") refresh();
  if (data.machine_id !== forms.id) return;
  if (type === "machine.changed" || type === "lock.changed") followRow(data);
  if (type === "transaction.changed") hearSale(data);
  if (type !== "event.logged") return;
  hearEvent(data);
  if (["changed", "key_added", "key_revoked"].includes(data.type) && more.found) showSettings(forms.id);
}

// Whoever comes next sees neither keys nor what was typed.
onSignedOut(() => {
  freshKeys.clear();
  lookAt("");
});
