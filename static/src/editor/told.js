// What others change is told to those who do not see it: by name, and no more often than one can listen to.
import { fill } from "../js/words.js";

const EVERY = 20_000;
const SOON = 1500;

/**
 * @param {object} surface
 * @param {HTMLElement} place a polite live region; its data- say how it is said
 * @param {(lines: string[]) => string} nameAt
 */
export function told(surface, place, nameAt) {
  const changed = [];
  let timer = 0;
  let toldAt = 0;

  // Who is where comes a moment later than what they did.
  function byName() {
    const found = new Map();
    for (const lines of changed.splice(0)) {
      const name = nameAt(lines) || place.dataset.somebody;
      found.set(name, new Set([...(found.get(name) ?? []), ...lines]));
    }
    return [...found];
  }
  function tell() {
    timer = 0;
    toldAt = Date.now();
    const sentence = ([name, { size }]) => fill(size === 1 ? place.dataset.one : place.dataset.many, { name, n: size });
    place.textContent = byName().map(sentence).join(" ");
  }
  surface.on("others", ({ lines }) => {
    if (!lines.length) return;
    changed.push(lines);
    timer ||= setTimeout(tell, Math.max(SOON, toldAt + EVERY - Date.now()));
  });
  return () => clearTimeout(timer);
}
