/** Where somebody is, kept in the address: `#/machine/M001/ledger` is the ledger of machine M001. */

/** @typedef {{part: string, id: string, section: string}} Route  what is missing or unknown is "" */

/** @param {string} hash @returns {Route} */
export function parse(hash) {
  const [, part = "", id = "", section = ""] = hash.split("/");
  if (!/^[a-z]{1,20}$/.test(part)) return { part: "", id: "", section: "" };
  return {
    part, id: /^[A-Za-z0-9_-]{1,50}$/.test(id) ? id : "", section: /^[a-z]{1,20}$/.test(section) ? section : "",
  };
}

/** @param {string} part @param {string[]} more */
export const address = (part, ...more) => `#/${[part, ...more].filter(Boolean).join("/")}`;

/** The page of a machine. @param {string} id @param {string} [section] */
export const machineAddress = (id, section = "") => address("machine", id, section);

export const here = () => parse(location.hash);
