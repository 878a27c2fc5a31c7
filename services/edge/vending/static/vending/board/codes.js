/** QR codes of machines: each leads to the page on which customers buy. */

import { printCodes } from "../../pages/sheet.js";
import { isolated, t } from "../../pages/texts.js";

const { publicUrl = "" } = document.body.dataset;

/** What the code of a machine says. @param {string} id */
export const codeOf = (id) => `${publicUrl}/vend/${id}`;

/** @param {import("./calls.js").Machine[]} machines */
export const printMachines = (machines) => printCodes(machines.map(({ machine_id: id, name }) =>
  ({ value: codeOf(id), name: name ? `${isolated(name)} (${id})` : id, text: t("Scan to buy") })));
