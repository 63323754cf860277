// What changes of the Y.Text do to the document: steps on the changed lines only, so that the caret stays where it was.
import { Fragment, Mark, Slice } from "prosemirror-model";
import { AddMarkStep, RemoveMarkStep, ReplaceStep } from "prosemirror-transform";
import { attributesOf, isOpen, lineId, lineNode, marksOf, place, runsOf, words } from "./flat.js";
import { schema } from "./schema.js";

/** Play the delta of a Y.Text on the document of a transaction; ``kindOf`` gives the kind of a line by its id. */
export function playDelta(tr, delta, kindOf) {
  let at = 0;
  let coming = [];
  const insert = () => {
    if (coming.length) at += insertTokens(tr, at, coming, kindOf);
    coming = [];
  };
  for (const op of delta) {
    if (op.insert != null) {
      coming.push(...tokens(op));
      continue;
    }
    insert();
    if (op.delete) removeLetters(tr, at, op.delete);
    else if (op.attributes) changeMarks(tr, at, op.retain, op.attributes, kindOf);
    at += op.retain ?? 0;
  }
  insert();
  dropOpenLine(tr);
}

/** A delta's insertion as letters ({text, marks}) and breaks ({id}). */
function tokens({ insert, attributes = {} }) {
  const parts = words(insert).split(/(\n)/).filter(Boolean);
  return parts.map((part) => (part === "\n" ? { id: lineId(attributes) } : { text: part, marks: marksOf(attributes) }));
}

const size = (token) => token.text?.length ?? 1;
const isBreak = (token) => token.text === undefined;

function insertTokens(tr, flat, coming, kindOf) {
  let at = flat;
  let rest = coming;
  while (rest.length) {
    const { index, position, offset } = place(tr.doc, at);
    const line = tr.doc.maybeChild(index);
    const whole = rest.findLastIndex(isBreak) + 1;
    let taken = 1;
    if (whole && offset === 0 && !(line && line.attrs.l === null && !line.content.size)) {
      tr.insert(position, wholeLines(rest.slice(0, whole), kindOf));
      taken = whole;
    } else if (isBreak(rest[0])) breakLine(tr, at, rest[0].id, kindOf);
    else insertLetters(tr, at, schema.text(rest[0].text, rest[0].marks), kindOf);
    at += rest.slice(0, taken).reduce((sum, token) => sum + size(token), 0);
    rest = rest.slice(taken);
  }
  return at - flat;
}

function wholeLines(coming, kindOf) {
  const lines = [];
  let content = [];
  for (const token of coming) {
    if (isBreak(token)) content = (lines.push(lineNode(token.id, kindOf, content)), []);
    else content.push(schema.text(token.text, token.marks));
  }
  return lines;
}

function insertLetters(tr, flat, node, kindOf) {
  const { index, position, offset } = place(tr.doc, flat);
  if (index === tr.doc.childCount) return void tr.insert(position, lineNode(null, kindOf, node));
  const at = position + 1 + offset;
  tr.step(new ReplaceStep(at, at, new Slice(Fragment.from(node), 0, 0)));
}

// The head of a line that is broken is the line with the new id.
function breakLine(tr, flat, id, kindOf) {
  const { index, position, offset } = place(tr.doc, flat);
  const line = tr.doc.child(index);
  if (line.attrs.l !== null || offset < line.content.size) tr.split(position + 1 + offset);
  become(tr, position, lineNode(id, kindOf));
}

/** Give the line at a position the type and the attributes of another. */
export function become(tr, position, { type, attrs }) {
  const line = tr.doc.nodeAt(position);
  if (line.type !== type) return void tr.setNodeMarkup(position, type, attrs);
  for (const name in attrs) if (line.attrs[name] !== attrs[name]) tr.setNodeAttribute(position, name, attrs[name]);
}

const cut = (tr, from, to) => from < to && tr.step(new ReplaceStep(from, to, Slice.empty));

function removeLetters(tr, flat, length) {
  const { doc } = tr;
  const from = place(doc, flat);
  const to = place(doc, flat + length);
  const start = from.position + 1 + from.offset;
  const stop = to.position + 1 + to.offset;
  const last = doc.maybeChild(to.index);
  if (from.index === to.index) cut(tr, start, stop);
  else if (from.offset === 0 && last) {
    cut(tr, to.position + 1, stop);
    cut(tr, from.position, to.position);
  } else if (last) {
    cut(tr, start, stop);
    become(tr, from.position, last);
  } else removeToEnd(tr, from, start);
}

