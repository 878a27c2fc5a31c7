/** One websocket, from opening to its end, with a heartbeat: a page does not see the protocol's own pings. */

const OPENING_MS = 10000;
const PING_EVERY_MS = 25000;
const ANSWER_MS = 10000;
const BROKEN = 1006; // as browsers call a connection that went without a word

/**
 * @typedef {object} Listeners
 * @property {() => void} onWord the server is there: it has said something
 * @property {(frame: any) => void} onFrame all that it says but answers to pings
 * @property {(code: number, reason: string) => void} onLost the end, once; not after `close`
 * @property {() => boolean} isQuiet whether no pings are sent now; then nothing notices a dead connection
 */

export class Line {
  #listeners;
  /** @type {WebSocket|null} */
  #socket = null;
  #ended = false;
  #began = Date.now();
  #next = 0; // timer of the next ping
  #limit = 0; // timer by which there must be a word

  /** @param {Listeners} listeners */
  constructor(listeners) {
    this.#listeners = listeners;
  }

  /** @param {string} path @param {string} [token] goes as a subprotocol: browsers set no other header */
  open(path, token) {
    const address = new URL(path, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    this.#limit = setTimeout(() => this.#lose(BROKEN, "timeout"), OPENING_MS);
    const socket = new WebSocket(address, token ? ["aisle", `bearer.${token}`] : []);
    socket.onopen = () => this.check();
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
    socket.onclose = ({ code, reason }) => this.#lose(code, reason);
    this.#socket = socket;
  }

  /** Milliseconds since the beginning. */
  age() {
    return Date.now() - this.#began;
  }

  /** @param {object} frame */
  send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** Asks whether the server is still there; without an answer the line is given up. */
  check() {
    if (this.#ended || this.#socket?.readyState !== WebSocket.OPEN) return;
    clearTimeout(this.#next);
    clearTimeout(this.#limit);
    this.#limit = setTimeout(() => this.#lose(BROKEN, "timeout"), ANSWER_MS);
    this.send({ type: "ping" });
  }

  #pingInTime() {
    if (this.#listeners.isQuiet()) this.#next = setTimeout(() => this.#pingInTime(), PING_EVERY_MS);
    else this.check();
  }

  /** Ends it from this side. */
  close() {
    this.#ended = true;
    clearTimeout(this.#next);
    clearTimeout(this.#limit);
    this.#socket?.close();
  }

  /** @param {{type: string}} frame */
  #hear(frame) {
    if (this.#ended) return;
    clearTimeout(this.#limit);
    clearTimeout(this.#next);
    this.#next = setTimeout(() => this.#pingInTime(), PING_EVERY_MS);
    this.#listeners.onWord();
    if (frame.type !== "pong") this.#listeners.onFrame(frame);
  }

  /** @param {number} code @param {string} reason */
  #lose(code, reason) {
    if (this.#ended) return;
    this.close();
    this.#listeners.onLost(code, reason);
  }
}
