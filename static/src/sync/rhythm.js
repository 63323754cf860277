// When to ask the server next. Knows nothing of what is asked.

export const PAUSE = 400;
export const LATEST = 3000;
export const FIRST = 1000;
export const LONGEST = 30_000;
const SECOND = 1000;
const LEAST_WAIT = 1;
const MOST_WAIT = 600;

/** How long after this key the words go out: after a pause, but no later than 3 s after the first unsent key. */
export const untilSent = (firstAt, now) => Math.max(0, Math.min(PAUSE, firstAt + LATEST - now));

/** The pause after so many tries without an answer; no two browsers come back in the same moment. */
export const untilAgain = (tries, chance = Math.random()) =>
  Math.min(LONGEST, FIRST * 2 ** (tries - 1)) * (0.75 + chance / 2);

/** How long a quiet document waits, by the server's word in seconds. */
export const untilQuiet = (wait, chance = Math.random()) =>
  Math.min(MOST_WAIT, Math.max(LEAST_WAIT, wait)) * SECOND * (0.95 + chance / 10);
