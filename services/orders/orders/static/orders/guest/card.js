// One dish in the menu: what it is, what it costs, how many of it this phone has chosen, one more and one less.
import { fewLeft, isSoldOut } from "../../pages/menu.js";
import { money } from "../../pages/money.js";
import { groupsOf } from "../../pages/options.js";
import { pictureView } from "../../pages/picture.js";
import { n, t } from "../../pages/texts.js";
import { html, nothing, symbol } from "../../pages/view.js";
import { contentsOf, descriptionOf, nameOf } from "../../pages/words.js";
import { addDish, takeOne } from "./adding.js";
import { priceOf } from "./cart.js";
import { page, table } from "./state.js";
import { go, toSend } from "./views.js";
import { leftText } from "./words.js";

const LONG = 50; // characters of a text that may not fit into its two lines

const listed = (labels) => labels.map(({ name }) => name).join(", ");

export const price = (product) => (product.price === null ? t("Price on request") : money(priceOf(product)));

/** Tags and what is in it. */
export function factsView(product) {
  const { tags } = product;
  const additives = contentsOf(product).join(", ");
  if (tags.length === 0 && !additives) return nothing;
  return html`<div class="dish-facts">
    ${tags.length ? html`<p class="dish-tags" dir="auto">${listed(tags)}</p>` : nothing}
    ${additives ? html`<p class="dish-contains" dir="auto">${t("Contains: {additives}", { additives })}</p>` : nothing}
  </div>`;
}

/** `own` and `others` are how many of it are in the cart. */
export function cardView({ dish: product, own, others, isReadOnly, isUnfolded, off }) {
  const gone = isSoldOut(product);
  return html`<li class="dish ${gone || off ? "is-gone" : ""}">
    ${product.image ? pictureView(product.image, 72) : nothing}
    <div class="dish-text">
      <h4><button type="button" class="dish-open" aria-haspopup="dialog" dir="auto"
        @click=${() => go(`dish-${product.id}`)}>${nameOf(product)}</button></h4>
      ${descriptionOf(product) ? aboutView(product, isUnfolded) : nothing}
      ${factsView(product)}
    </div>
    <div class="dish-foot">
      <p class="dish-price"><span class="money">${price(product)}</span>${stockView(product, gone)}${
    off && !gone ? html`<span class="badge" data-state="warn">${off}</span>` : nothing}</p>
      ${othersView(others)}
      ${gone || off || isReadOnly ? countView(own) : chooser(product, own)}
    </div>
  </li>`;
}

function aboutView(product, isUnfolded) {
  const [id, name, description] = [product.id, nameOf(product), descriptionOf(product)];
  const text = html`<p class="dish-about ${isUnfolded ? "is-whole" : ""}" dir="auto">${description}</p>`;
  if (description.length < LONG) return text;
  const label = isUnfolded ? t("Less about {name}", { name }) : t("More about {name}", { name });
  return html`${text}<button type="button" class="dish-more" aria-expanded=${String(isUnfolded)} aria-label=${label}
    @click=${() => unfold(id)}>${isUnfolded ? t("Less") : t("More")}</button>`;
}

function unfold(id) {
  const { unfolded } = table;
  if (!unfolded.delete(id)) unfolded.add(id);
  page.changed();
}

/** Says that a dish is sold out, or soon will be. */
function stockView(product, gone) {
  if (gone) return html`<span class="badge" data-state="bad">${t("Sold out")}</span>`;
  const count = fewLeft(product);
  return count === null ? nothing : html`<span class="badge" data-state="warn">${leftText(count)}</span>`;
}

/** What others at the table have chosen of it. */
const othersView = (others) => (others
  ? html`<p class="dish-others soft">${n("{count} by others", "{count} by others", others)}</p>`
  : nothing);

const countView = (own) => (own
  ? html`<p class="dish-count">${t("{count} in the cart", { count: own })}</p>`
  : nothing);

/** The button for one more stays the same whatever is chosen: it may have the focus. */
function chooser(product, own) {
  const [id, name] = [product.id, nameOf(product)];
  const hasOptions = groupsOf(product).length > 0;
  const add = () => (hasOptions ? go(`dish-${id}`) : addDish(table.menu.get(id) ?? product, 1, ""));
  const less = html`<button type="button" class="dish-less" aria-label=${t("One {name} less", { name })}
      @click=${(event) => takeLess(event, product)}>${symbol("minus")}</button>
    <span class="dish-count"><span class="visually-hidden">${t("{count} in the cart", { count: own })}</span>
      <span aria-hidden="true">${own}</span></span>`;
  const onward = html`<button type="button" class="to-send" @click=${toSend}>${t("On to sending")}</button>`;
  return html`<div class="dish-choose ${own ? "is-chosen" : ""}" role="group" aria-label=${t("Quantity")}>
    ${own ? less : nothing}
    <button type="button" class="dish-add"
      aria-label=${hasOptions ? t("Choose {name}", { name }) : t("Add {name}", { name })}
      aria-haspopup=${hasOptions ? "dialog" : nothing} @click=${add}>
      ${symbol("plus")}</button>
    ${own ? onward : nothing}
  </div>`;
}

/** Who takes the last one goes on at the button that adds one. */
function takeLess({ currentTarget: pressed }, product) {
  const add = pressed.parentElement.querySelector(".dish-add");
  takeOne(product);
  page.flush();
  if (!pressed.isConnected) add.focus({ preventScroll: true });
}
