// Writes about money: one at a time for each table, with a key that is kept until there is an answer, also over a
// reload. So what was taken while the answer was lost is taken once.
import { inTheWay } from "../../pages/acts.js";
import { insist, newKey } from "../../pages/api.js";
import { toast } from "../../pages/dom.js";
import { SignedOut, signedPost, who } from "../../pages/login.js";
import { recall, remember } from "../../pages/storage.js";
import { t } from "../../pages/texts.js";
import { whyRefused } from "./refusals.js";
import { changed } from "./state.js";

const NAME = "aisle.panel.money";
const waiting = new Map(read()); // by session code: {path, body, what, key, userId}
const running = new Map(); // by session code: what its write is going to be answered
const troubles = new Map(); // by session code, in words

function read() {
  try {
    return JSON.parse(recall(NAME, "sessionStorage") ?? "[]");
  } catch {
    return []; // not ours
  }
}

function keep() {
  remember(NAME, JSON.stringify([...waiting]), "sessionStorage");
  changed();
}

/** A write that has no answer yet, of who is signed in: the server knows a key of theirs only. */
const own = (code) => (waiting.get(code)?.userId === who()?.userId ? waiting.get(code) : undefined);

/** What has no answer yet at a table, {what, trouble}; null for nothing. */
export const unanswered = (code) =>
  (own(code) ? { what: own(code).what, trouble: troubles.get(code) ?? "" } : null);

/** How many writes have no answer yet. */
export const unansweredCount = () => waiting.size;

/** Forget what has no answer: somebody signs out. */
export function dropMoney() {
  waiting.clear();
  keep();
}

/** Send a write about the bill of a table until it is answered; `what` says it in words. Throws what is refused. */
export function sendMoney(code, { path, body, what }) {
  waiting.set(code, { path, body, what, key: newKey(), userId: who()?.userId });
  keep();
  return finish(code);
}

/** Go on with what a page that was loaded anew has left, and tell how it ended. */
export function resumeMoney() {
  for (const [code, { what }] of waiting) {
    if (!own(code) || running.has(code)) continue;
    finish(code).then(
      () => toast(t("{what}: the server knows it now.", { what })),
      (error) => toast(t("{what}: not done. {reason}", { what, reason: whyRefused(error) }), { kind: "bad" }),
    );
  }
}

function finish(code) {
  const { path, body, key } = waiting.get(code);
  const onTrouble = (_, problem) => (troubles.set(code, inTheWay(problem)), changed());
  const answer = insist(path, body, { key, send: signedPost, onTrouble }).then(
    (done) => (end(code), done),
    (error) => {
      end(code, error instanceof SignedOut);
      throw error;
    },
  );
  running.set(code, answer);
  return answer;
}

/** There is an answer, or who is signed in has to sign in again first. */
function end(code, stays = false) {
  running.delete(code);
  troubles.delete(code);
  if (!stays) waiting.delete(code);
  keep();
}
