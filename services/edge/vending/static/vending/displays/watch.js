/** Looks at the machines each second while somebody looks at the page. */

import { Refused } from "../../pages/api.js";
import { say } from "../../pages/dom.js";
import { n } from "../../pages/texts.js";
import { displaysGet, machinesGet } from "./calls.js";
import { page, seen } from "./state.js";

/** @typedef {import("./state.js").Seen} Seen */

const EVERY_MS = 1000;

let timer = 0;
let looking = false;

/** Looks now, and from then on each second. A hidden page looks when it is shown again. */
export async function look() {
  if (looking || document.hidden) return;
  looking = true;
  clearTimeout(timer);
  try {
    await take(await displaysGet());
  } catch (problem) {
    if (isNoDemo(problem)) page.set({ stage: "none" });
    else page.set({ link: { ...page.state.link, kind: "offline" } });
  } finally {
    looking = false;
  }
  if (page.state.stage !== "none") timer = setTimeout(look, EVERY_MS);
}

/** @param {unknown} problem */
const isNoDemo = (problem) => problem instanceof Refused && problem.status === 404;

/** @param {import("./calls.js").Display[]} displays */
async function take(displays) {
  const before = page.state.machines;
  const machines = seen(before, displays);
  page.set({ stage: "shown", machines, link: { kind: "live", since: new Date(), reason: "" } });
  for (const machine of machines.values()) announce(before.get(machine.machine_id), machine);
  if ([...machines.keys()].some((id) => !page.state.rows.has(id))) await readRows();
}

async function readRows() {
  const rows = await machinesGet();
  page.set({ rows: new Map(rows.map((row) => [row.machine_id, row])) });
}

/** What is heard in a shop is said. @param {Seen|undefined} before @param {Seen} now */
function announce(before, now) {
  const fallen = before ? now.dispensed - before.dispensed : 0;
  if (fallen > 0) {
    say(n("{machine}: {count} unit has fallen out.", "{machine}: {count} units have fallen out.", fallen,
      { machine: now.machine_id }));
  }
}

export function settle() {
  document.addEventListener("visibilitychange", look);
  addEventListener("online", look);
}
