/** Calls of the services' HTTP API: one way to answer, one way to fail, and writes repeated until they are answered. */

import { pauseAfter } from "./backoff.js";

/** @typedef {keyof typeof ENVELOPES} Envelope */

/** @typedef {{key?: string, timeout?: number, token?: string, signal?: AbortSignal, headers?: Record<string, string>,
 *   envelope?: Envelope}} Options
 *  `key` is the Idempotency-Key, `timeout` is in milliseconds, `token` is the access token; `envelope` is how answers
 *  of this path look (suite/registry.py), `reason` when nothing is said; `detail` reads `fault` and `problem` too. */

const TIMEOUT_MS = 8000;
const PAUSES = { first: 1000, longest: 15000 }; // milliseconds
const JSON_TYPE = "application/json";
const DOWN = new Set([502, 503, 504]);

/**
 * What an answer says by its envelope: whether it is a success, what it brings, why it is none, what it adds, and the
 * words for people, in English, where the reason is a code beside them.
 * @typedef {{success: boolean|undefined, value: *, reason: unknown, details: *, text?: unknown}} Said
 */

const ENVELOPES = {
  /** @param {any} body @returns {Said} */
  reason: ({ success, response, reason, details }) => ({ success, value: response, reason, details }),
  /** @param {any} body @param {boolean} ok @returns {Said} */
  error: (body, ok) => ({ success: ok || undefined, value: body, reason: body.error, details: body }),
  /** @param {any} body @returns {Said} */
  message: ({ success, message, data, errors }) =>
    ({ success, value: data, reason: message, details: { data, errors: errors ?? {} } }),
  /** `fault` and `problem` as well. @param {any} body @param {boolean} ok @returns {Said} */
  detail: (body, ok) => {
    const text = body.detail ?? body.title ?? body.error ?? body.message;
    return { success: ok || undefined, value: body, reason: body.code ?? text, details: body, text };
  },
};
const PROBLEM = "application/problem+json";
/** What a path is asked for: only a problem has a code where an envelope has nothing but words. */
const ACCEPTED = { reason: JSON_TYPE, error: JSON_TYPE, message: JSON_TYPE, detail: `${PROBLEM}, ${JSON_TYPE}` };

/** The service has answered no. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} reason the code or the text of the answer; "" when it has none
   * @param {number|null} [retryAfter] seconds
   * @param {*} [details] what the answer adds to its reason, such as the line of now
   * @param {string} [text] what the service says in plain English, where it does
   */
  constructor(status, reason, retryAfter = null, details = undefined, text = "") {
    super(reason);
    this.name = "Refused";
    this.status = status;
    this.reason = reason;
    this.retryAfter = retryAfter;
    this.details = details;
    this.text = text;
  }
}

/** Nobody has answered, so a write may have happened or not. */
export class Unreachable extends Error {
  /**
   * @param {string} [reason] a service's word that it cannot answer now
   * @param {number|null} [retryAfter] seconds
   * @param {unknown} [cause]
   */
  constructor(reason = "unreachable", retryAfter = null, cause = undefined) {
    super(reason, { cause });
    this.name = "Unreachable";
    this.reason = reason;
    this.retryAfter = retryAfter;
  }
}

/**
 * Reads something.
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<*>} what is under `response`; throws Refused or Unreachable
 */
export function get(path, options = {}) {
  return call(path, {}, options);
}

/**
 * Reads a file, with the name that the answer gives it.
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<{blob: Blob, name: string}>} throws Refused or Unreachable
 */
export function getFile(path, options = {}) {
  return call(path, {}, options, fileOf);
}

/**
 * Reads a whole list that is answered a page at a time.
 * @param {string} path
 * @param {Record<string, string|number>} query
 * @param {{size: number, read?: typeof get}} options  `size` is how many entries a full page has
 * @returns {Promise<Array<*>>}
 */
export async function getAll(path, query, { size, read = get }) {
  /** @type {Array<*>} */
  const found = [];
  for (;;) {
    const asked = Object.entries({ ...query, offset: found.length }).map(([name, value]) => [name, String(value)]);
    const page = await read(`${path}?${new URLSearchParams(asked)}`);
    found.push(...page);
    if (page.length < size) return found;
  }
}

/**
 * Changes something, once.
 * @param {string} path
 * @param {object} body
 * @param {Options} [options]
 * @returns {Promise<*>} what is under `response`; throws Refused or Unreachable
 */
export function post(path, body, options = {}) {
  return send("POST", path, body, options);
}

/**
 * The same with another method.
 * @param {"POST"|"PUT"|"PATCH"|"DELETE"} method
 * @param {string} path
 * @param {object} body
 * @param {Options} [options]
 * @returns {Promise<*>}
 */
