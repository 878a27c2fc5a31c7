/**
 * Who is signed in, in all tabs of this browser. The login is kept by the browser; calls carry its access token, which
 * lives for 15 minutes and is renewed in time (docs/adr/0013: no cookies).
 */

import { Refused, get, getFile, post, send } from "./api.js";
import { canStore, recall, remember } from "./storage.js";

/** @typedef {{userId: number, username: string, roles: string[], access: string, refresh: string, sessionKey: string,
 *  renewed: number, expires: number}} Login  times in milliseconds since 1970, by this device's clock */

const PLACE = "aisle.login";
const IN_TIME_MS = 60000; // how long before its end a token is renewed
const UNKNOWN = new Set([401, 403]); // what a token that has ended gets, by the envelope of the path
const FRESH_MS = 30000; // a token as young as that has not expired: what it is refused is not ours

/** Nobody is signed in (any more). */
export class SignedOut extends Error {
  constructor() {
    super("signed out");
    this.name = "SignedOut";
  }
}

/** @type {Set<() => void>} */
const callbacks = new Set();

/**
 * Signs in, and tells whether the password is one that somebody else has made; throws Refused when name and password do
 * not belong together.
 * @param {string} username
 * @param {string} password
 */
export async function signIn(username, password) {
  const granted = await post("/verification/login/", { username, password });
  keep(granted);
  return { handedOver: granted.handed_over === true };
}

/**
 * Gives whoever is signed in another password and ends their logins on all other devices; throws Refused when the old
 * one is wrong.
 * @param {string} password
 * @param {string} newPassword
 */
export async function changePassword(password, newPassword) {
  const { username } = kept() ?? {};
  if (!username) throw new SignedOut();
  keep(await post("/verification/password/", { username, password, new_password: newPassword }));
}

/**
 * The login that a demo's page offers to whoever opens it, null outside of a demo.
 * @returns {{username: string, password: string}|null}
 */
export function demoLogin() {
  const [username, password] = (document.body.dataset.demoLogin ?? "").split(/:(.*)/s);
  return username && password ? { username, password } : null;
}

/** Signs out, here at once, and at the service when it can be reached. */
export async function signOut() {
  const login = kept();
  forget();
  if (!login) return;
  const claim = { session_key: login.sessionKey, user_id: login.userId };
  await post("/verification/logout/", claim).catch(() => undefined); // it ends there by itself, too
}

/** @returns {{userId: number, username: string, roles: string[]}|null} */
export function who() {
  const login = kept();
  return login && { userId: login.userId, username: login.username, roles: login.roles };
}

/**
 * An access token that is good for another minute; throws SignedOut or Unreachable.
 * @returns {Promise<string>}
 */
export async function token() {
  return (await live(Date.now() + IN_TIME_MS)).access;
}

/** `get` as who is signed in. @type {typeof get} */
export function signedGet(path, options = {}) {
  return signed((access) => get(path, { ...options, token: access }));
}

/** `getFile` as who is signed in. @type {typeof getFile} */
export function signedFile(path, options = {}) {
  return signed((access) => getFile(path, { ...options, token: access }));
}

/** `post` as who is signed in. @type {typeof post} */
export function signedPost(path, body, options = {}) {
  return signed((access) => post(path, body, { ...options, token: access }));
}

/** `send` as who is signed in. @type {typeof send} */
export function signedSend(method, path, body, options = {}) {
  return signed((access) => send(method, path, body, { ...options, token: access }));
}

/**
 * Calls back whenever the login has ended, in this tab or in another one.
 * @param {() => void} callback
 */
export function onSignedOut(callback) {
  callbacks.add(callback);
}

/**
 * Calls back when somebody has signed in, or signed in anew, in another tab of this browser.
 * @param {() => void} callback
 */
export function onSignedIn(callback) {
  addEventListener("storage", ({ key }) => {
    if (key === PLACE && kept()) callback();
  });
}

addEventListener("storage", ({ key }) => {
  if ((key === PLACE || key === null) && !kept()) tell();
});

/**
 * Once more with a new token, when the old one may have been refused for its age.
 * @param {(access: string) => Promise<*>} attempt
 */
async function signed(attempt) {
  const access = await token();
  try {
    return await attempt(access);
  } catch (problem) {
    const login = kept();
    const aged = login?.access === access && Date.now() - login.renewed > FRESH_MS;
    if (!(problem instanceof Refused && UNKNOWN.has(problem.status) && aged)) throw problem;
  }
  return attempt((await live(Infinity)).access);
}

/**
 * The login with a token that ends after this time. Tabs share it: one of them renews it, the others find it renewed.
 * @param {number} until
 * @returns {Promise<Login>}
 */
async function live(until) {
  const before = kept();
  if (!before) throw new SignedOut();
  if (before.expires > until) return before;
  return alone(async () => {
    const login = kept();
    if (!login) throw new SignedOut();
    return login.refresh === before.refresh ? renew(login) : login;
  });
}

/**
 * Without a secure context there are no locks; then verification gives two tabs that ask at once the same tokens. Where
 * site data is blocked they are refused, and each tab has a login of its own.
 * @param {() => Promise<Login>} work
 */
async function alone(work) {
  if (!navigator.locks || !canStore()) return work();
  return navigator.locks.request(PLACE, work);
}

/** @param {Login} login @returns {Promise<Login>} */
async function renew(login) {
  try {
    return keep(await post("/verification/refresh/", { refresh: login.refresh }), login.sessionKey);
  } catch (problem) {
    if (!(problem instanceof Refused && problem.status === 403)) throw problem;
    const now = kept();
    if (now && now.refresh !== login.refresh) return now; // another tab has signed in or changed the password meanwhile
    forget();
    throw new SignedOut();
  }
}

/** @returns {Login|null} */
function kept() {
  try {
    return JSON.parse(recall(PLACE) ?? "null");
  } catch {
    return null; // not ours
  }
}

/** @param {any} granted verification's answer @param {string} [sessionKey] told at the login only */
function keep(granted, sessionKey = granted.session_key) {
  const { session_data: { user_id: userId }, username, roles, access, refresh, expires_in: seconds } = granted;
  const renewed = Date.now();
  const login = { userId, username, roles, access, refresh, sessionKey, renewed, expires: renewed + seconds * 1000 };
  remember(PLACE, JSON.stringify(login));
  return login;
}

function forget() {
  if (!kept()) return;
  remember(PLACE, null);
  tell();
}

function tell() {
  for (const callback of callbacks) callback();
}
