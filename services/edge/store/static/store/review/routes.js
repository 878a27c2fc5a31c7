/** Where somebody is, kept in the address: `#/ticket/<id>` is a ticket, anything else the queue. */

/** The ticket of an address; "" for none. @param {string} hash */
export const parse = (hash) => /^#\/ticket\/([0-9a-f-]{36})$/.exec(hash)?.[1] ?? "";

/** @param {string} id "" for the queue */
export const address = (id) => (id ? `#/ticket/${id}` : "#/");

/** @param {string} id "" for the queue */
export function goTo(id) {
  location.hash = address(id);
}

export const here = () => parse(location.hash);
