// The end of the cart: what it costs, how sending stands, and the buttons that send all of it or what is mine.
import { money } from "../../pages/money.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { afterBillText } from "./calls.js";
import { countOf, sumOf } from "./cart.js";
import { kept } from "./kept.js";
import { hindrance } from "./outbox.js";
import { keepWait, stopText, waitText } from "./offer.js";
import { giveUp, isShort, press, removeGone, removeOff, sendingNews, takeLeft } from "./sending.js";
import { guestName, keyOf } from "./who.js";

export function sendView(all, state) {
  const { calls, answered } = state;
  const isSending = kept().send !== null;
  const news = sendingNews();
  const text = news.text || (all.length ? stopText() : "");
  const wait = all.length ? waitText(state) : "";
  keepWait(all.length > 0);
  const asked = (calls.has("bill") || answered.has("bill")) && all.length > 0;
  return html`<div class="send-box">
    ${asked ? html`<p class="soft">${t("You have asked for the bill.")} ${afterBillText()}</p>` : nothing}
    ${text ? html`<p class="banner" id="sending-state" data-state=${
    news.text ? news.state : "warn"}>${text}</p>` : nothing}
    ${wait ? html`<p class="soft">${wait}</p>` : nothing}
    ${isSending ? nothing : mendView(all)}
    ${buttonsView(all, isSending)}
    ${isSending && hindrance()
      ? html`<button type="button" class="button wide" @click=${giveUp}>${t("Stop trying")}</button>`
      : nothing}
  </div>`;
}

const mendView = (all) => html`
  ${all.some((row) => row.gone && row.id !== null)
    ? html`<button type="button" class="button wide" @click=${removeGone}>${t("Remove what is sold out")}</button>`
    : nothing}
  ${all.some((row) => row.off && row.id !== null)
    ? html`<button type="button" class="button wide" @click=${removeOff}>${
      t("Remove what cannot be ordered now")}</button>`
    : nothing}
  ${all.some(isShort)
    ? html`<button type="button" class="button wide" @click=${takeLeft}>${t("Take what is left")}</button>`
    : nothing}`;

function buttonsView(all, isSending) {
  const count = countOf(all);
  if (isSending) return html`<button type="button" class="button primary wide send is-busy" aria-disabled="true">
    ${t("Sending…")}</button>`;
  if (count === 0) return nothing;
  const mine = all.filter((row) => row.mine);
  const others = all.filter((row) => !row.mine && !row.leaving);
  if (countOf(mine) === 0 || others.length === 0) {
    return sendButton(n("Send {count} item", "Send {count} items", count), all, false);
  }
  const values = { names: namesOf(others) };
  return html`<p class="soft">${t("“Send mine” leaves in the cart what {names} still choose.", values)}</p>
    <div class="send-both">
      ${sendButton(n("Send mine: {count} item", "Send mine: {count} items", countOf(mine)), mine, true)}
      ${sendButton(n("Send all: {count} item", "Send all: {count} items", count), all, false)}
    </div>`;
}

const sendButton = (words, some, mine) => html`<button type="button" class="button wide send ${mine ? "" : "primary"}"
  @click=${() => press(mine)}><span>${words}</span><span class="money">${money(sumOf(some))}</span></button>`;

/** Whose lines these are, each once. */
function namesOf(lines) {
  const names = new Map(lines.map((row) => [keyOf(row), guestName(row)]));
  return new Intl.ListFormat(document.documentElement.lang).format(names.values());
}
