// Time as the sync knows it; tests bring their own.

/**
 * @typedef {{now: () => number, after: (milliseconds: number, act: () => void) => (() => void)}} Clock
 *   ``after`` answers with what takes it back
 * @type {Clock}
 */
export const clock = {
  now: () => Date.now(),
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
};
