// The sections and headings of the text, each of which leads to its place.
import { countBySection } from "./count.js";
import { idly } from "./idle.js";

/** @returns {{id: string, words: string, level: number, written: boolean}[]} */
export function entries(doc, headings) {
  const counts = countBySection(doc);
  const found = [];
  doc.forEach((line) => {
    const { l: id, k } = line.attrs;
    if (line.type.name === "section") found.push({ id, words: headings[id.slice(1)] ?? id.slice(1), level: 1, written: counts.get(id) > 0 });
    else if ((k === "h2" || k === "h3") && line.textContent.trim()) found.push({ id, words: line.textContent, level: k === "h2" ? 2 : 3, written: true });
  });
  return found;
}

/**
 * Keep lists of entries as the text is now.
 * @param {object} surface
 * @param {{lists: Element[], pattern: HTMLTemplateElement, headings: Record<string, string>, language: string}} how
 * @returns {() => void} to leave the lists alone
 */
export function outline(surface, { lists, pattern, headings, language, onGo = () => {} }) {
  let shown = "";
  function show() {
    const found = entries(surface.view.state.doc, headings);
    const now = JSON.stringify(found);
    if (now === shown) return;
    shown = now;
    for (const list of lists) list.replaceChildren(...found.map(item));
  }
  function item({ id, words, level, written }) {
    const one = pattern.content.firstElementChild.cloneNode(true);
    one.dataset.level = level;
    one.querySelector(written ? ".todo" : ".done").remove();
    const link = one.querySelector("a");
    link.lang = language;
    if (written && level === 1) link.dataset.s = "approved";
    link.href = `#${encodeURIComponent(id)}`;
    link.dataset.line = id;
    link.querySelector("[data-words]").textContent = words;
    return one;
  }
  const go = (event) => {
    const line = event.target.closest("a[data-line]")?.dataset.line;
    if (!line) return;
    event.preventDefault();
    onGo();
    surface.goTo(line);
  };
  for (const list of lists) list.addEventListener("click", go);
  surface.on("changed", idly(show));
  show();
  return () => lists.forEach((list) => list.removeEventListener("click", go));
}
