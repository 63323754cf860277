// Suggestions: new words carry n:<id>, words to go stay and carry d:<id>, until somebody decides.
import { TextSelection } from "prosemirror-state";
import { allRanges, quoted } from "./anchors.js";
import { attributesOf, flatOffset, lineIds, marksOf, place, positionOf, runsOf } from "./flat.js";
import { Held } from "./held.js";
import { setMarks } from "./mirror.js";
import { plan } from "./plan.js";
import { schema } from "./schema.js";

/** The origin of decisions; undo takes them back when it is among its origins. */
export const DECISION = { name: "decision" };

/**
 * The suggestion that a person's transaction is, under this id: what it inserts is proposed, what it deletes stays and
 * is proposed away, new bold, italic and links are proposed in place of the old words. Words that are proposed under an
 * id for which ``own(id)`` holds are changed at once. Answers null where nothing can be proposed: lines cannot be split
 * or joined, and their kinds not be changed, by a suggestion; lines that are pasted are joined by spaces.
 */
export function suggested(state, tr, id, own = (other) => other === id) {
  if (!tr.docChanged) return tr;
  if (changesKinds(tr)) return null;
  let lines = 0;
  const { ops } = plan(tr, lineIds(state.doc).map((line) => line ?? ""), () => `new ${lines++}`);
  const its = { tr: state.tr, id, own, moved: new Held() };
  for (const op of ops) play(its, op, ops.some(({ text }) => text && text !== "\n"));
  const moves = select(its, state, tr);
  if (!its.tr.docChanged && !moves) return null;
  for (const [key, value] of Object.entries(tr.meta)) its.tr.setMeta(key, value);
  return tr.scrolledIntoView ? its.tr.scrollIntoView() : its.tr;
}

function changesKinds(tr) {
  const kinds = (doc) => new Map(doc.content.content.map(({ attrs: { l, k } }) => [l, k]));
  const [old, now] = [kinds(tr.before), kinds(tr.doc)];
  return [...now].some(([id, kind]) => old.has(id) && old.get(id) !== kind);
}

function play(its, op, hasWords) {
  if (op.gone) proposeAway(its, op);
  else if (op.text) propose(its, op, hasWords);
  else restyle(its, op);
}

/** The letters of the suggestion from one live offset on, as runs in lines: {from, to, marks, text} by position. */
function runs(doc, live, length) {
  const found = [];
  let { index, position, start } = place(doc, live);
  for (; index < doc.childCount && start < live + length; index++) {
    const line = doc.child(index);
    for (const run of runsOf(line)) {
      const from = Math.max(run.from, live - start);
      const to = Math.min(run.to, live + length - start);
      const text = run.text.slice(from - run.from, to - run.from);
      if (from < to) found.push({ from: position + 1 + from, to: position + 1 + to, marks: run.marks, text });
    }
    position += line.nodeSize;
    start += line.nodeSize - 1;
  }
  return found;
}

const isOwn = (its, marks) => marks.some((mark) => mark.type.name === "n" && its.own(mark.attrs.id));
const carries = (type, id) => schema.marks[type].create({ id });

function proposeAway(its, { at, gone }) {
  let kept = 0;
  for (const { at: live, length } of its.moved.stretches(at, gone).reverse()) {
    let left = length;
    for (const { from, to, marks } of runs(its.tr.doc, live, length).reverse()) {
      if (isOwn(its, marks)) {
        its.tr.delete(from, to);
        left -= to - from;
      } else addMark(its.tr, from, to, marks, carries("d", its.id));
    }
    kept += left;
  }
  its.moved.deleted(at, gone);
  if (kept) its.moved.holdAt(at, kept);
}

const addMark = (tr, from, to, marks, mark) => setMarks(tr, from, to, marks, sorted(mark.addToSet(marks)));
const sorted = (marks) => marksOf(attributesOf(marks));

// A line alone cannot be proposed; between words that are pasted it is a space.
function propose(its, { at, text, attributes }, hasWords) {
  const live = its.moved.toLive(at) + its.moved.cameAt(at);
  if (text === "\n" && !hasWords) return void its.moved.refuse(at);
  const marks = marksOf(text === "\n" ? {} : attributes).filter(({ type, attrs }) =>
    type.name !== "d" && (type.name !== "n" || its.own(attrs.id)));
  const wanted = isOwn(its, marks) ? marks : carries("n", its.id).addToSet(marks);
  its.tr.insert(positionOf(its.tr.doc, live), schema.text(text === "\n" ? " " : text, sorted(wanted)));
  its.moved.inserted(at, text.length, true);
}

const styles = (change) => Object.keys(change).some((name) => ["b", "i", "a"].includes(name));

