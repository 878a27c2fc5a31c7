/** The parts of a page. Those that people seldom look at are loaded when somebody turns to them. */

import { plainButton } from "./buttons.js";
import { t } from "./texts.js";
import { html, trouble, waiting } from "./view.js";

/**
 * What a page knows of its parts.
 * @template Part
 * @typedef {object} Parts
 * @property {Record<string, Part>} parts those that are loaded, by name
 * @property {string} unloaded the one that could not be loaded; "" for none
 */

/**
 * @template Part
 * @param {{state: Parts<Part>, set: (some: Partial<Parts<Part>>) => void}} page its store
 * @param {Record<string, () => Promise<Part>>} loaders by name
 */
export function makeParts(page, loaders) {
  /** Brings a part into the state, if it is not there. @param {string} name */
  const loadPart = async (name) => {
    if (page.state.parts[name]) return;
    page.set({ unloaded: "" });
    try {
      const part = await loaders[name]();
      page.set({ parts: { ...page.state.parts, [name]: part } });
    } catch {
      page.set({ unloaded: name });
    }
  };
  /** The part once it is there; until then, how it stands.
   * @param {string} name @param {(part: Part) => unknown} view */
  const partView = (name, view) => {
    const part = page.state.parts[name];
    if (part) return view(part);
    if (page.state.unloaded !== name) return waiting(t("One moment…"));
    return trouble(t("This part has not loaded. Check the connection, then try again."),
      html`<p>${plainButton(t("Try again"), () => loadPart(name))}</p>`);
  };
  return { loadPart, partView };
}
