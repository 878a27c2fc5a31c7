// The page of a receipt: for whoever knows its id. It is shown as it was given out, and printed on a roll or on A4.
import { Refused, get } from "../../pages/api.js";
import { plainButton } from "../../pages/buttons.js";
import { explain } from "../../pages/refusals.js";
import { makeStore } from "../../pages/store.js";
import { t } from "../../pages/texts.js";
import { html, mount, trouble, waiting } from "../../pages/view.js";
import { keepPaper, paper, setPage } from "./paper.js";
import { receiptView, titleOf } from "./receipt_view.js";

const main = document.getElementById("main");
const page = makeStore({ receipt: null, zone: undefined, problem: null, paper: paper() });

const WORDS = {
  receipt_not_found: () => t("There is no receipt at this address. Look at the link once more, or ask the staff."),
};

/** The time zone of the place; undefined where nobody tells it: then it is the reader's. */
async function zoneOf({ location_id: place }) {
  const offer = await get(`/orders/offer/${place}/`).catch(() => null);
  return offer?.timezone;
}

async function load() {
  page.set({ problem: null });
  try {
    const receipt = await get(`/orders/receipts/get/${encodeURIComponent(document.body.dataset.receipt)}/`);
    page.set({ receipt, zone: await zoneOf(receipt) });
    document.title = [titleOf(receipt), receipt.place.name].filter(Boolean).join(" – ");
  } catch (problem) {
    page.set({ problem });
  }
}

const acts = {
  choose: (wanted) => (keepPaper(wanted), page.set({ paper: wanted })),
  print: () => window.print(),
};

function pageView({ receipt, zone, problem, paper: chosen }) {
  if (receipt) return receiptView({ receipt, zone, paper: chosen }, acts);
  if (!problem) return html`<div class="page"><h1>${t("Receipt")}</h1>${waiting(t("One moment…"))}</div>`;
  const again = problem instanceof Refused ? "" : html`<p>${plainButton(t("Try again"), load)}</p>`;
  return html`<div class="page stack"><h1>${t("Receipt")}</h1>${trouble(explain(problem, WORDS), again)}</div>`;
}

/** The sheet of paper is as long as what is on it. */
const fit = () => setPage(page.state.paper, main.querySelector(".slip"));

main.replaceChildren();
mount(page, pageView, main);
page.watch(fit);
addEventListener("beforeprint", fit);
load();
