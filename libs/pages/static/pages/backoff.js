/** How long to wait before something is tried again. */

/**
 * Milliseconds: the longest pause doubles with each attempt, and a random part of it is taken, so that a thousand
 * phones do not come back in the same moment.
 * @param {number} attempt 0 for the first one that failed
 * @param {{first: number, longest: number, atLeast?: number}} limits in milliseconds; `atLeast` is what the server
 *   asks for
 * @returns {number}
 */
export function pauseAfter(attempt, { first, longest, atLeast = 0 }) {
  const most = Math.min(longest, first * 2 ** attempt);
  const least = first / 2;
  return Math.max(atLeast, least + Math.random() * (most - least));
}
