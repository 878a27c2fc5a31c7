/** What many changes make due is done once, and never twice at a time. */

/**
 * A function that has something done soon, however often it is called until then. What is called for while it is being
 * done is done once more after that, so the last change counts, and a steady stream of them holds nothing up.
 * @param {() => unknown} work may be a promise
 * @param {number} pause milliseconds
 * @returns {() => void}
 */
export function soon(work, pause) {
  let isWaiting = false;
  let isWorking = false;
  const later = () => {
    if (isWaiting) return;
    isWaiting = true;
    if (!isWorking) setTimeout(run, pause);
  };
  const run = async () => {
    isWaiting = false;
    isWorking = true;
    try {
      await work();
    } finally {
      isWorking = false;
      if (isWaiting) setTimeout(run, pause);
    }
  };
  return later;
}
