/** The menu of a place while it is set up: what is searched for, what is edited. Its view is in menu_view.js. */

import { confirm } from "../../pages/dialog.js";
import { say } from "../../pages/dom.js";
import { inOrder, isSoldOut, productsOf } from "../../pages/menu.js";
import { n, t } from "../../pages/texts.js";
import { makeOrder, saver } from "./arrange.js";
import { hasTables, productDelete, productSoldOut, productsArrange, ratesOf } from "./calls.js";
import { matches } from "./dishes.js";
import { release } from "./guard.js";
import { names } from "./labels.js";
import { menuView } from "./menu_view.js";
import { Options } from "./options.js";
import { Preview } from "./preview.js";
import { makeEditor } from "./product.js";
import { explain } from "./reasons.js";
import { address, go, replace } from "./routes.js";
import { focusOn, page } from "./state.js";
import { Stock } from "./stock.js";
import { tell } from "./tell.js";
import { Transfer } from "./transfer.js";

/** @typedef {import("../../pages/places.js").Place} Place */
/** @typedef {import("../../pages/menu.js").Product} Product */

const SEARCH_SAID_MS = 800;

export class Menu {
  /** @type {Product[]} */
  products = [];
  search = "";
  soldOutOnly = false;
  /** What the address names: a product, also its "-stock" or "-copy"; "new", "order", "preview", "file", or "". */
  item = "";
  /** @type {import("./product.js").Editor|null} */
  editor = null;
  /** @type {import("./arrange.js").Order|null} */
  order = null;
  /** @type {Stock|null} */
  stock = null;
  /** @type {Transfer|null} */
  transfer = null;
  /** @type {Options|null} */
  options = null;
  preview = new Preview();
  /** Whether what comes next, a table, is suggested. */
  suggested = false;
  /** The rates of tax of the place, in percent. @type {string[]} */
  rates = [];
  /** The products whose switch waits for the service. @type {Set<number>} */
  busy = new Set();
  /** The category of what was saved last. @type {string|null} */
  #category = null;
  #timer = 0;
  /** @type {(ids: number[]) => Promise<void>} */
  #save;
  /** The order as the server has it, as far as is known. @type {number[]} */
  #arranged = [];

  /** @param {Place} place */
  constructor(place) {
    this.place = place;
    this.groups = new Options(place.id, () => this.#reread());
    this.#save = saver(async (ids) => {
      await productsArrange(place.id, ids, this.#arranged);
      this.#arranged = ids;
    }, (error) => this.#notArranged(error));
  }

  view() {
    return menuView(this);
  }

  /** Reads the menu; throws what the services answer. */
  async load() {
    const [products, rates] = await Promise.all(
      [productsOf(this.place.id), ratesOf(this.place.id), this.groups.load()]);
    this.rates = rates;
    this.#put(products);
    this.#arranged = this.products.map(({ id }) => id);
    if (this.item === "order") this.#arrange();
    await this.stock?.load();
    this.#suggest();
  }

  /** Shows what the address names: an editor, a stock, the menu's order, … @param {string} item */
  show(item) {
    this.item = item;
    [this.editor, this.order, this.stock, this.transfer, this.options] = [null, null, null, null, null];
    page.changed();
    const [id, part] = item.split("-");
    const product = this.products.find((each) => String(each.id) === id) ?? null;
    if (item === "order") this.#arrange();
    else if (item === "file") this.#transfer();
    else if (id === "options") this.#choose(part ?? "");
    else if (item === "preview") focusOn(".editor h2");
    else if (product && part === "copy") this.#edit(null, product);
    else if (product && part) this.#count(product);
    else if (item === "new" || product) this.#edit(product);
    else if (item) tell(t("This product is not on the menu of this place."), { kind: "warn" });
  }

  /** The products that are searched for. */
  found() {
    const shown = this.products.filter((each) => !this.soldOutOnly || isSoldOut(each));
    const search = this.search.trim();
    return search ? shown.filter((each) => matches(each, search)) : shown;
  }

  /** @param {{search?: string, soldOutOnly?: boolean}} wishes */
  filter({ search = this.search, soldOutOnly = this.soldOutOnly }) {
    [this.search, this.soldOutOnly] = [search, soldOutOnly];
    page.changed();
    clearTimeout(this.#timer);
    const count = this.found().length;
    const words = () => say(n("{count} product found.", "{count} products found.", count));
    this.#timer = setTimeout(words, SEARCH_SAID_MS);
  }

  /** Shows the whole menu again. */
  clear() {
    [this.search, this.soldOutOnly] = ["", false];
    page.changed();
    focusOn("#menu-search");
  }

  /**
   * Sells a product or marks it as sold out: shown at once, taken back when it could not be stored.
   * @param {number} id
   */
  async toggle(id) {
    const before = this.products.find((each) => each.id === id);
    if (!before || this.busy.has(id)) return;
    const { name, is_active: was } = before;
    this.busy.add(id);
    this.#replace({ ...before, is_active: !was });
    try {
      this.#replace(await productSoldOut(id, was));
      say(was ? t("{name} is sold out.", { name }) : t("{name} is on sale.", { name }));
    } catch (error) {
      this.#replace(before);
      tell(`${name}: ${explain(error)}`, { kind: "bad" });
    } finally {
      this.busy.delete(id);
      page.changed();
    }
  }

  /** Leaves the editor. */
  cancel() {
    go(address(this.place.id));
  }

  /** Asks, and removes the product in the editor for good. */
  async drop() {
    const { editor } = this;
    if (!editor?.product) return;
    const { id, name } = editor.product;
    const sure = await confirm({
      title: t("Delete {name}?", { name }),
      text: t("It leaves the menu for good; what was ordered stays. If it is only sold out, use the switch instead."),
      yes: t("Delete"), no: t("Keep it"), danger: true,
    });
    if (!sure) return;
    editor.form.tell("");
    try {
      await productDelete(id);
    } catch (error) {
      return void editor.form.tell(explain(error));
    }
    release();
    this.#put(this.products.filter((each) => each.id !== id));
    tell(t("{name} is deleted.", { name }));
    replace(address(this.place.id));
    focusOn("#menu-search");
  }

  /** @param {Product|null} product null for a new one @param {Product|null} [like] what that is a copy of */
  #edit(product, like = null) {
    this.editor = makeEditor({
      placeId: this.place.id, menu: this.products, groups: this.groups.groups, rates: this.rates, product,
      category: this.#category,
      like,
      saved: (stored, another) => {
        this.#saved(stored, product === null, another);
        if (like) this.#follow(stored, like);
      },
    });
    page.changed();
    focusOn(product ? ".editor h2" : ".editor form input");
    document.querySelector(".editor")?.scrollTo(0, 0);
  }

  /** @param {Product} product */
  #count(product) {
    this.stock = new Stock(product, (now) => this.#replace(now));
    this.stock.load().catch(() => {}); // the menu has what it shows; the movements say that they cannot be read
    page.changed();
    focusOn(".editor h2");
    document.querySelector(".editor")?.scrollTo(0, 0);
  }

  #transfer() {
    this.transfer = new Transfer(this.place.id, () => this.load());
    page.changed();
    focusOn(".editor h2");
  }

