/** What waits for operators, which the stream does not tell: counts for the tabs, and money that is on its way back. */

import { desk, salesDue } from "./calls.js";
import { page } from "./state.js";

const EVERY_MS = 30_000;
const SOON_MS = 300; // what changes together is asked for once

let timer = 0;
let isAsking = false;

/** From the beginning of the page on. */
export function watchDesk() {
  setInterval(() => document.hidden || lookAgain(), EVERY_MS);
}

/** Something has changed that the counts are made of. */
export function lookAgain() {
  if (timer || page.state.stage !== "board") return;
  timer = setTimeout(() => {
    timer = 0;
    if (isAsking) lookAgain();
    else look();
  }, SOON_MS);
}

/** What cannot be had now is as before: the next look comes. */
async function look() {
  isAsking = true;
  const [counts, due] = await Promise.allSettled([desk(), salesDue()]);
  isAsking = false;
  if (page.state.stage !== "board") return;
  if (counts.status === "fulfilled") page.set({ desk: counts.value });
  if (due.status === "fulfilled") {
    page.set({ due: new Map(due.value.results.map((sale) => [sale.transaction_id, sale])) });
  }
}
