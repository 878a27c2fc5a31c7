/** Something that is read from the services for a place and shown: what was asked, what came, what went wrong. */

import { page } from "./state.js";

/** @template Query, Answer */
export class Report {
  /** @type {Query} */
  query;
  /** @type {Answer|null} */
  found = null;
  /** @type {unknown} */
  error = null;
  busy = false;
  #read;
  #turn = 0;
  #place = -1;

  /** @param {Query} query @param {(query: Query, place: number) => Promise<Answer>} read */
  constructor(query, read) {
    this.query = query;
    this.#read = read;
  }

  /** Reads it for the place that is shown, unless it is there already. */
  show() {
    if (this.#place !== page.state.place) this.load();
  }

  /** @param {Partial<Query>} some */
  choose(some) {
    this.query = { ...this.query, ...some };
    return this.load();
  }

  async load() {
    const turn = (this.#turn += 1);
    const { place } = page.state;
    if (this.#place !== place) this.found = null;
    this.#place = place;
    Object.assign(this, { busy: true, error: null });
    page.changed();
    try {
      const found = await this.#read(this.query, place);
      if (turn === this.#turn) this.found = found;
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    }
    if (turn === this.#turn) this.busy = false;
    page.changed();
  }
}
