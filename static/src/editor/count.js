// How many words the text has; a line is counted anew only when it has changed.
import { idly } from "./idle.js";
import { fill } from "../js/words.js";

const known = new WeakMap();

function wordsIn(line) {
  if (!known.has(line)) known.set(line, line.textContent.split(/\s+/).filter(Boolean).length);
  return known.get(line);
}

/** @param {import("prosemirror-model").Node} doc */
export const countWords = (doc) => doc.content.content.reduce((sum, line) => sum + wordsIn(line), 0);

/** The number of words of each section by the id of its line; what stands before the first one under "". */
export function countBySection(doc) {
  const found = new Map();
  let section = "";
  doc.forEach((line) => {
    if (line.type.name === "section") section = line.attrs.l;
    found.set(section, (found.get(section) ?? 0) + wordsIn(line));
  });
  return found;
}

/** Keep the number in ``place``, whose data-count says how, as the text is now. */
export function count(surface, place) {
  const show = () => (place.textContent = fill(place.dataset.count, { n: countWords(surface.view.state.doc) }));
  surface.on("changed", idly(show));
  show();
}