export function send(method, path, body, options = {}) {
  return call(path, { method, body: JSON.stringify(body) }, options);
}

/**
 * Changes something for certain: asks again, with the same key, until there is an answer. Throws what the answer
 * refuses, or the signal's reason when it is given up.
 * @param {string} path
 * @param {object} body
 * @param {{key?: string, onTrouble?: (seconds: number, problem: Refused|Unreachable) => void, signal?: AbortSignal,
 *   send?: typeof post}} options
 *   `onTrouble` is told after each failed attempt in how many seconds the next one is made, and what was in the way
 * @returns {Promise<*>}
 */
export async function insist(path, body, { key, onTrouble = () => {}, signal, send: attemptBy = post }) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await attemptBy(path, body, { key, signal });
    } catch (problem) {
      if (!passing(problem)) throw problem;
      const pause = pauseAfter(attempt, { ...PAUSES, atLeast: (problem.retryAfter ?? 0) * 1000 });
      onTrouble(Math.ceil(pause / 1000), problem);
      await rest(pause, signal);
    }
  }
}

/**
 * A module that is not loaded before it is needed; throws Unreachable when it does not arrive.
 * @template Module
 * @param {Promise<Module>} arriving
 * @returns {Promise<Module>}
 */
export const loaded = (arriving) => arriving.catch((cause) => {
  throw new Unreachable("unreachable", null, cause);
});

/** A key for a write that may be repeated: a random UUID, also where there is no secure context. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40; // version 4
  bytes[8] = (bytes[8] & 0x3f) | 0x80; // the variant of RFC 9562
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/**
 * @param {string} path
 * @param {RequestInit} request
 * @param {Options} options
 * @param {(answer: Response, envelope: Envelope) => Promise<any>} [read]
 */
async function call(path, request, options, read = responseOf) {
  const { key, timeout = TIMEOUT_MS, token, signal, headers: more, envelope = "reason" } = options;
  /** @type {Record<string, string>} */
  const headers = { Accept: ACCEPTED[envelope], ...more };
  if (request.body) headers["Content-Type"] = JSON_TYPE;
  if (key) headers["Idempotency-Key"] = key;
  if (token) headers.Authorization = `Bearer ${token}`;
  signal?.throwIfAborted();
  const limit = new AbortController();
  const stop = () => limit.abort();
  const timer = setTimeout(stop, timeout);
  signal?.addEventListener("abort", stop);
  try {
    return await read(await fetch(path, { ...request, headers, signal: limit.signal, cache: "no-store" }), envelope);
  } catch (problem) {
    signal?.throwIfAborted();
    if (problem instanceof Refused || problem instanceof Unreachable) throw problem;
    throw new Unreachable("unreachable", null, problem);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/**
 * What has neither success nor a reason is no answer of a service, but of something in between.
 * @param {Response} answer
 * @param {Envelope} envelope
 */
async function responseOf(answer, envelope) {
  const { success, value, reason, details, text } = ENVELOPES[envelope](await contentOf(answer), answer.ok);
  if (answer.ok && success) return value;
  const wait = Number(answer.headers.get("Retry-After")) || null;
  const word = typeof reason === "string" ? reason : "";
  if (DOWN.has(answer.status) || (!word && success !== false)) throw new Unreachable(word || "unreachable", wait);
  throw new Refused(answer.status, word, wait, details, typeof text === "string" ? text : "");
}

/** The object of an answer; an empty one of an answer without content. @param {Response} answer */
async function contentOf(answer) {
  return answer.status === 204 ? {} : ((await answer.json()) ?? {});
}

/** @param {Response} answer @param {Envelope} envelope @returns {Promise<{blob: Blob, name: string}>} */
async function fileOf(answer, envelope) {
  if (!answer.ok) return responseOf(answer, envelope);
  const [, name = "file"] = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "") ?? [];
  return { blob: await answer.blob(), name };
}

/**
 * Whether a later attempt may be answered otherwise.
 * @param {unknown} problem
 * @returns {problem is Refused|Unreachable}
 */
export function passing(problem) {
  return problem instanceof Unreachable || (problem instanceof Refused && problem.status === 429);
}

/**
 * Waits, but no longer than until the network is back.
 * @param {number} pause milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
function rest(pause, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return void reject(signal.reason);
    const end = () => {
      clearTimeout(timer);
      removeEventListener("online", end);
      signal?.removeEventListener("abort", end);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, pause);
    addEventListener("online", end);
    signal?.addEventListener("abort", end);
  });
}
