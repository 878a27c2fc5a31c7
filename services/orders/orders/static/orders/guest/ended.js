// What is left when nothing can be ordered: a closed table, a table that nobody has opened yet, a code that nobody
// knows, an address without a code.
import { clock, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { kept } from "./kept.js";
import { stopText } from "./offer.js";
import { tabView } from "./orders.js";
import { callStaff, earlierAt, openTable } from "./seat.js";
import { readCode } from "./shortcode.js";
import { page, spotCode, table } from "./state.js";

/** The closed table. What was ordered is shown to the phones that took part, and to no other. */
export function closedView(state) {
  const own = kept();
  const left = own.key && (state.cart.size || own.jobs.length);
  return html`<section class="view ended" aria-labelledby="title-closed">
    <div class="banner closed" data-state="warn">${symbol("info")}<div>
      <h2 id="title-closed" tabindex="-1">${t("This table is closed")}</h2>
      <p>${t("The staff have closed the order of {name}. Nothing more can be ordered here.", state.session)}</p>
      ${left ? html`<p>${t("What was still in the cart has not been ordered.")}</p>` : nothing}
    </div></div>
    ${nextView(state)}
    ${own.key && state.orders.size ? html`<h3>${t("What was ordered")}</h3>${tabView(state)}` : nothing}
  </section>`;
}

/** On from a closed table: the sticker's address leads to whoever sits there next. */
function nextView({ spot, session }) {
  if (!spot) return html`<p>${t("Would you like something else? Please ask the staff.")}</p>`;
  return html`<p>${t("Would you like something else, or have you just sat down?")}</p>
    <button type="button" class="button primary" @click=${startAnew}>
      ${t("Start anew at {name}", { name: spot.name ?? session.name })}</button>`;
}

function startAnew() {
  history.replaceState(null, "", location.pathname); // from the menu on
  location.reload();
}

/** A table at which nobody is known to sit: it is opened here, or by the staff. */
export function seatView({ seat }) {
  if (seat.kind === "looking") {
    return html`<section class="view ended" aria-labelledby="title-seat">
      <h2 id="title-seat" tabindex="-1">${t("Your table")}</h2>
      <p role="status">${seat.problem || t("Looking for your table…")}</p></section>`;
  }
  const { name } = seat.spot;
  const stop = stopText();
  return html`<section class="view ended" aria-labelledby="title-seat">
    <h2 id="title-seat" tabindex="-1">${t("Welcome to {name}", { name })}</h2>
    ${stop ? html`<p class="banner" data-state="warn" role="status">${symbol("clock")}<span>${stop}</span></p>`
      : nothing}
    ${seat.openBy === "guest" ? openView(seat) : callView(seat)}
    ${seat.problem ? html`<p class="banner" data-state="bad" role="alert">${seat.problem}</p>` : nothing}
    ${earlierView()}
  </section>`;
}

const openView = ({ kind, spot }) => html`
  <p>${t("Everybody at this table orders into one cart, each on their own phone.")}</p>
  <button type="button" class="button primary wide big" aria-disabled=${String(kind === "busy")} @click=${openTable}>
    ${kind === "busy" ? t("Opening…") : t("Start ordering at {name}", { name: spot.name })}</button>`;

function callView({ kind, call }) {
  const words = kind === "busy" ? t("Calling…") : t("Call the staff to open the table");
  const button = (looks, label) => html`<button type="button" class="button ${looks} wide big"
    aria-disabled=${String(kind === "busy")} @click=${callStaff}>${symbol("bell")}${label}</button>`;
  if (!call) {
    return html`<p>${t("The staff open this table before anything can be ordered.")}</p>${button("primary", words)}`;
  }
  const { answered } = call;
  return html`<p class="banner" data-state=${answered ? "good" : "info"} role="status">
      ${symbol(answered ? "check" : "bell")}<span>${callText(call)}</span></p>
    <p>${t("As soon as the staff have opened the table, this page goes on by itself.")}</p>
    ${answered ? button("", kind === "busy" ? words : t("Call again")) : nothing}`;
}

const callText = ({ timestamp, answered }) => (answered
  ? t("Seen at {time}, somebody is coming.", { time: clock(answered) })
  : t("Called at {time}, not yet seen.", { time: clock(timestamp) }));

/** What this phone has ordered here before belongs to the phone, not to the table. */
export function earlierView() {
  const last = spotCode && earlierAt(spotCode, table.code);
  return last ? html`<p class="soft"><a href="/t/${last}/">${t("What you ordered here before")}</a></p>` : nothing;
}

/** A code that the server does not know, or none at all. */
export function entryView({ code, slip }) {
  const typed = code || spotCode;
  return html`<section class="view ended" aria-labelledby="title-entry">
    <h2 id="title-entry" tabindex="-1">${typed ? t("We do not know this code") : t("Which table is yours?")}</h2>
    <p class="banner" data-state=${typed ? "warn" : "info"}>${typed
      ? t("It may be from an older visit, or a part of the address is missing. Nothing was ordered.")
      : t("Every table has a code that opens its menu.")}</p>
    <ul class="how">
      <li>${t("Scan the code on your table with the camera of your phone.")}</li>
      <li>${t("Or type the eight letters and digits that stand below it.")}</li>
      <li>${t("No luck? The staff open the table for you, or take your order as ever.")}</li>
    </ul>
    <form class="stack" novalidate @submit=${enter}>
      <label class="field"><span>${t("Code or address of the table")}</span>
        <input id="code" aria-describedby="code-wrong" autocomplete="off" autocapitalize="characters" spellcheck="false"
          dir="ltr" enterkeyhint="go"></label>
      <p class="note-warn" id="code-wrong" role="alert">${slip}</p>
      <button type="submit" class="button primary">${t("Open the table")}</button>
    </form>
  </section>`;
}

function enter(event) {
  event.preventDefault();
  const read = readCode(event.target.elements.code.value);
  if (read.code) return location.assign(`/t/${read.code}/`);
  page.set({ slip: slipWord(read) });
  return event.target.elements.code.focus();
}

const slipWord = ({ slip, letter, count }) =>
  ({
    empty: () => t("Please type the code first."),
    letter: () => t("“{letter}” is in no code. Look again: there is no 0, 1, I, L, O or U.", { letter }),
    short: () => t("A code has eight letters and digits, these are {count}.", { count }),
    long: () => t("A code has eight letters and digits, these are {count}.", { count }),
    mistyped: () => t("One of these is wrong, or two are swapped. Please compare it with the code on the table."),
  })[slip]();
