/** One machine: its display, what can be seen and heard of it, and what may be tried with it. */

import { money } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { html, keyed, namesView, nothing, selection, symbol } from "../../pages/view.js";
import { copyCode, customerPage, openBeside, showQr, spoil } from "./acts.js";
import { pictureView } from "./picture.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Seen} Seen */
/** @typedef {import("./calls.js").Row} Row */
/** @typedef {import("./calls.js").Trouble} Trouble */

const CODE = /\d{6}/;

/** @type {Record<Trouble, () => string>} */
const TROUBLES = {
  none: () => t("Nothing: all comes out"),
  jam: () => t("The motor jams"),
  short: () => t("One unit fewer comes out"),
  silent: () => t("It comes out, and the machine never says so"),
  offline: () => t("Off line for 20 seconds, now"),
};

/** @param {Seen} machine @param {State} state */
export function machineView(machine, { rows, acts, link }) {
  const { machine_id: id } = machine;
  const row = rows.get(id);
  return html`<article class="card machine" aria-labelledby="name-${id}" data-state=${link.kind}>
    <header><div class="grow"><h2 id="name-${id}"><bdi>${row?.name || id}</bdi></h2>
      <p class="soft small">${placeWords(id, row)}</p></div>${lineView(machine)}</header>
    ${displayView(machine)}
    <div class="body">${keyed(machine.dispensed, pictureView(machine))}${signsView(machine)}</div>
    <div class="row acts">
      <a class="button primary grow" href=${customerPage(id)} target="_blank" @click=${openBeside}>${
        t("Open its page")}</a>
      <button type="button" class="button" aria-label=${t("QR code of {machine}, for a phone", { machine: id })}
        @click=${() => showQr(id, row?.name || id)}>${symbol("qr")}${t("For a phone")}</button>
    </div>
    ${troubleView(machine, acts.get(id))}
  </article>`;
}

/** @param {string} id @param {Row|undefined} row */
function placeWords(id, row) {
  if (!row) return id;
  const price = t("{price} each", { price: money(row.unit_price_paise) });
  return namesView(row.name && id, row.location, price);
}

/** @param {Seen} machine */
const lineView = ({ connected }) => (connected
  ? html`<span class="badge" data-state="good">${symbol("live")}${t("On line")}</span>`
  : html`<span class="badge" data-state="bad">${symbol("offline")}${t("Off line")}</span>`);

/** The LCD as it is, with its code to be taken along. @param {Seen} machine */
function displayView({ machine_id: id, lines }) {
  const code = CODE.exec(lines.join("\n"))?.[0];
  return html`<div class="front"><div class="lcd" dir="ltr" lang="en" role="group" aria-label=${
      t("Display of {machine}", { machine: id })}>${lines.map((line) => html`<p>${lineParts(line)}</p>`)}</div>
    <button type="button" class="button bare" aria-label=${t("Copy the code of {machine}", { machine: id })}
      data-there=${code ? "yes" : "no"} @click=${() => code && copyCode(code)}>${symbol("copy")}</button></div>`;
}

/** A code is selected as a whole. @param {string} line */
function lineParts(line) {
  const found = CODE.exec(line);
  if (!found) return line.trim() ? line : "\u00a0";
  const [code] = found;
  return html`${line.slice(0, found.index)}<b class="code">${code}</b>${line.slice(found.index + code.length)}`;
}

/** @param {Seen} machine */
function signsView({ state, motor, dispensed }) {
  const locked = state === "LOCKED";
  return html`<ul class="signs">
    <li class="sign">${symbol(locked ? "lock" : "unlock")}${locked ? t("Locked") : t("Not locked")}</li>
    <li class="sign" data-state=${motor ? "good" : nothing}>${symbol("refresh")}${
      motor ? t("The motor runs") : t("The motor stands still")}</li>
    <li class="sign">${symbol("box")}<span>${
      n("{count} unit has come out", "{count} units have come out", dispensed)}</span></li>
  </ul>`;
}

/** @param {Seen} machine @param {Trouble|undefined} chosen on its way */
function troubleView({ machine_id: id, trouble }, chosen) {
  const options = Object.entries(TROUBLES).map(([value, words]) => ({ value, text: words() }));
  const label = t("What goes wrong at {machine} with the next sale", { machine: id });
  return html`<div class="field trouble"><span aria-hidden="true">${t("What goes wrong with the next sale")}</span>${
    selection({ label, options, value: chosen ?? trouble,
      choose: (value) => spoil(id, /** @type {Trouble} */ (value)) })}</div>`;
}

