// What is kept of what people paste: headings, paragraphs, lists, quotes, bold, italic and links; all else becomes words.
import { Fragment, Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { deleteChosen } from "./commands.js";
import { address, schema } from "./schema.js";

const BREAK = /\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]/;
const NO_LETTER = /[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const SPACES = /[ \t\r\n\f]+/g;
const HEADINGS = { H1: "h2", H2: "h2", H3: "h3", H4: "h3", H5: "h3", H6: "h3" };
const LINES = new Set(("ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER FORM "
  + "H1 H2 H3 H4 H5 H6 HEADER HR LEGEND LI MAIN MENU NAV OL P PRE SECTION SUMMARY TABLE TBODY TFOOT THEAD TR UL").split(" "));
const NOTHING = new Set(("AUDIO BUTTON CANVAS COLGROUP DATALIST HEAD IFRAME INPUT LINK META NOSCRIPT OBJECT SCRIPT SELECT STYLE "
  + "SVG TEMPLATE TEXTAREA TITLE VIDEO XML").split(" "));
const ELEMENT = 1;
const TEXT = 3;

// A style is read, never applied: the page forbids it, and says so loudly. Our own clipboard is read like every other: a
// pasted line is a new one.
const unstyled = (html) =>
  html
    .replace(/<style\b[^]*?<\/style>/gi, "")
    .replace(/(<[a-z][^>]*?\s)style=/gi, "$1data-style=")
    .replace(/ data-pm-slice=(?:"[^"]*"|'[^']*')/g, "");
const styleOf = (node) => node.getAttribute("data-style") ?? node.getAttribute("style") ?? "";

/** Words without letters that no page keeps. */
export const cleanWords = (words) => words.replace(NO_LETTER, "");

/** Plain text as lines: [{k, runs}]; empty lines go. */
export function linesOfText(text) {
  const lines = text.split(BREAK).map((line) => cleanWords(line).replaceAll("\t", " ").trimEnd());
  const runs = (words) => (words ? [{ text: words, marks: {} }] : []);
  return lines.filter((line, _, all) => line.trim() || all.length === 1).map((line) => ({ k: "", runs: runs(line) }));
}

/** A piece of a page as lines: [{k, runs: [{text, marks: {b, i, a}}]}]. Needs no more of a node than its name, children and attributes. */
export function linesOfPage(root) {
  const its = { lines: [], line: null, kind: "" };
  walk(its, root, { marks: {}, kind: "", list: "ul", cell: false, pre: false });
  endLine(its);
  return its.lines.map(tidied).filter((line) => line.runs.length);
}

function walk(its, node, around) {
  if (node.nodeType === TEXT) return write(its, node.nodeValue, around);
  if (node.nodeType !== ELEMENT && node.nodeType !== 11 && node.nodeType !== 9) return;
  const name = node.nodeName.toUpperCase();
  if (NOTHING.has(name)) return;
  if (name === "BR") return around.cell ? write(its, " ", around) : endLine(its);
  if (node.nodeType !== ELEMENT) return walkAll(its, node, around);
  const style = styleOf(node);
  if (/mso-list:\s*ignore/i.test(style) || /(^|;)\s*(display:\s*none|mso-hide:\s*all)/i.test(style)) return;
  const inside = within(node, name, style, around);
  const isLine = LINES.has(name) && !around.cell;
  if (isLine) startLine(its, node, name, inside);
  else if (LINES.has(name) || name === "TD" || name === "TH") write(its, " ", around);
  walkAll(its, node, inside);
  if (isLine) endLine(its);
}

function walkAll(its, node, around) {
  for (const child of node.childNodes) walk(its, child, around);
}

function within(node, name, style, around) {
  const kind = HEADINGS[name] ?? (name === "BLOCKQUOTE" ? "q" : around.kind);
  return {
    kind,
    marks: marksIn(node, name, style, around.marks, Boolean(HEADINGS[name])),
    list: name === "OL" || name === "UL" ? name.toLowerCase() : around.list,
    cell: around.cell || name === "TR",
    pre: around.pre || name === "PRE" || /white-space:\s*pre/i.test(style),
  };
}

// A style overrules the element: some programs wrap everything in a <b> that is not bold.
function marksIn(node, name, style, marks, inHeading) {
  const now = { ...marks };
  if (name === "B" || name === "STRONG") now.b = true;
  if (name === "I" || name === "EM") now.i = true;
  const weight = /(?:^|[;\s])font-weight:\s*(\w+)/i.exec(style)?.[1];
  if (weight) now.b = /^bold/i.test(weight) || Number(weight) >= 600;
  const slant = /(?:^|[;\s])font-style:\s*(\w+)/i.exec(style)?.[1];
  if (slant) now.i = /^(italic|oblique)/i.test(slant);
  const href = name === "A" ? node.getAttribute("href") : null;
  if (href !== null) now.a = address(href);
  if (inHeading || marks.heading) Object.assign(now, { heading: true, b: false });
  return now;
}

// Word writes the items of its lists as paragraphs, with the bullet or the number as letters.
function startLine(its, node, name, inside) {
  const item = name === "LI" ? inside.list : wordList(node);
  // The first paragraph in an item is the item.
  if (!(its.line && !its.line.runs.length && its.line.item)) endLine(its);
  if (item && !HEADINGS[name]) its.line = { k: item, runs: [], item: true };
  else its.line ??= { k: inside.kind, runs: [] };
}

function wordList(node) {
  if (!/mso-list:\s*l\d/i.test(styleOf(node))) return "";
  return /^[\s(]*(\d+|[a-z]{1,4})[.)]/i.test(marker(node)) ? "ol" : "ul";
}

function marker(node) {
  for (const child of node.childNodes) {
    if (child.nodeType !== ELEMENT) continue;
    const found = /mso-list:\s*ignore/i.test(styleOf(child)) ? words(child) : marker(child);
    if (found) return found;
  }
  return "";
}

const words = (node) => (node.nodeType === TEXT ? node.nodeValue : Array.from(node.childNodes, words).join(""));

function endLine(its) {
  if (its.line) its.lines.push(its.line);
  its.line = null;
}

function write(its, text, { marks, kind, pre, cell }) {
  const parts = pre && !cell ? text.split(BREAK) : [text.replace(SPACES, " ")];
  parts.forEach((part, index) => {
    if (index) endLine(its);
    if (!its.line && !part.trim() && !pre) return;
    its.line ??= { k: kind, runs: [] };
    if (part) its.line.runs.push({ text: cleanWords(part.replace(BREAK, " ").replaceAll("\t", " ")), marks });
  });
}

// No spaces at the ends, no two between words, and a non-breaking one only where it stands alone.
function tidied({ k, runs }) {
  const kept = [];
  let before = " ";
  for (const { text, marks } of runs) {
    let its = text.replace(/[ \u00a0]*(?: [ \u00a0]*|\u00a0[ \u00a0]+)/g, " ");
    if (/[ \u00a0]$/.test(before)) its = its.replace(/^[ \u00a0]+/, "");
    if (!its) continue;
    before = its;
    kept.push({ text: its, marks: Object.fromEntries(["b", "i", "a"].filter((name) => marks[name]).map((name) => [name, marks[name]])) });
  }
  while (kept.length && !(kept.at(-1).text = kept.at(-1).text.trimEnd())) kept.pop();
  return { k, runs: kept };
}

const toMarks = ({ b, i, a }) => [a && schema.marks.a.create({ h: a }), b && schema.marks.b.create(), i && schema.marks.i.create()].filter(Boolean);

/** Lines as a slice that joins the line in which it is pasted at both ends. */
export function toSlice(lines) {
  const blocks = lines.map(({ k, runs }) =>
    schema.node("block", { k }, runs.map(({ text, marks }) => schema.text(text, toMarks(marks)))));
  return blocks.length ? new Slice(Fragment.from(blocks), 1, 1) : Slice.empty;
}

/** Paste lines in place of the selection: a line keeps its kind but where it is empty. */
export function pasted(state, slice) {
  const tr = state.selection.empty ? state.tr : deleteChosen(state.tr);
  const { $from } = tr.selection;
  const first = slice.content.firstChild;
  if (!first || $from.parent.type.name === "section") return null;
  const adopts = !$from.parent.content.size && $from.parent.attrs.k === "" && first.attrs.k;
  if (slice.content.childCount === 1) tr.replaceWith($from.pos, $from.pos, first.content);
  else tr.replace($from.pos, $from.pos, slice);
  if (adopts) tr.setNodeAttribute($from.before(), "k", first.attrs.k);
  return tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste");
}

const LISTS = { ul: "ul", ol: "ol" };

/** Lines as a clean piece of a page, their lists as lists; remarks and proposals stay behind. */
export function toPage(fragment, page = document) {
  const root = page.createDocumentFragment();
  let list = null;
  fragment.forEach((line) => {
    if (line.isText) return void letters(root, line, page);
    const { k } = line.attrs;
    const tag = { h2: "h2", h3: "h3", q: "blockquote" }[k] ?? (line.type.name === "section" ? "h2" : "p");
    if (LISTS[k] && list?.nodeName.toLowerCase() !== k) list = root.appendChild(page.createElement(k));
    else if (!LISTS[k]) list = null;
    const element = (list ?? root).appendChild(page.createElement(list ? "li" : tag));
    line.forEach((node) => letters(element, node, page));
  });
  return root;
}

function letters(parent, node, page) {
  let inner = parent;
  for (const { type, attrs } of node.marks) {
    const tag = { a: "a", b: "strong", i: "em" }[type.name];
    if (!tag || (tag === "a" && !address(attrs.h))) continue;
    inner = inner.appendChild(page.createElement(tag));
    if (tag === "a") inner.setAttribute("href", address(attrs.h));
  }
  inner.appendChild(page.createTextNode(node.text));
}

/** Lines as plain text. */
export const toText = (slice) => slice.content.textBetween(0, slice.content.size, "\n");

/** The plugin for pasting, dropping and copying. */
export const paste = () => new Plugin({
  props: {
    transformPastedHTML: unstyled,
    clipboardParser: { parseSlice: (root) => toSlice(linesOfPage(root)) },
    clipboardTextParser: (text) => toSlice(linesOfText(text)),
    clipboardSerializer: { serializeFragment: (fragment, { document: page } = {}) => toPage(fragment, page) },
    clipboardTextSerializer: toText,
    handlePaste(view, _, slice) {
      const tr = pasted(view.state, slice);
      if (tr) view.dispatch(tr);
      return true;
    },
  },
});
