// What may be chosen with a dish, on the phones of guests and at the panel: one of several, or several.
import { money, units } from "../../pages/money.js";
import { groupsOf, howMany, isGone } from "../../pages/options.js";
import { isolated, t } from "../../pages/texts.js";
import { html, live, nothing } from "../../pages/view.js";
import { contentsOf } from "../../pages/words.js";

const ownName = ({ name }) => name;

/**
 * The groups of a dish, called by `called`: as the place does, by default. `ids` are chosen, and `choose` gets the ids
 * after a tap. `missing` is the id of a group that is open still; `menu` has the products by id.
 */
export const groupsView = (product, { missing, called = ownName, ...more }) =>
  groupsOf(product).map((group) => groupView(group, { ...more, called, isMissing: missing === group.id }));

function groupView(group, { isMissing, ...more }) {
  const hint = howMany(group);
  return html`<fieldset class="choice" id="choice-${group.id}" aria-describedby="hint-${group.id}"
    data-state=${isMissing ? "warn" : nothing}>
    <legend dir="auto">${more.called(group)}</legend>
    <p class="choice-hint" id="hint-${group.id}" role=${isMissing ? "alert" : nothing}>${hint}</p>
    ${group.options.map((option) => optionView(option, group, more))}
  </fieldset>`;
}

function optionView(option, group, { ids, menu, choose, called }) {
  const { id, price } = option;
  const gone = isGone(option, menu);
  const isChosen = ids.includes(id);
  const isOne = group.most === 1 && group.least === 1;
  const isFull = !isOne && !isChosen && group.most > 1 && countOf(group, ids) >= group.most;
  return html`<label class="option">
    <input type=${isOne ? "radio" : "checkbox"} name="choice-${group.id}" .checked=${live(isChosen)}
      ?disabled=${(gone && !isChosen) || isFull} @change=${() => choose(chosen(group, id, ids))}>
    <span class="option-name"><bdi>${called(option)}</bdi>${containsView(option)}</span>
    ${gone ? html`<span class="badge" data-state="bad">${t("Sold out")}</span>` : priceView(units(price))}
  </label>`;
}

function containsView(option) {
  const found = contentsOf(option);
  if (found.length === 0) return nothing;
  const additives = found.map(isolated).join(", ");
  return html`<span class="dish-contains">${t("Contains: {additives}", { additives })}</span>`;
}

const priceView = (amount) => (amount
  ? html`<span class="money">${amount > 0 ? "+" : ""}${money(amount)}</span>`
  : nothing);

const countOf = ({ options }, ids) => options.filter(({ id }) => ids.includes(id)).length;

/** What is chosen after a tap on one: of a group of which one is had at most, it takes the place of the other. */
function chosen({ options, most }, id, ids) {
  const of = options.map((option) => option.id);
  const others = most === 1 ? ids.filter((each) => !of.includes(each)) : ids.filter((each) => each !== id);
  return ids.includes(id) ? others : [...others, id];
}

/** What was chosen with a dish, in one line. */
export const optionsView = (options) => (options?.length
  ? html`<p class="line-options">${options.map(({ name }, at) => html`${at ? ", " : nothing}<bdi>${name}</bdi>`)}</p>`
  : nothing);

/** The group that is still open has the focus next: in `host`, once that is drawn. */
export const reachGroup = (host, id) => host.querySelector(`#choice-${id} input:not([disabled])`)?.focus();
