/** All machines. */

import { html, repeat } from "../../pages/view.js";
import { machineAddress } from "./routes.js";

/** @param {import("./state.js").State} state */
export const view = ({ machines }) => html`<ul class="rows">${repeat([...machines.values()], ({ machine_id: id }) => id,
  ({ machine_id: id, name }) => html`<li class="card"><a href=${machineAddress(id)}>${name || id}</a></li>`)}</ul>`;
