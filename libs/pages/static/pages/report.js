/**
 * Something that is read from the services and shown: what was asked, what came, what went wrong. `Subject` is what it
 * is read for, as a place.
 */

/** @template Query, Answer, Subject */
export class Report {
  /** @type {Query} */
  query;
  /** @type {Answer|null} */
  found = null;
  /** @type {unknown} */
  error = null;
  busy = false;
  #read;
  #changed;
  #isKept;
  #turn = 0;
  /** @type {Subject|undefined} */
  #subject;

  /**
   * @param {Query} query
   * @param {(query: Query, subject: Subject) => Promise<Answer>} read
   * @param {() => void} changed called after each change: the store's
   * @param {(found: Answer) => boolean} [isKept] whether what was found is not read anew when somebody comes back to it
   */
  constructor(query, read, changed, isKept = () => false) {
    this.query = query;
    this.#read = read;
    this.#changed = changed;
    this.#isKept = isKept;
  }

  /**
   * Somebody has turned to it: it is read anew, what is known of this subject is shown meanwhile.
   * @param {Subject} subject
   */
  async show(subject) {
    if (this.#subject === subject && this.found !== null && this.#isKept(this.found)) return;
    if (this.#subject !== subject) this.found = null;
    this.#subject = subject;
    await this.#load();
  }

  /** @param {Partial<Query>} some */
  async choose(some) {
    this.query = { ...this.query, ...some };
    await this.#load();
  }

  /** Forgets what was found: somebody else is here. */
  forget() {
    this.#turn += 1;
    this.#subject = undefined;
    Object.assign(this, { found: null, error: null, busy: false });
  }

  async #load() {
    const turn = (this.#turn += 1);
    Object.assign(this, { busy: true, error: null });
    this.#changed();
    try {
      const found = await this.#read(this.query, /** @type {Subject} */ (this.#subject));
      if (turn === this.#turn) this.found = found;
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    }
    if (turn === this.#turn) this.busy = false;
    this.#changed();
  }
}