// The last break is gone: what is left of its line is an open one.
function removeToEnd(tr, from, start) {
  const open = schema.node("block");
  if (from.offset === 0 && from.index) return void cut(tr, from.position, tr.doc.content.size);
  const stop = from.position + tr.doc.child(from.index).nodeSize;
  cut(tr, stop, tr.doc.content.size);
  cut(tr, start, stop - 1);
  become(tr, from.position, open);
}

function dropOpenLine(tr) {
  const { doc } = tr;
  if (isOpen(doc) && doc.childCount > 1 && !doc.lastChild.content.size) {
    cut(tr, doc.content.size - doc.lastChild.nodeSize, doc.content.size);
  }
}

function changeMarks(tr, flat, length, change, kindOf) {
  let { index, position, start } = place(tr.doc, flat);
  for (; index < tr.doc.childCount && start < flat + length; index++) {
    const line = tr.doc.child(index);
    for (const run of runsOf(line)) {
      const from = Math.max(run.from, flat - start);
      const to = Math.min(run.to, flat + length - start);
      const marks = marksOf({ ...attributesOf(run.marks), ...change });
      if (from < to) setMarks(tr, position + 1 + from, position + 1 + to, run.marks, marks);
    }
    const end = start + line.content.size;
    if ("l" in change && end >= flat && end < flat + length) become(tr, position, lineNode(lineId(change), kindOf));
    position += line.nodeSize;
    start += line.nodeSize - 1;
  }
}

/** Give letters, which all have the marks ``had``, the wanted ones in the wanted order. */
export function setMarks(tr, from, to, had, wanted) {
  if (Mark.sameSet(had, wanted)) return;
  const kept = had.filter((mark) => mark.isInSet(wanted));
  let now = kept;
  let steps = had.filter((mark) => !kept.includes(mark)).map((mark) => new RemoveMarkStep(from, to, mark));
  const add = (mark) => {
    now = mark.addToSet(now);
    steps.push(new AddMarkStep(from, to, mark));
  };
  wanted.filter((mark) => !mark.isInSet(kept)).forEach(add);
  if (!Mark.sameSet(now, wanted)) {
    // Marks of one type stand in the order in which they came; so all of them come again, in order.
    steps = had.map((mark) => new RemoveMarkStep(from, to, mark));
    now = Mark.none;
    wanted.forEach(add);
  }
  for (const step of steps) tr.step(step);
}

/** Put the marks of a line into the one order in which they are kept. */
export function sortMarks(tr, position) {
  for (const { from, to, marks } of runsOf(tr.doc.nodeAt(position))) {
    if (marks.length > 1) setMarks(tr, position + 1 + from, position + 1 + to, marks, marksOf(attributesOf(marks)));
  }
}

/** Give the named lines the kinds that they have now; lines for which ``held`` says so are left as they are. */
export function playKinds(tr, ids, kindOf, held = () => false) {
  tr.doc.forEach((line, position) => {
    const { l, k } = line.attrs;
    if (k === undefined || !ids.has(l) || held(l) || kindOf(l) === k) return;
    tr.setNodeAttribute(position, "k", kindOf(l));
  });
}

/** Make the document equal to the wanted one, line by line where only kinds, ids or marks differ. */
export function remake(tr, wanted) {
  if (tr.doc.eq(wanted)) return;
  const start = tr.doc.content.findDiffStart(wanted.content);
  let { a, b } = tr.doc.content.findDiffEnd(wanted.content);
  const same = tr.doc.childCount === wanted.childCount && tr.doc.textContent === wanted.textContent;
  if (same && remakeLines(tr, wanted)) return;
  const overlap = start - Math.min(a, b);
  if (overlap > 0) [a, b] = [a + overlap, b + overlap];
  tr.replace(start, a, wanted.slice(start, b));
  if (!tr.doc.eq(wanted)) tr.replaceWith(0, tr.doc.content.size, wanted.content);
}

function remakeLines(tr, wanted) {
  const lines = tr.doc.content.content;
  if (lines.some((line, index) => line.textContent !== wanted.child(index).textContent)) return false;
  let position = 0;
  wanted.forEach((line, _, index) => {
    if (lines[index].eq(line)) return void (position += line.nodeSize);
    become(tr, position, line);
    remakeMarks(tr, position, line);
    position += line.nodeSize;
  });
  return tr.doc.eq(wanted);
}

function remakeMarks(tr, position, line) {
  for (const want of runsOf(line)) {
    for (const have of runsOf(tr.doc.nodeAt(position))) {
      const [from, to] = [Math.max(want.from, have.from), Math.min(want.to, have.to)];
      if (from < to) setMarks(tr, position + 1 + from, position + 1 + to, have.marks, want.marks);
    }
  }
}

