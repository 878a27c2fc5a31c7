/** Where somebody is, kept in the address: `#/machine/2001` is the page of the machine 2001. */

/** @typedef {{part: string, id: string}} Route  what is missing or unknown is "" */

/** @param {string} hash @returns {Route} */
export function parse(hash) {
  const [, part = "", id = ""] = hash.split("/");
  if (!/^[a-z]{1,20}$/.test(part)) return { part: "", id: "" };
  return { part, id: /^[A-Za-z0-9_-]{1,50}$/.test(id) ? id : "" };
}

/** @param {string} part @param {string} [id] */
export const address = (part, id = "") => `#/${[part, id].filter(Boolean).join("/")}`;

export const here = () => parse(location.hash);
