// QR codes of tables: shown to a guest, or printed for the table.
import { post } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { icon } from "./icons.js";
import { openSessions, panel } from "./state.js";
import { byName } from "./sums.js";

const drawn = new Map(); // promises of data URIs, by what they say

/** Where a table's QR code leads. */
const linkOf = (session) => `${(document.body.dataset.publicUrl ?? "").replace(/\/$/, "")}/t/${session.code}/`;

/** A QR code as an address for an <img>. */
function drawing(value) {
  if (!drawn.has(value)) {
    const found = post("/codes/render/qr/", { value }).then(({ base64 }) => `data:image/svg+xml;base64,${base64}`);
    found.catch(() => drawn.delete(value)); // the next one asks again
    drawn.set(value, found);
  }
  return drawn.get(value);
}

/** A picture that appears as soon as it is drawn; without an answer it says so. */
export function picture(session) {
  const box = h("div", { class: "qr" }, h("span", { class: "spinner" }));
  const draw = () => drawing(linkOf(session)).then(
    (src) => box.replaceChildren(h("img", { src, alt: t("QR code of {table}", { table: session.name }) })),
    () => box.replaceChildren(h("p", {}, t("The code could not be drawn.")),
      h("button", { type: "button", class: "button", on: { click: draw } }, t("Try again"))),
  );
  draw();
  return box;
}

/** Show a table's QR code, large enough to be scanned from the screen. */
export function showCode(session) {
  const link = linkOf(session);
  const body = h("div", { class: "stack qr-body" },
    h("p", {}, t("Guests scan this code to see the menu and to order.")), picture(session),
    h("p", { class: "qr-link" }, h("a", { href: link, target: "_blank", rel: "noopener", dir: "ltr" }, link)));
  const print = h("button", { type: "button", class: "button wide", on: { click: () => printCodes([session]) } },
    icon("print"), t("Print"));
  body.append(print);
  return open({ title: t("{table}: QR code", { table: session.name }), body });
}

/** Print a sheet with the codes of these tables; all open ones without any given. */
export async function printCodes(sessions = byName(openSessions())) {
  if (!sessions.length) return toast(t("No table is open: there is nothing to print."), { kind: "warn" });
  let tickets;
  try {
    tickets = await Promise.all(sessions.map(ticket));
  } catch {
    return toast(t("The codes could not be drawn. Check the connection, then print again."), { kind: "bad" });
  }
  document.querySelector(".print-sheet")?.remove();
  const sheet = h("div", { class: "print-sheet", "aria-hidden": "true" }, tickets);
  document.body.append(sheet);
  await Promise.all([...sheet.querySelectorAll("img")].map((image) => image.decode().catch(() => undefined)));
  print();
  return undefined;
}

async function ticket(session) {
  const src = await drawing(linkOf(session));
  return h("div", { class: "print-ticket" },
    h("p", { class: "print-place" }, panel.place.name), h("p", { class: "print-table" }, session.name),
    h("img", { src, alt: "" }), h("p", {}, t("Scan the code to see the menu and to order.")),
    h("p", { class: "print-link", dir: "ltr" }, linkOf(session)));
}
