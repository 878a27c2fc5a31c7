/** Whose cart it is: a trolley's session, or the person who is signed in. */

/**
 * @typedef {object} Owner
 * @property {string} name under which this browser keeps what is on its way
 * @property {Record<string, string>} claim what requests say of it
 * @property {boolean} signed whether requests are signed by who is signed in
 * @property {() => boolean} isOpen whether the cart takes changes now
 * @property {() => number|null} place whose products can be searched
 * @property {(check: any) => void} onCheck called when it is not paid because staff look into it first
 * @property {() => void} onExpired called when the cart is refused because its session has run out
 */

/** @type {Owner} */
const nobody = { name: "", claim: {}, signed: false, isOpen: () => false, place: () => null, onCheck: () => {},
  onExpired: () => {} };
let now = nobody;

export const owner = () => now;

/** @param {Owner} next */
export function belongsTo(next) {
  now = next;
}
