// What a person can ask of the editor: kinds of lines, bold, italic, links, and what Enter, Backspace and Delete mean.
// A command is (state, dispatch) -> whether it applies, as ProseMirror has them.
import { toggleMark } from "./marks.js";
import { TextSelection } from "prosemirror-state";
import { address, opensSection, schema } from "./schema.js";

const isBlock = (line) => line?.type.name === "block";
const paragraph = () => schema.node("block");

/** The lines of a selection: [{line, position}], section lines left out. */
export function chosenLines({ doc, selection: { from, to } }) {
  const lines = [];
  doc.nodesBetween(from, to, (line, position) => void (isBlock(line) && lines.push({ line, position })));
  return lines;
}

/** What the selection is made of, for the buttons: {kind, bold, italic, link}; kind is null when lines differ. */
export function chosen(state) {
  const kinds = new Set(chosenLines(state).map(({ line }) => line.attrs.k));
  return {
    kind: kinds.size === 1 ? [...kinds][0] : null,
    bold: carries(state, schema.marks.b),
    italic: carries(state, schema.marks.i),
    link: linkAt(state)?.h ?? "",
  };
}

function carries({ doc, selection: { empty, $from, from, to }, storedMarks }, type) {
  return empty ? Boolean(type.isInSet(storedMarks ?? $from.marks())) : doc.rangeHasMark(from, to, type);
}

/** Make the chosen lines this kind; "" is a paragraph. */
export const setKind = (kind) => (state, dispatch) => {
  const lines = chosenLines(state);
  if (!lines.length) return false;
  const { tr } = state;
  for (const { line, position } of lines) if (line.attrs.k !== kind) tr.setNodeAttribute(position, "k", kind);
  dispatch?.(tr.setStoredMarks(state.storedMarks).scrollIntoView());
  return true;
};

/** Make the chosen lines this kind, or paragraphs when all of them are. */
export const toggleKind = (kind) => (state, dispatch) => {
  const lines = chosenLines(state);
  return setKind(lines.every(({ line }) => line.attrs.k === kind) ? "" : kind)(state, dispatch);
};

export const toggleBold = toggleMark(schema.marks.b);
export const toggleItalic = toggleMark(schema.marks.i);

/** The link at the caret or at the start of the selection, as {from, to, h, words}, or null. */
export function linkAt({ doc, selection: { $from, empty } }) {
  const line = $from.parent;
  const start = $from.start();
  let found = null;
  line.forEach((node, offset) => {
    const h = schema.marks.a.isInSet(node.marks)?.attrs.h;
    const [from, to] = [start + offset, start + offset + node.nodeSize];
    if (h === undefined) return;
    if (found && found.to === from && found.h === h && (found.open || found.in)) Object.assign(found, { to, words: found.words + node.text });
    else if (!found?.in) found = { from, to, h, words: node.text };
    if (found.from <= $from.pos && (empty ? $from.pos <= found.to : $from.pos < found.to)) found.in = true;
    found.open = !found.in;
  });
  return found?.in ? { from: found.from, to: found.to, h: found.h, words: doc.textBetween(found.from, found.to) } : null;
}

