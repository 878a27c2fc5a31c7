/** How long to wait before something is tried again. */

/**
 * Milliseconds: half of the first pause, and a random part of one that doubles with each attempt, so that a thousand
 * phones do not come back in the same moment.
 * @param {number} attempt 0 for the first one that failed
 * @param {{first: number, longest: number, atLeast?: number}} limits in milliseconds; `atLeast` is what the server
 *   asks for
 * @returns {number}
 */
export function pauseAfter(attempt, { first, longest, atLeast = 0 }) {
  const most = Math.min(longest, first * 2 ** attempt);
  return Math.max(atLeast, first / 2 + Math.random() * most);
}
