/** What has changed a product's stock, newest first: read a page at a time. */

import { n, t } from "../../pages/texts.js";
import { movements, staff } from "./calls.js";
import { explain } from "./reasons.js";
import { page } from "./state.js";

/**
 * @typedef {object} Movement
 * @property {number} id
 * @property {"sale"|"delivery"|"loss"|"stock_taking"|"refund"|"restock"} kind
 * @property {number} change
 * @property {number} shortfall units that were to leave and were not there
 * @property {number|null} stock afterwards; null: nobody counted
 * @property {string} reference
 * @property {string} who a username, or what a service says of a person
 * @property {string} service that has written it
 * @property {string} at
 */

const PAGE = 100;

export class Movements {
  /** @type {Movement[]} */
  items = [];
  /** Whether it was read at least once. */
  isRead = false;
  /** Whether there are older ones. */
  hasMore = false;
  busy = false;
  trouble = "";
  /** People's own names by their usernames. @type {Map<string, string>} */
  #names = new Map();

  /** @param {import("../../pages/menu.js").Product} product */
  constructor({ id, location_id: placeId }) {
    this.id = id;
    this.placeId = placeId;
  }

  /** Reads the newest. */
  async load() {
    await this.#reading(async () => {
      const [newest] = await Promise.all([movements(this.id, 0), this.#people()]);
      const isConnected = !this.isRead || newest.some(({ id }) => this.items.some((each) => each.id === id));
      if (!this.isRead || !isConnected) [this.items, this.hasMore] = [[], newest.length === PAGE];
      this.#add(newest);
    });
  }

  /** Reads the next older ones. What has come meanwhile is read twice and shown once. */
  async older() {
    if (this.busy) return;
    await this.#reading(async () => {
      const some = await movements(this.id, this.items.length);
      this.hasMore = some.length === PAGE;
      this.#add(some);
    });
  }

  /** The name of who did it. @param {Movement} movement */
  nameOf({ who }) {
    return this.#names.get(who) || who;
  }

  /** @param {() => Promise<void>} read */
  async #reading(read) {
    [this.busy, this.trouble] = [true, ""];
    page.changed();
    try {
      await read();
      this.isRead = true;
    } catch (error) {
      this.trouble = explain(error);
    } finally {
      this.busy = false;
      page.changed();
    }
  }

  /** @param {Movement[]} some */
  #add(some) {
    const all = new Map([...this.items, ...some].map((each) => [each.id, each]));
    this.items = [...all.values()].sort((one, other) => other.id - one.id);
  }

  /** Usernames do where names cannot be read. */
  async #people() {
    if (this.#names.size) return;
    const people = await staff(this.placeId).catch(() => []);
    for (const { username, first_name: first, last_name: last } of people) {
      this.#names.set(username, [first, last].filter(Boolean).join(" "));
    }
  }
}

/** What a movement is called. @param {Movement} movement */
export function kindWords({ kind, stock }) {
  if (kind === "stock_taking" && stock === null) return t("Counting ended");
  return {
    sale: t("Sale"), delivery: t("Delivery"), loss: t("Loss"), stock_taking: t("Stock-taking"),
    refund: t("Given back"), restock: t("Put back"),
  }[kind];
}

/** What was not there to leave. @param {Movement} movement */
export const shortfallWords = ({ shortfall }) =>
  (shortfall ? n("{count} more was not there", "{count} more were not there", shortfall) : "");

/** "+12", "−3", "±0". @param {number} change */
export const signed = (change) => `${change > 0 ? "+" : change < 0 ? "−" : "±"}${Math.abs(change)}`;
