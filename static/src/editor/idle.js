// Work that is nice to have waits until the keys rest.
const PAUSE = 250;

/** @returns {() => void} asks for ``act`` to run soon, once, when nobody types */
export function idly(act, pause = PAUSE) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => (globalThis.requestIdleCallback ?? setTimeout)(act), pause);
  };
}
