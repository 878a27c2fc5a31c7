/**
 * Follows a stream of docs/protocol.md without missing or doubling anything: by websocket, and by asking every
 * 15 seconds where no websocket gets through.
 */

import { Unreachable, passing } from "./api.js";
import { pauseAfter } from "./backoff.js";
import { Line } from "./line.js";

/**
 * @typedef {object} State how the page stands with the server
 * @property {"connecting"|"live"|"polling"|"offline"|"ended"} kind
 * @property {Date|null} since the last word from the server
 * @property {string} reason why it has ended, as the server says it; "" otherwise
 */

/**
 * @typedef {object} Options
 * @property {string} socket path of the websocket
 * @property {() => Record<string, string>} [query] what else its address says, at each attempt
 * @property {(since: number|null, epoch: string) => Promise<{seq: number, epoch: string, data: *}>} poll
 *   the whole stream by HTTP; `data` is null when it still stands at `since`
 * @property {() => Promise<string>} [token] for streams that want to know who listens
 * @property {(data: *) => void} onSnapshot the whole stream, in place of all before
 * @property {(type: string, data: *, seq: number) => void} onEvent each change once, in order
 * @property {(type: string, data: *) => void} [onAside] what is told beside the stream, in frames without a number
 * @property {(state: State) => void} [onState]
 * @property {() => boolean} [quiet] whether no pings are sent now
 */

const PATIENCE_MS = 10000; // without a websocket, before asking begins
const ASK_EVERY_MS = 15000;
const STEADY_MS = 10000; // a websocket that held so long was no failure
const PAUSES = { first: 500, longest: 15000 }; // milliseconds
const NEW_TOKEN = 4401;
const FINAL = new Set([4400, 4403, 4404]);
const BUSY = new Set([1013, 4429]); // too many sockets, or too much said on this one
const BUSY_PAUSE_MS = 5000;
const TURNS = 5; // attempts at an answer during which nothing is told

/**
 * The part of an address that says what is known already.
 * @param {number|null} since
 * @param {string} epoch
 * @param {Record<string, string>} [more] what else the address says
 */
export function point(since, epoch, more = {}) {
  const query = String(new URLSearchParams(since === null ? more : { ...more, since: String(since), epoch }));
  return query && `?${query}`;
}

/** @typedef {{type: string, seq: number, epoch: string, data: *}} Frame  of docs/protocol.md */

export class Stream {
  /** @type {Required<Omit<Options, "token">> & Pick<Options, "token">} */
  #options;
  #running = false;
  /** The websocket that is tried or used. @type {Line|null} */
  #line = null;
  #failures = 0;
  /** Of the last change we know. @type {number|null} */
  #seq = null;
  #epoch = "";
  #told = 0; // how often something was told
  #asked = false; // the server was told of a gap and has not sent anything that fits yet
  /** @type {State} */
  #state = { kind: "connecting", since: null, reason: "" };
  #timers = { retry: 0, patience: 0, poll: 0 };