/** Link the selection, or the link at the caret anew, to an address; with neither, words are written: `words` or the address. */
export const setLink = (written, words = "") => (state, dispatch) => {
  const h = address(written);
  if (!h || state.selection.$from.parent.type.name === "section") return false;
  const { tr, selection } = state;
  const there = selection.empty ? linkAt(state) : selection;
  let { from, to } = there ?? selection;
  if (from === to || (words && words !== state.doc.textBetween(from, to) && selection.$from.sameParent(selection.$to))) {
    tr.insertText(words || h, from, to);
    to = from + (words || h).length;
  }
  tr.removeMark(from, to, schema.marks.a).addMark(from, to, schema.marks.a.create({ h }));
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Take links away from the selection, or the one at the caret. */
export const unsetLink = (state, dispatch) => {
  const { selection, doc } = state;
  const { from, to } = (selection.empty ? linkAt(state) : selection) ?? selection;
  if (from === to || !doc.rangeHasMark(from, to, schema.marks.a)) return false;
  dispatch?.(state.tr.removeMark(from, to, schema.marks.a));
  return true;
};

/** Delete what is chosen; section lines between stay, and each section keeps a line. */
export function deleteChosen(tr) {
  const { from, to } = tr.selection;
  const found = stretches(tr.doc, from, to);
  for (const [start, stop] of [...found].reverse()) if (start < stop) tr.delete(start, stop);
  return found.length ? tr.setSelection(TextSelection.create(tr.doc, found[0][0])) : tr;
}

/** The stretches of a selection that lie between section lines, from letters to letters. */
function stretches(doc, from, to) {
  const found = [];
  let open = null;
  doc.nodesBetween(from, to, (line, position) => {
    if (!line.isTextblock) return true;
    const [start, stop] = [Math.max(from, position + 1), Math.min(to, position + 1 + line.content.size)];
    if (!isBlock(line)) open = null;
    else if (open) open[1] = stop;
    else found.push((open = [start, stop]));
    return false;
  });
  return found;
}

export const spansSections = ({ doc, selection: { from, to } }) => {
  let spans = false;
  doc.nodesBetween(from, to, (line) => void (spans ||= line.type.name === "section"));
  return spans;
};

export const deleteSelection = (state, dispatch) => {
  if (state.selection.empty) return false;
  dispatch?.(deleteChosen(state.tr).scrollIntoView());
  return true;
};

/** Open an empty first line in a section, or go to the one that is there. */
export const startLine = (sectionId) => (state, dispatch) => {
  const { tr, doc } = state;
  let place = -1;
  doc.forEach((line, position) => void (line.attrs.l === sectionId && opensSection(sectionId) && (place = position + line.nodeSize)));
  if (place < 0) return false;
  const next = doc.nodeAt(place);
  if (!(isBlock(next) && !next.content.size)) tr.insert(place, paragraph());
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, place + 1)).scrollIntoView());
  return true;
};

/** A new line; in an empty item or quote it ends the list, in a heading what follows is a paragraph. */
export const enter = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!isBlock($from.parent)) return startLine($from.parent.attrs.l)(state, dispatch);
  if (empty && !$from.parent.content.size && $from.parent.attrs.k) return setKind("")(state, dispatch);
  const tr = empty ? state.tr : deleteChosen(state.tr);
  const { $from: at } = tr.selection;
  const { k, l } = at.parent.attrs;
  const heading = k === "h2" || k === "h3";
  if (heading && at.parentOffset === 0 && at.parent.content.size) tr.insert(at.before(), paragraph());
  else {
    const atEnd = at.parentOffset === at.parent.content.size;
    tr.split(at.pos, 1, [{ type: schema.nodes.block, attrs: { l, k: heading && atEnd ? "" : k } }]);
  }
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** At the start of a line: first it becomes a paragraph, then it is joined with the line before. */
export const backspace = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty) return deleteSelection(state, dispatch);
  if ($from.parentOffset > 0) return false;
  if ($from.parent.attrs.k) return setKind("")(state, dispatch);
  return joinWith(state, dispatch, $from.index(0) - 1);
};

/** At the end of a line, the next one is joined to it. */
export const deleteForward = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty) return deleteSelection(state, dispatch);
  if ($from.parentOffset < $from.parent.content.size) return false;
  return joinWith(state, dispatch, $from.index(0));
};

// Nothing is joined with a section line. An empty line goes as a whole, so that the one with words keeps its kind.
function joinWith({ tr, doc }, dispatch, index) {
  const [first, second] = [doc.maybeChild(index), doc.maybeChild(index + 1)];
  if (!isBlock(first) || !isBlock(second)) return true;
  let start = 0;
  for (let before = 0; before < index; before++) start += doc.child(before).nodeSize;
  if (first.content.size) tr.join(start + first.nodeSize);
  else tr.delete(start, start + first.nodeSize).setSelection(TextSelection.create(tr.doc, start + 1));
  dispatch?.(tr.scrollIntoView());
  return true;
}
