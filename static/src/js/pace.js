// When to send: a moment after the last key, one at a time, and later and later while nobody answers.
const PAUSE = 1000;
const LATEST = 5000;
const LONGEST = 60_000;

export function pace(round) {
  let timer, running;
  let tries = 0;

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  }
  function send() {
    clearTimeout(timer);
    running ??= round().finally(() => (running = null));
    return running;
  }
  return {
    send,
    waits: () => tries > 0,
    calm: () => (tries = 0),
    soon: (since) => later(Math.max(0, Math.min(PAUSE, since + LATEST - Date.now()))),
    again: () => later(Math.min(LONGEST, PAUSE * 2 ** ++tries) * (0.75 + Math.random() / 2)),
  };
}
