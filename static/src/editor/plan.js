// What a transaction of the editor does to the flat text. Its step maps say which letters went and which came; nothing
// is guessed by comparing texts. Which line keeps its id is decided here.
import { AddMarkStep, RemoveMarkStep } from "prosemirror-transform";
import { Mark } from "prosemirror-model";
import { attributesOf, flatLength, flatOffset, letters, place } from "./flat.js";

/**
 * Operations on the flat text, each on what those before it left, and the ids of all lines afterwards.
 * An operation is {at, gone}, {at, text, attributes} or {at, length, change}.
 */
export function plan(tr, ids, newId) {
  const its = { ops: [], ids: [...ids], fresh: () => fresh(its.ids, newId) };
  if (its.ids.at(-1) === null) {
    its.ids[its.ids.length - 1] = its.fresh();
    its.ops.push({ at: flatLength(tr.before) - 1, text: "\n", attributes: { l: its.ids.at(-1) } });
  }
  tr.steps.forEach((step, number) => {
    const before = tr.docs[number];
    const after = tr.docs[number + 1] ?? tr.doc;
    for (const range of ranges(step)) splice(its, before, after, range);
  });
  return its;
}

function fresh(ids, newId) {
  for (;;) {
    const id = newId();
    if (!ids.includes(id)) return id;
  }
}

// From right to left, so that what is done first does not move what is done next.
function ranges(step) {
  if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) return [[step.from, step.to, step.from, step.to]];
  const found = [];
  step.getMap().forEach((...range) => found.unshift(range));
  return found;
}

function splice(its, before, after, [oldFrom, oldTo, newFrom, newTo]) {
  const from = flatOffset(before, oldFrom);
  const old = letters(before, from, flatOffset(before, oldTo));
  const now = letters(after, flatOffset(after, newFrom), flatOffset(after, newTo));
  const edits = align(old, now);
  for (const [at, length, change] of markChanges(edits, old, now)) its.ops.push({ at: from + at, length, change });
  for (const edit of edits.reverse()) write(its, before, from, old, now, edit);
}

/** The edits that make old letters into new ones, rising: [start, stop) of the old goes, [at, until) of the new comes. */
export function align(old, now) {
  const edits = [];
  let start = 0;
  let at = 0;
  for (const [oldStop, newStop] of [...keptBreaks(old, now), [old.text.length, now.text.length]]) {
    const edit = trimmed(old, now, { start, stop: oldStop, at, until: newStop });
    if (edit.start < edit.stop || edit.at < edit.until) edits.push(edit);
    [start, at] = [oldStop, newStop].map((stop) => stop + 1);
  }
  return edits;
}

// Breaks that carry the same id before and after. From the right: of a line that was split, the tail keeps the id.
function keptBreaks(old, now) {
  if (!old.text.includes("\n") || !now.text.includes("\n")) return [];
  const kept = [];
  let last = old.text.length;
  for (let j = now.text.length; j--;) {
    if (now.text[j] !== "\n") continue;
    let i = last;
    while (i-- && !(old.text[i] === "\n" && old.marks[i].attrs.l === now.marks[j].attrs.l));
    if (i < 0) continue;
    kept.unshift([i, j]);
    last = i;
  }
  return kept;
}

function trimmed(old, now, { start, stop, at, until }) {
  const same = (i, j) => old.text[i] === now.text[j] && (old.text[i] !== "\n" || now.marks[j].attrs.l === null);
  const from = start;
  while (start < stop && at < until && same(start, at)) start++, at++;
  if (start > from && /[\ud800-\udbff]/.test(old.text[start - 1])) start--, at--;
  const to = stop;
  while (start < stop && at < until && same(stop - 1, until - 1)) stop--, until--;
  if (stop < to && /[\udc00-\udfff]/.test(old.text[stop])) stop++, until++;
  return { start, stop, at, until };
}

function* markChanges(edits, old, now) {
  let run = null;
  let [i, j] = [0, 0];
  for (const edit of [...edits, { start: old.text.length, stop: 0, until: 0 }]) {
    for (; i < edit.start; i++, j++) {
      const key = old.text[i] !== "\n" && !Mark.sameSet(old.marks[i], now.marks[j]) && [old.marks[i], now.marks[j]];
      if (run && (run.at + run.length !== i || !key || key[0] !== run.key[0] || key[1] !== run.key[1])) {
        yield [run.at, run.length, changeOf(...run.key)];
        run = null;
      }
      if (key) run = run ? { ...run, length: run.length + 1 } : { at: i, length: 1, key };
    }
    [i, j] = [edit.stop, edit.until];
  }
  if (run) yield [run.at, run.length, changeOf(...run.key)];
}

/** What makes letters with some marks into letters with others; null takes an attribute away. */
export function changeOf(had, wanted) {
  const change = {};
  for (const mark of had) if (!mark.isInSet(wanted)) Object.assign(change, attributesOf([mark]));
  for (const name in change) change[name] = null;
  return Object.assign(change, attributesOf(wanted.filter((mark) => !mark.isInSet(had))));
}

function write(its, before, from, old, now, edit) {
  let at = from + edit.start;
  const gone = edit.stop - edit.start;
  const here = place(before, at);
  const atEnd = endsLine(before, at + gone) && here.offset > 0;
  let line = here.index;
  if (gone) {
    // "\n" next to "\n": when an empty line is joined, the line that has words keeps its own.
    const joinsEmpty = edit.at === edit.until && old.text[edit.start] === "\n" && atEnd;
    if (joinsEmpty) at++, line++;
    its.ops.push({ at, gone });
    its.ids.splice(line, breaks(old.text, edit.start, edit.stop));
  }
  if (edit.at === edit.until) return;
  const lines = breaks(now.text, edit.at, edit.until);
  if (lines && !gone && atEnd) writeBehind(its, now, edit, at, line + 1);
  else writeLetters(its, now, edit.at, edit.until, at, line);
}

// Enter at the end of a line: what comes stands behind its break, so that the line with words keeps its id and kind.
function writeBehind(its, now, { at, until }, to, line) {
  const first = now.text.indexOf("\n", at);
  writeLetters(its, now, at, first, to, line);
  const behind = to + first - at + 1;
  const rest = writeLetters(its, now, first + 1, until, behind, line);
  const id = its.fresh();
  its.ids.splice(rest, 0, id);
  its.ops.push({ at: behind + until - first - 1, text: "\n", attributes: { l: id } });
}

function writeLetters(its, now, from, until, to, line) {
  for (let i = from, j; i < until; i = j) {
    const marks = now.marks[i];
    for (j = i + 1; now.text[i] !== "\n" && j < until && now.text[j] !== "\n" && Mark.sameSet(now.marks[j], marks); j++);
    let attributes;
    if (now.text[i] === "\n") {
      attributes = { l: its.fresh() };
      its.ids.splice(line++, 0, attributes.l);
    } else attributes = attributesOf(marks);
    its.ops.push({ at: to + i - from, text: now.text.slice(i, j), attributes });
  }
  return line;
}

function endsLine(doc, flat) {
  const { index, offset } = place(doc, flat);
  return index < doc.childCount && offset === doc.child(index).content.size;
}

const breaks = (text, from, to) => text.slice(from, to).split("\n").length - 1;
