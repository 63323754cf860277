// One text in two shapes: lines of ProseMirror, and the flat row of letters in which every line ends with a line break.
//
// A flat offset counts UTF-16 units. The line break is the closing of a line; opening one takes up no place. What is no
// letter (an embed) takes up one place.
import { opensSection, schema } from "./schema.js";

const RANGES = ["r", "n", "d"];
const EMBED = "\ufffc";
const ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const ID_LENGTH = 7;

/** A new id of a line: 7 random letters and digits. */
export function newId() {
  const random = crypto.getRandomValues(new Uint32Array(ID_LENGTH));
  return Array.from(random, (number) => ID_LETTERS[number % ID_LETTERS.length]).join("");
}

function toMark(name, value) {
  const { marks } = schema;
  if ((name === "b" || name === "i") && value) return marks[name].create();
  if (name === "a" && value && typeof value === "string") return marks.a.create({ h: value });
  if (value === true && name[1] === ":" && RANGES.includes(name[0])) return marks[name[0]].create({ id: name.slice(2) });
  return marks.x.create({ name, value });
}

const nameOf = ({ type, attrs }) => {
  if (type.name === "x") return attrs.name;
  return RANGES.includes(type.name) ? `${type.name}:${attrs.id}` : type.name;
};

/** The marks of a letter with these attributes, in the one order in which they are kept. */
export function marksOf(attributes) {
  const names = Object.keys(attributes).filter((name) => name !== "l" && attributes[name] != null);
  // Sorted by name first: ProseMirror sorts by type alone, and stably.
  const marks = names.sort().map((name) => toMark(name, attributes[name]));
  return marks.sort((one, other) => one.type.rank - other.type.rank);
}

/** The attributes of a letter with these marks. */
export function attributesOf(marks) {
  const attributes = {};
  for (const mark of marks) {
    attributes[nameOf(mark)] = mark.type.name === "x" ? mark.attrs.value : mark.type.name === "a" ? mark.attrs.h : true;
  }
  return attributes;
}

/** A line with this id; `content` is text nodes or nothing. */
export function lineNode(id, kindOf, content) {
  if (opensSection(id)) return schema.node("section", { l: id }, content);
  return schema.node("block", { l: id, k: id ? kindOf(id) : "" }, content);
}

/** How the map of kinds is read; what is no string is a paragraph. */
export const kindReader = (kinds) => (id) => (typeof kinds.get(id) === "string" ? kinds.get(id) : "");
export const lineId = (attributes) => (attributes?.l == null ? "" : String(attributes.l));
export const words = (insert) => (typeof insert === "string" ? insert : EMBED);

/** The document that a Y.Text and the Y.Map of kinds are; the last line has the id null while its break is missing. */
export function toDoc(text, kinds) {
  const kindOf = kindReader(kinds);
  const lines = [];
  let content = [];
  for (const { insert, attributes = {} } of text.toDelta()) {
    const marks = marksOf(attributes);
    words(insert).split("\n").forEach((part, index) => {
      if (index) content = (lines.push(lineNode(lineId(attributes), kindOf, content)), []);
      if (part) content.push(schema.text(part, marks));
    });
  }
  if (content.length || !lines.length) lines.push(lineNode(null, kindOf, content));
  return schema.node("doc", null, lines);
}

/** The ids of all lines. */
export const lineIds = (doc) => doc.content.content.map((node) => node.attrs.l);

/** The length of the flat text, with the break of the last line, be it missing or not. */
export const flatLength = (doc) => doc.content.size - doc.childCount;

/** Whether the break of the last line is missing. */
export const isOpen = (doc) => doc.lastChild.attrs.l === null;

/** The flat offset of a position. */
export function flatOffset(doc, position) {
  let start = 0;
  for (let index = 0; index < doc.childCount; index++) {
    const { nodeSize } = doc.child(index);
    if (position <= start) return start - index;
    if (position < start + nodeSize) return position - 1 - index;
    start += nodeSize;
  }
  return flatLength(doc);
}

/** Where a flat offset stands: index, position and flat start of its line, and the offset in it. */
export function place(doc, flat) {
  let position = 0;
  for (let index = 0; index < doc.childCount; index++) {
    const { nodeSize } = doc.child(index);
    const start = position - index;
    if (flat < start + nodeSize - 1) return { index, position, start, offset: flat - start };
    position += nodeSize;
  }
  return { index: doc.childCount, position, start: position - doc.childCount, offset: 0 };
}

/** The position of a flat offset inside its line. */
export function positionOf(doc, flat) {
  const { index, position, offset } = place(doc, flat);
  return index === doc.childCount ? position : position + 1 + offset;
}

/** The letters from one flat offset to another: their text, and for each its marks, or for a break its line. */
export function letters(doc, from, to) {
  const found = { text: "", marks: [] };
  let { index, start } = place(doc, from);
  for (; index < doc.childCount && start < to; index++) {
    const line = doc.child(index);
    lettersOf(line, from - start, to - start, found);
    start += line.nodeSize - 1;
  }
  return found;
}

function lettersOf(line, from, to, found) {
  const take = (text, marks, at) => {
    const part = text.slice(Math.max(0, from - at), Math.max(0, to - at));
    found.text += part;
    for (let count = part.length; count; count--) found.marks.push(marks);
  };
  // A break inside of a line can come from a browser; it is a space.
  line.forEach((node, at) => take(node.text.replaceAll("\n", " "), node.marks, at));
  take("\n", line, line.content.size);
}

/** The runs of text in a line: from, to (in it) and marks. */
export function runsOf(line) {
  const runs = [];
  line.forEach((node, at) => runs.push({ from: at, to: at + node.nodeSize, marks: node.marks, text: node.text }));
  return runs;
}
