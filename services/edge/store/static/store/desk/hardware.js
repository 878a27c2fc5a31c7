/** Scanners and cameras, as they are read. */

import { plainButton } from "../../pages/buttons.js";
import { onSignedOut } from "../../pages/login.js";
import { Report } from "../../pages/report.js";
import { t } from "../../pages/texts.js";
import { html, trouble } from "../../pages/view.js";
import { camerasRead, scannersRead } from "./calls.js";
import { page } from "./state.js";
import { explain } from "./words.js";

/** @typedef {{scanners: import("./calls.js").Scanner[], cameras: import("./calls.js").Camera[]}} Found */

/** @type {Report<object, Found, number|undefined>} */
export const hardware = new Report({}, async () => {
  const [scanners, cameras] = await Promise.all([scannersRead(), camerasRead()]);
  return { scanners, cameras };
}, () => page.changed());

/** Somebody looks, or something was changed. */
export const readHardware = () => hardware.show(page.state.person?.userId);

/** That it could not be read. @param {unknown} error */
export const unreadView = (error) =>
  trouble(explain(error), html`<p>${plainButton(t("Try again"), readHardware)}</p>`);

onSignedOut(() => hardware.forget());