  /** @param {Options} options */
  constructor(options) {
    this.#options = { query: () => ({}), onAside: () => {}, onState: () => {}, quiet: () => false, ...options };
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    addEventListener("online", this.#wake);
    addEventListener("offline", this.#cut);
    document.addEventListener("visibilitychange", this.#wake);
    this.#show("connecting");
    this.#wait();
    this.#connect();
  }

  stop() {
    this.#running = false;
    removeEventListener("online", this.#wake);
    removeEventListener("offline", this.#cut);
    document.removeEventListener("visibilitychange", this.#wake);
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#drop();
  }

  /**
   * The whole stream, as somebody has asked for it beside: counts unless more was told meanwhile.
   * @param {Omit<Frame, "type">} answer
   */
  take({ seq, epoch, data }) {
    if (data === null || (epoch === this.#epoch && seq < (this.#seq ?? 0))) return;
    this.#reached(seq, epoch);
    this.#options.onSnapshot(data);
  }

  /**
   * Asks for something of which the stream tells as well, again while it tells anything meanwhile: what was overtaken
   * is not the last word.
   * @template T @param {() => Promise<T>} ask @returns {Promise<T>} throws what `ask` throws
   */
  async beside(ask) {
    for (let turn = 1; ; turn += 1) {
      const told = this.#told;
      const answer = await ask();
      if (told === this.#told || turn === TURNS) return answer;
    }
  }

  /** @param {number} seq @param {string} epoch */
  #reached(seq, epoch) {
    [this.#seq, this.#epoch] = [seq, epoch];
    this.#told += 1;
  }

  async #connect() {
    clearTimeout(this.#timers.retry);
    const line = new Line({
      onWord: () => this.#heard(),
      onFrame: (frame) => this.#receive(frame),
      onLost: (code, reason) => this.#lost(code, reason),
      isQuiet: this.#options.quiet,
    });
    this.#line = line;
    try {
      const token = await this.#options.token?.();
      if (this.#line !== line) return;
      line.open(this.#options.socket + point(this.#seq, this.#epoch, this.#options.query()), token);
    } catch (problem) {
      if (this.#line === line) this.#failed(problem);
    }
  }

  /** The network or the reader is back: what lies ahead in a while can be done now. */
  #wake = () => {
    if (document.hidden || !this.#running) return;
    if (this.#line) return this.#line.check();
    this.#failures = 0;
    this.#connect();
    if (this.#timers.poll) this.#poll();
  };

  /** The device says that it has no network; its websockets do not notice for long. */
  #cut = () => {
    this.#show("offline");
    this.#line?.check();
  };

  #heard() {
    if (this.#state.kind !== "live") {
      this.#stopAsking();
      this.#show("live", new Date());
    }
    this.#state.since = new Date();
  }

  /** @param {Frame} frame */
  #receive({ type, seq, epoch, data }) {
    if (seq === undefined) return this.#options.onAside(type, data);
    const known = epoch === this.#epoch ? (this.#seq ?? 0) : null;
    if (type !== "snapshot" && known !== null && seq <= known) return;
    if (type !== "snapshot" && (known === null || seq !== known + 1)) return this.#askForGap();
    this.#reached(seq, epoch);
    this.#asked = false;
    if (type === "snapshot") this.#options.onSnapshot(data);
    else this.#options.onEvent(type, data, seq);
  }

  /** Once: the frames that were on their way do not fit either. */
  #askForGap() {
    if (this.#asked) return;
    this.#asked = true;
    this.#line?.send({ type: "resume", since: this.#seq ?? 0, epoch: this.#epoch });
  }

  /** @param {number} code @param {string} reason */
  #lost(code, reason) {
    if (FINAL.has(code)) return this.#end(reason);
    const steady = (this.#line?.age() ?? 0) > STEADY_MS;
    this.#drop();
    if (steady || code === NEW_TOKEN) this.#failures = 0;
    this.#retry(BUSY.has(code) ? BUSY_PAUSE_MS : 0);
  }

  #drop() {
    this.#line?.close();
    this.#line = null;
    this.#asked = false;
  }

  /** @param {number} [atLeast] milliseconds */
  #retry(atLeast = 0) {
    if (!this.#running) return;
    if (this.#state.kind === "live") this.#show(navigator.onLine ? "connecting" : "offline");
    if (!this.#timers.patience && !this.#timers.poll) this.#wait();
    this.#timers.retry = setTimeout(() => this.#connect(), pauseAfter(this.#failures++, { ...PAUSES, atLeast }));
  }

  #wait() {
    this.#timers.patience = setTimeout(() => this.#poll(), PATIENCE_MS);
  }

  async #poll() {
    this.#stopAsking();
    this.#timers.poll = setTimeout(() => this.#poll(), ASK_EVERY_MS);
    try {
      const answer = await this.#options.poll(this.#seq, this.#epoch);
      if (!this.#running || this.#state.kind === "live") return;
      this.#show("polling", new Date());
      this.take(answer);
    } catch (problem) {
      if (this.#running && this.#state.kind !== "live") this.#unanswered(problem);
    }
  }

  /** @param {unknown} problem */
  #unanswered(problem) {
    if (problem instanceof Unreachable) this.#show("offline");
    else this.#failed(problem);
  }

  /** No token, or no answer to a question: for good, or for now. @param {any} problem */
  #failed(problem) {
    if (!passing(problem)) return this.#end(problem.reason ?? problem.message);
    this.#drop();
    this.#retry();
  }

  /** @param {string} reason */
  #end(reason) {
    this.stop();
    this.#show("ended", this.#state.since, reason);
  }

  #stopAsking() {
    this.#clear("patience");
    this.#clear("poll");
  }

  /** @param {"retry"|"patience"|"poll"} name */
  #clear(name) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = 0;
  }

  /** @param {State["kind"]} kind @param {Date|null} [since] @param {string} [reason] */
  #show(kind, since = this.#state.since, reason = "") {
    this.#state = { kind, since, reason };
    this.#options.onState(this.#state);
  }
}
