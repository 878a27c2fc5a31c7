/** QR codes, drawn by the codes service. */

import { post } from "./api.js";

/** A QR code as an address for an <img>. @param {string} value */
export const drawn = async (value) =>
  `data:image/svg+xml;base64,${(await post("/codes/render/qr/", { value })).base64}`;
