// One request at a time per text and browser, whatever the number of tabs.
import { clock as real } from "./clock.js";

// A tab that was put to sleep with the lock in its hand is not waited for longer.
const PATIENCE = 60_000;
const LEASE = 60_000;
const STEP = 250;
const SEEN = 50;
export const ELSEWHERE = "elsewhere";

/**
 * Run ``act`` while no other tab runs one of this name.
 * @param {string} name
 * @param {() => Promise<string>} act
 * @param {{wait: boolean}} how without waiting the answer is "elsewhere" when somebody else is at it
 * @returns {Promise<string>} what act said
 */
export function exclusively(name, act, { wait }) {
  return globalThis.navigator?.locks ? byLock(navigator.locks, name, act, wait) : byLease(name, act, wait);
}

async function byLock(locks, name, act, wait) {
  // What act says is told by this promise: that of the lock ends early when another tab takes the lock away.
  let told;
  const run = (lock) => (told = lock ? act() : Promise.resolve(ELSEWHERE));
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PATIENCE);
  const started = () => clearTimeout(timer);
  const how = wait ? { signal: limit.signal } : { ifAvailable: true };
  try {
    await locks.request(name, how, (lock) => (started(), run(lock)));
  } catch (error) {
    if (!told && error.name !== "AbortError") throw error;
    if (!told) await locks.request(name, { steal: true }, run).catch(() => {});
  } finally {
    started();
  }
  return told ?? ELSEWHERE;
}

const me = Math.random().toString(36).slice(2);

function lease(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? { until: 0 };
  } catch {
    return { until: 0 };
  }
}

const isOthers = (name, clock) => lease(name).until > clock.now() && lease(name).by !== me;
const pause = (clock, milliseconds) => new Promise((resolve) => clock.after(milliseconds, resolve));

// A note that another tab has written at the same moment is seen a moment later.
async function taken(name, clock) {
  if (isOthers(name, clock)) return false;
  note(name, { by: me, until: clock.now() + LEASE });
  await pause(clock, SEEN);
  return !isOthers(name, clock);
}

// Without locks (plain http): a note with a time in it. Two at once are rare and do no harm: everything counts once.
async function byLease(name, act, wait, clock = real) {
  const started = clock.now();
  while (!(await taken(name, clock)) && clock.now() - started < PATIENCE) {
    if (!wait) return ELSEWHERE;
    await pause(clock, STEP);
  }
  try {
    return await act();
  } finally {
    if (lease(name).by === me) note(name, null);
  }
}

function note(name, words) {
  try {
    if (words) localStorage.setItem(name, JSON.stringify(words));
    else localStorage.removeItem(name);
  } catch {
    // Where nothing can be noted, every tab sends for itself.
  }
}
