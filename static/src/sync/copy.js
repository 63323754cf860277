// A copy of the words for the person: a file that any program opens.
import { linesOf } from "./hash.js";
import { SECTION } from "./names.js";

const SIGNS = { h2: "## ", h3: "### ", ul: "- ", ol: "1. ", q: "> " };
const TYPES = { md: "text/markdown", txt: "text/plain" };
const LATER = 60_000;

// Spaces stay outside the signs, or they would not be signs.
function wrapped(words, sign) {
  const [, before, inner, after] = /^(\s*)(.*?)(\s*)$/s.exec(words);
  return inner ? `${before}${sign}${inner}${sign}${after}` : words;
}

function marked([words, attributes]) {
  const { b, i, a } = Object.fromEntries(attributes);
  const bold = b ? wrapped(words, "**") : words;
  const italic = i ? wrapped(bold, "*") : bold;
  return a ? `[${italic}](${a})` : italic;
}

const plain = ([words]) => words;

/**
 * The whole text with the headings of its sections.
 * @param {import("yjs").Doc} doc
 * @param {{format?: "md" | "txt", headings?: Record<string, string>}} how headings: section key -> heading
 * @returns {string}
 */
export function wordsOf(doc, { format = "md", headings = {} } = {}) {
  const isMarkdown = format === "md";
  const lines = [`${isMarkdown ? "# " : ""}${doc.getText("title")}`];
  for (const { id, kind, runs } of linesOf(doc)) {
    const words = runs.map(isMarkdown ? marked : plain).join("");
    if (id.startsWith(SECTION)) lines.push(`${isMarkdown ? "## " : ""}${headings[id.slice(1)] ?? id.slice(1)}`);
    if (words.trim()) lines.push(`${isMarkdown ? (SIGNS[kind] ?? "") : ""}${words}`);
  }
  return `${lines.join("\n\n")}\n`;
}

/** Give the words to the person as a file. */
export function download(words, name, format = "md") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([words], { type: `${TYPES[format]};charset=utf-8` }));
  link.download = `${name.replace(/[\\/:*?"<>|\s]+/g, " ").trim() || "text"}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LATER);
}
