// The last tickets of a printer: whether they are on paper, and printing one again.
import { insist, newKey } from "../../pages/api.js";
import { open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { signedGet, signedPost } from "../../pages/login.js";
import { language, t } from "../../pages/texts.js";
import { html, nothing, render as draw, repeat } from "../../pages/view.js";
import { sign } from "./icons.js";
import { whyRefused } from "./refusals.js";

const KINDS = {
  added: () => t("Order"), cancelled: () => t("Cancelled"), moved: () => t("Moved"), test: () => t("Test"),
};
const clock = new Intl.DateTimeFormat(language, { timeStyle: "short" });

/** Show what a printer has printed last, and what still waits for it. */
export function showTickets({ id, name }) {
  const body = h("div", { class: "stack" });
  let tickets = null, problem = "";
  const render = () => draw(ticketsView(tickets, problem, again), body);
  const read = async () => {
    try {
      tickets = await signedGet(`/orders/printers/tickets/${id}/`);
    } catch (error) {
      problem = whyRefused(error);
    }
    render();
  };
  const again = async (ticket) => {
    problem = "";
    try {
      await insist(`/orders/printers/again/${ticket.id}/`, {}, { key: newKey(), send: signedPost });
      toast(t("It is printed again, and marked as a reprint."));
    } catch (error) {
      problem = whyRefused(error);
    }
    await read();
  };
  open({ title: t("Last tickets of {name}", { name }), body });
  render();
  read();
}

function ticketsView(tickets, problem, again) {
  if (!tickets && !problem) return html`<p class="soft" role="status">${t("Loading…")}</p>`;
  return html`<p class="problem" role="alert">${problem}</p>
    ${tickets && !tickets.length ? html`<p class="soft">${t("Nothing was printed yet.")}</p>` : nothing}
    <ul class="printed-list">${repeat(tickets ?? [], ({ id }) => id, (one) => ticketView(one, again))}</ul>`;
}

function ticketView(ticket, again) {
  const { place, lines, printed, timestamp } = ticket;
  const what = lines.map(({ quantity, name }) => `${quantity} × ${name}`).join(", ");
  const title = `${KINDS[ticket.kind]()} · ${place}`;
  return html`<li class="printed"><p><strong>${title}</strong> ${ticket.is_copy ? html`<span class="badge">${
    t("Reprint")}</span>` : nothing}</p>
    <p class="soft">${clock.format(new Date(timestamp))} · ${printed ? t("printed") : t("waits")}</p>
    ${what ? html`<p class="printed-what">${what}</p>` : nothing}
    ${printed ? html`<button type="button" class="button" aria-label=${t("Print again: {ticket}", { ticket: title })}
      @click=${() => again(ticket)}>${sign("print")}${t("Print again")}</button>` : nothing}</li>`;
}
