// The sheet of a dish: what it is, how many, a note. It follows the menu while it is open.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { isSoldOut } from "../../pages/menu.js";
import { money, units } from "../../pages/money.js";
import { chosenOf, defaultsOf, openGroup, priceWith } from "../../pages/options.js";
import { pictureView } from "../../pages/picture.js";
import { stepper } from "../../pages/stepper.js";
import { t } from "../../pages/texts.js";
import { html, mount, nothing } from "../../pages/view.js";
import { descriptionOf, nameOf } from "../../pages/words.js";
import { addDish, howChanged } from "./adding.js";
import { factsView, price } from "./card.js";
import { groupsView, reachGroup } from "../dish/choosing.js";
import { offSentence } from "./offer.js";
import { isOpen, page, table } from "./state.js";

const LONGEST = 500; // characters of a note

/** Opens the sheet of a dish; null when the menu has no such dish. */
export function openDish(id, onClose) {
  const product = table.menu?.get(id);
  if (!product) return null;
  const ids = defaultsOf(product, table.menu);
  const sheet = { id, seen: product, quantity: 1, note: inputs("")[0], ids, missing: null };
  const change = (quantity) => ((sheet.quantity = quantity), page.changed());
  sheet.steps = stepper({ name: nameOf(product), quantity: 1, change }).node;
  const host = h("div");
  const dialog = open({ title: nameOf(product), body: host, actions: [], onClose: () => (stop(), onClose()) });
  const submit = (event) => {
    event.preventDefault();
    const now = table.menu.get(id);
    const group = openGroup(now, sheet.ids);
    if (group) return askFor(group, sheet, host);
    const note = event.target.elements.note.value.trim();
    dialog.close();
    return addDish(now, sheet.quantity, note, chosenOf(now, sheet.ids));
  };
  const stop = mount(page, ({ menu }) => {
    const now = menu.get(id);
    dialog.element.querySelector("h2").textContent = nameOf(now ?? sheet.seen);
    return sheetView(now, sheet, submit);
  }, host);
  return dialog;
}

/** Who has not chosen yet is led to where that is done. */
function askFor(group, sheet, host) {
  sheet.missing = group.id;
  page.changed();
  page.flush();
  reachGroup(host, group.id);
}

function sheetView(product, sheet, submit) {
  if (!product) return blockedView(t("This is not on the menu any more."));
  const { seen, quantity, note, steps, ids, missing } = sheet;
  const choose = (chosen) => (Object.assign(sheet, { ids: chosen, missing: null }), page.changed());
  const cost = priceWith(product, chosenOf(product, ids));
  const blocked = isSoldOut(product) ? t("This is sold out today.") : offSentence(product) || closedText();
  return html`<form class="sheet" @submit=${submit}>
    ${product.image ? pictureView(product.image, 480, { sizes: "(min-width: 34rem) 30rem, 88vw" }) : nothing}
    ${descriptionOf(product) ? html`<p dir="auto">${descriptionOf(product)}</p>` : nothing}
    ${factsView(product)}
    <p class="dish-price"><span class="money">${price(product)}</span></p>
    <p class="banner" data-state="warn" role="status" ?hidden=${!isOther(product, seen)}>
      ${isOther(product, seen) ? howChanged({ ...product, was: seen }) : ""}</p>
    ${blocked ? blockedView(blocked) : html`
      ${groupsView(product, { ids, missing, menu: table.menu, choose, called: nameOf })}
      ${note}<div class="sheet-foot">${steps}
      <button type="submit" class="button primary add-button"><span>${t("Add")}</span>
        <span class="money">${cost === null ? "" : money(units(cost) * quantity)}</span></button></div>`}
  </form>`;
}

const isOther = (product, seen) => product.price !== seen.price || product.name !== seen.name;

const blockedView = (words) => html`<p class="banner" data-state="warn">${words}</p>`;

const closedText = () => (isOpen() ? "" : t("Nothing can be ordered here now."));

/** The field for a note, named `note`. */
export function inputs(note) {
  const counter = h("span", { class: "counter", id: "note-counter" });
  const count = ({ value }) => {
    counter.textContent = t("{count} of {most} characters", { count: value.length, most: LONGEST });
  };
  const area = h("textarea", {
    name: "note",
    id: "note",
    rows: 2,
    maxlength: LONGEST,
    dir: "auto",
    "aria-describedby": "note-counter",
    on: { input: (event) => count(event.target) },
  });
  area.value = note;
  count(area);
  const label = h("label", { for: "note" }, t("Note for the kitchen (if you like)"));
  return [h("div", { class: "field" }, label, area, counter)];
}
