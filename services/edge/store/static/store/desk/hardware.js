/** Scanners and cameras, as they are read. */

import { onSignedOut } from "../../pages/login.js";
import { Report } from "../../pages/report.js";
import { camerasRead, scannersRead } from "./calls.js";
import { page } from "./state.js";

/** @typedef {{scanners: import("./calls.js").Scanner[], cameras: import("./calls.js").Camera[]}} Found */

/** @type {Report<object, Found, number|undefined>} */
export const hardware = new Report({}, async () => {
  const [scanners, cameras] = await Promise.all([scannersRead(), camerasRead()]);
  return { scanners, cameras };
}, () => page.changed());

/** Somebody looks, or something was changed. */
export const readHardware = () => hardware.show(page.state.person?.userId);

onSignedOut(() => hardware.forget());