  /** @param {string} part */
  #choose(part) {
    this.options = this.groups;
    this.groups.show(part, this.products);
  }

  #arrange() {
    const order = makeOrder(this.products, (products) => {
      if (this.order === order) this.#arranging(products); // else it was read anew meanwhile
    });
    this.order = order;
    page.changed();
    focusOn(".editor h2");
  }

  /** A copy stands after what it is a copy of. @param {Product} copy @param {Product} like */
  #follow(copy, like) {
    const others = this.products.filter(({ id }) => id !== copy.id);
    this.#arranging(others.flatMap((each) => (each.id === like.id ? [each, copy] : [each])));
  }

  /** Shows the menu in an order, and saves that. @param {Product[]} products */
  #arranging(products) {
    this.#put(products.map((product, at) => ({ ...product, position: at + 1 })));
    this.#save(products.map(({ id }) => id));
  }

  /** @param {unknown} error */
  async #notArranged(error) {
    tell(t("The order was not saved. {reason}", { reason: explain(error) }), { kind: "bad" });
    await this.load().catch(() => {}); // what is shown stays until the menu can be read again
  }

  /** @param {Product} stored @param {boolean} isNew @param {boolean} another whether the next new one is to follow */
  #saved(stored, isNew, another) {
    const { name } = stored;
    this.#put(inOrder([...this.products.filter((each) => each.id !== stored.id), stored]));
    this.#category = names(stored.categories)[0] ?? null;
    tell(isNew ? t("{name} is on the menu.", { name }) : t("{name} is saved.", { name }));
    this.#suggest();
    if (another) return this.#edit(null);
    replace(address(this.place.id));
    return focusOn(`[data-product="${stored.id}"] a`);
  }

  /** Once the menu is there, what comes next is a table. */
  async #suggest() {
    const ready = this.products.length > 0;
    const tables = !ready || (await hasTables(this.place.id).catch(() => true)); // unknown: suggest nothing
    this.suggested = !tables;
    page.changed();
  }

  /** Products show something else: what somebody types stays. */
  async #reread() {
    const products = await productsOf(this.place.id).catch(() => null);
    if (products) this.#put(products);
  }

  /** @param {Product} product */
  #replace(product) {
    this.#put(this.products.map((each) => (each.id === product.id ? product : each)));
  }

  /** @param {Product[]} products */
  #put(products) {
    this.products = products;
    this.soldOutOnly &&= products.some(isSoldOut);
    page.changed();
  }
}
