// What the panel knows of the place's printers: which there are, and which of them print nothing.
import { signedGet } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { panel, printersAge, takePrinters } from "./state.js";

/** Read the printers of a place; what the stream tells meanwhile is newer, so then once more. */
export async function readPrinters(place) {
  const age = printersAge();
  const found = await signedGet(`/orders/printers/find/?location_id=${place.id}`).catch(() => null);
  if (!found || panel.place !== place) return; // the next snapshot brings another try
  if (age === printersAge()) takePrinters(found);
  else await readPrinters(place);
}

export const allPrinters = () => [...panel.printers.values()];

/** Those that print nothing though they should. */
export const troubled = () => allPrinters().filter((one) => one.trouble && one.is_active);

const AWAY = (name) => t("{name} does not answer. Is it switched on, and its cable in?", { name });
const WORDS = {
  unreachable: AWAY,
  silent: AWAY,
  interrupted: (name) => t("The connection to {name} breaks off.", { name }),
  offline: (name) => t("{name} is off-line. Is its cover open?", { name }),
  paper: (name) => t("{name} has no paper.", { name }),
  refused: (name) => t("{name} is at an address where no printer may be.", { name }),
  fault: (name) => t("{name} gets nothing to print: a fault of ours, call whoever runs the server.", { name }),
};

/** Why a printer prints nothing, and what to look at. */
export const whyTroubled = ({ name, trouble }) => (WORDS[trouble] ?? AWAY)(name);
