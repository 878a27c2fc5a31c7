/** The stock of one product: what came, what is lost, what was counted. Its view is in stock_view.js. */

import { Refused } from "../../pages/api.js";
import { confirm } from "../../pages/dialog.js";
import { Wrong } from "../../pages/form.js";
import { reservedOf } from "../../pages/menu.js";
import { n, t } from "../../pages/texts.js";
import { Keys, productGet, stockChange, stockTake } from "./calls.js";
import { watch } from "./guard.js";
import { Movements } from "./movements.js";
import { explain } from "./reasons.js";
import { makeForm, page } from "./state.js";
import { differenceView, reasonsView } from "./stock_view.js";
import { tell } from "./tell.js";
import { count, units } from "./values.js";

/** @typedef {import("../../pages/menu.js").Product} Product */
/** @typedef {import("../../pages/form.js").Form} Form */
/** @typedef {"delivery"|"loss"|"count"} Kind */

export class Stock {
  /** What is done next. @type {Kind} */
  kind = "delivery";
  /** @type {Record<Kind, Keys>} */
  #keys = { delivery: new Keys(), loss: new Keys(), count: new Keys() };
  /** @type {(product: Product) => void} */
  #stored;

  /**
   * @param {Product} product
   * @param {(product: Product) => void} stored told of the product as it is by now
   */
  constructor(product, stored) {
    this.product = product;
    this.#stored = stored;
    this.movements = new Movements(product);
    /** @type {Record<Kind, Form>} */
    this.forms = { delivery: this.#delivery(), loss: this.#loss(), count: this.#count() };
    watch(() => Object.values(this.forms).some((form) => form.dirty()));
  }

  /** Reads the product and its movements anew. */
  async load() {
    const [product] = await Promise.all([productGet(this.product.id), this.movements.load()]);
    this.#put(product);
  }

  /** @param {Kind} kind */
  choose(kind) {
    this.kind = kind;
    page.changed();
  }

  /** Asks, and has nobody count this product from now on. */
  async stop() {
    const { id, name, stock } = this.product;
    const sure = await confirm({
      title: t("Count no longer?"),
      text: t("{name} is then on sale without a limit, until somebody counts it again.", { name }),
      yes: t("Count no longer"),
    });
    if (!sure) return;
    try {
      await this.#save("count", { counted: null, stock }, (key) => stockTake(id, null, stock, key));
      tell(t("Nobody counts {name} from now on.", { name }));
    } catch (error) {
      tell(explain(error), { kind: "bad" });
    }
  }

  #delivery() {
    return makeForm({
      fields: [
        { name: "units", label: t("How many came?"), required: true, inputmode: "numeric", maxlength: 7,
          autocomplete: "off", read: units },
        { name: "reference", label: t("Delivery note"), maxlength: 200, autocomplete: "off" },
      ],
      save: (values) => this.#change("delivery", values.units, values.reference),
    });
  }

  #loss() {
    return makeForm({
      fields: [
        { name: "units", label: t("How many are lost?"), required: true, inputmode: "numeric", maxlength: 7,
          autocomplete: "off", read: units },
        { name: "reference", label: t("Why?"), required: true, maxlength: 200, autocomplete: "off",
          after: reasonsView },
      ],
      save: async (values) => {
        await this.#agreed((this.product.stock ?? 0) - values.units);
        await this.#change("loss", -values.units, values.reference);
      },
    });
  }

  #count() {
    return makeForm({
      reasons: { product_changed: () =>
        t("The stock has changed meanwhile. Compare with the number above, then save once more.") },
      fields: [{ name: "counted", label: t("How many are there?"), required: true, inputmode: "numeric", maxlength: 9,
        autocomplete: "off", read: count, after: () => differenceView(this) }],
      save: (values) => this.#take(values.counted),
    });
  }

  /** @param {Kind} kind @param {number} change @param {string} reference */
  async #change(kind, change, reference) {
    const { id, name } = this.product;
    await this.#save(kind, { change, reference }, (key) => stockChange(id, change, reference, key));
    emptied(this.forms[kind]);
    const values = { name, count: Math.abs(change) };
    tell(change > 0 ? t("{name}: {count} added.", values) : t("{name}: {count} taken off.", values));
  }

  /** @param {number} counted */
  async #take(counted) {
    await this.#agreed(counted);
    const { id, name, stock } = this.product;
    await this.#save("count", { counted, stock }, (key) => stockTake(id, counted, stock, key));
    emptied(this.forms.count);
    tell(t("{name}: {count} counted.", { name, count: counted }));
  }

  /**
   * Sends a change with the key of its content, so that it is done once however often it is sent; then shows what is
   * there by now. Throws what the service answers.
   * @param {Kind} kind
   * @param {object} content
   * @param {(key: string) => Promise<Product>} send
   */
  async #save(kind, content, send) {
    try {
      const stored = await send(this.#keys[kind].of(content));
      this.#keys[kind].used();
      this.#put(stored);
      this.#refresh();
    } catch (error) {
      const [now] = (error instanceof Refused && error.status === 409 && error.details) || [];
      if (now) this.#put(now);
      if (error instanceof Refused) this.#refresh();
      throw error;
    }
  }

  /** Shows what others have done meanwhile; what is known already is shown until then. */
  #refresh() {
    this.load().catch(() => {});
  }

  /**
   * Asks when fewer are left than are reserved; throws Wrong for no. Fewer than none are refused by the service.
   * @param {number} left
   */
  async #agreed(left) {
    const reserved = reservedOf(this.product);
    if (left >= reserved || left < 0 || this.product.stock === null) return;
    const sure = await confirm({
      title: t("Fewer than are reserved"),
      text: n("{count} unit is reserved for a cart that is being paid. Who pays for what is not there gets it back.",
        "{count} units are reserved for carts that are being paid. Who pays for what is not there gets it back.",
        reserved),
      yes: t("Save it all the same"),
    });
    if (!sure) throw new Wrong(t("Nothing was saved."));
  }

  /** @param {Product} product */
  #put(product) {
    this.product = product;
    this.#stored(product);
    page.changed();
  }
}

/** What was saved leaves the form. @param {Form} form */
function emptied(form) {
  for (const { name } of form.fields) form.set(name, "");
  form.clean();
}