// The words in their new style are proposed behind the old ones; remarks are no change of words.
function restyle(its, { at, length, change }) {
  for (const { at: live, length: part, flat } of its.moved.stretches(at, length).reverse()) {
    for (const { from, to, marks, text } of runs(its.tr.doc, live, part).reverse()) {
      const wanted = marksOf({ ...attributesOf(marks), ...change });
      if (!styles(change) || isOwn(its, marks)) {
        setMarks(its.tr, from, to, marks, wanted);
        continue;
      }
      const fresh = carries("n", its.id).addToSet(wanted.filter(({ type }) => !["n", "d"].includes(type.name)));
      its.tr.insert(to, schema.text(text, sorted(fresh)));
      addMark(its.tr, from, to, marks, carries("d", its.id));
      its.moved.holdAt(flat + flatOffset(its.tr.doc, from) - live, to - from);
    }
  }
}

// The caret goes where it would have gone; after Delete it stands behind the letters that stay.
function select(its, state, tr) {
  const { doc } = its.tr;
  const forward = state.selection.empty && tr.selection.empty && tr.doc.content.size < state.doc.content.size
    && flatOffset(tr.doc, tr.selection.head) === flatOffset(state.doc, state.selection.head);
  const put = (position) => {
    const flat = flatOffset(tr.doc, position);
    return Math.min(positionOf(doc, its.moved.toLive(flat) + (forward ? its.moved.cameAt(flat) : 0)), doc.content.size - 1);
  };
  const [anchor, head] = [put(tr.selection.anchor), put(tr.selection.head)];
  its.tr.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head)));
  return !its.tr.selection.eq(state.selection);
}

/** All suggestions: id -> {n: ranges, d: ranges}, in the order in which they first stand. */
export function suggestions(doc) {
  const found = new Map();
  for (const type of ["d", "n"]) {
    for (const [id, ranges] of allRanges(doc, type)) found.set(id, { n: [], d: [], ...found.get(id), [type]: ranges });
  }
  const first = ({ n, d }) => Math.min(n[0]?.from ?? Infinity, d[0]?.from ?? Infinity);
  return new Map([...found].sort(([, one], [, other]) => first(one) - first(other)));
}

/**
 * Accept or reject suggestions: those with these ids, or all (null).
 *
 * ``verdict`` is "accept" or "reject". ``quotes`` gives {n, d} by id, the words that were proposed: only letters of them
 * are deleted; others that carry the name (written beside it at the same moment) stay and lose it. Answers how many
 * letters were deleted.
 */
export function decide(ydoc, verdict, ids = null, { quotes = {}, origin = DECISION } = {}) {
  const text = ydoc.getText("text");
  const wanted = ids && new Set(ids);
  const falls = verdict === "accept" ? "d" : "n";
  let deleted = 0;
  ydoc.transact(() => {
    const runs = decidedRuns(text.toDelta(), wanted);
    const goes = doomed(runs, falls, quotes);
    for (const run of runs.reverse()) deleted += settle(text, run, goes);
  }, origin);
  return deleted;
}

const SUGGESTION = /^([nd]):(.+)$/s;

// Runs of letters that carry a name to be decided on; a line break is a run of its own.
function decidedRuns(delta, wanted) {
  const found = [];
  let at = 0;
  for (const { insert, attributes = {} } of delta) {
    const names = Object.keys(attributes).filter((name) => {
      const id = SUGGESTION.exec(name)?.[2];
      return id !== undefined && attributes[name] === true && (!wanted || wanted.has(id));
    });
    for (const part of typeof insert === "string" ? insert.split(/(\n)/).filter(Boolean) : [null]) {
      if (names.length) found.push({ at, part, names, length: part?.length ?? 1 });
      at += part?.length ?? 1;
    }
  }
  return found;
}

/** The offsets of all letters that are to be deleted. */
function doomed(runs, type, quotes) {
  const carried = new Map();
  for (const { at, part, names } of runs) {
    for (const name of part && part !== "\n" ? names.filter((one) => one[0] === type) : []) {
      const its = carried.get(name) ?? carried.set(name, { words: "", places: [] }).get(name);
      its.words += part;
      for (let i = 0; i < part.length; i++) its.places.push(at + i);
    }
  }
  const goes = new Set();
  for (const [name, { words, places }] of carried) {
    const quote = quotes[name.slice(2)]?.[type];
    const inQuote = quote === undefined ? null : quoted(words, quote);
    places.forEach((place, i) => (!inQuote || inQuote[i]) && goes.add(place));
  }
  return goes;
}

function settle(text, { at, length, names }, goes) {
  let deleted = 0;
  for (let stop = at + length; stop > at;) {
    let from = stop - 1;
    const go = goes.has(from);
    while (from > at && goes.has(from - 1) === go) from--;
    if (go) text.delete(from, stop - from);
    else text.format(from, stop - from, Object.fromEntries(names.map((name) => [name, null])));
    if (go) deleted += stop - from;
    stop = from;
  }
  return deleted;
}

