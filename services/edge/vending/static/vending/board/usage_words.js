/** Machines to choose from, for reports. */

import { isolated, t } from "../../pages/texts.js";

/** All machines as a choice, by their ids. @param {import("./state.js").State["machines"]} machines */
export function machineOptions(machines) {
  const rows = [...machines.values()].sort((one, other) =>
    one.machine_id.localeCompare(other.machine_id, "en", { numeric: true }));
  const named = rows.map(({ machine_id: id, name }) => ({ value: id, text: name ? `${isolated(name)} (${id})` : id }));
  return [{ value: "", text: t("All machines") }, ...named];
}
