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
  const changed = new Map();
  let timer = 0;
  let toldAt = 0;

  function tell() {
    timer = 0;
    toldAt = Date.now();
    const sentences = [...changed].map(([name, lines]) =>
      fill(lines.size === 1 ? place.dataset.one : place.dataset.many, { name: name || place.dataset.somebody, n: lines.size }));
    changed.clear();
    place.textContent = sentences.join(" ");
  }
  surface.on("others", ({ lines }) => {
    if (!lines.length) return;
    const name = nameAt(lines);
    changed.set(name, new Set([...(changed.get(name) ?? []), ...lines]));
    timer ||= setTimeout(tell, Math.max(SOON, toldAt + EVERY - Date.now()));
  });
  return () => clearTimeout(timer);
}
