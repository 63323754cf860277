// What an editor may not do: break up, join, move or take away the lines that start sections, or write in them.
import { opensSection } from "./schema.js";

const sectionsOf = (doc) => doc.content.content.filter((line) => line.type.name === "section");

/** Whether a change leaves every section line in its place; letters that slid into one may be taken out again. */
export function keepsSections(before, after) {
  const [old, now] = [sectionsOf(before), sectionsOf(after)];
  return old.length === now.length && old.every((line, index) => keeps(line, now[index])) && !strays(after);
}

function keeps(old, now) {
  if (old === now) return true;
  return old.attrs.l === now.attrs.l && old.textContent.length >= now.textContent.length && rest(old, now);
}

// What is left must be letters of the old line, in their order.
function rest(old, now) {
  let from = 0;
  return [...now.textContent].every((letter) => (from = old.textContent.indexOf(letter, from) + 1) > 0);
}

const strays = (doc) => doc.content.content.some((line) => line.type.name === "block" && opensSection(line.attrs.l));

/** Whether a transaction of a person may run. Each step is looked at, since the next one may hide what it did. */
export function allowed(tr) {
  return tr.steps.every((_, number) => keepsSections(tr.docs[number], tr.docs[number + 1] ?? tr.doc));
}

/** Whether section lines, and only they, have the ids of sections: an empty line joined to one would take its place. */
export function standsApart(doc, ids) {
  return doc.content.content.every((line, index) => (line.type.name === "section") === opensSection(ids[index]));
}
