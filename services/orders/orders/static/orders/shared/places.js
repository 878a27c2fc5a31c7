// The places of whoever is signed in.
import { getAll } from "../../pages/api.js";
import { signedGet } from "../../pages/login.js";

const PAGE = 100; // places in one answer

/** All places that the person owns or works at, by id; for an administrator all there are. */
export async function myPlaces() {
  const found = await getAll("/locations/mine/", {}, { size: PAGE, read: signedGet });
  return found.map(({ location }) => location);
}
