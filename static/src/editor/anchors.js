// Ranges with a name of their own on letters: remarks (r), proposed words (n) and words proposed away (d).
import { schema } from "./schema.js";

/** Longer quotes are not compared letter with letter. */
const LARGE = 4_000_000;

/** Put a range of this name on the letters of a selection, line by line; answers the words it covers, lines by "\n". */
export function addAnchor(tr, id, from, to, type = "r") {
  const words = [];
  tr.doc.nodesBetween(from, to, (line, position) => {
    if (!line.isTextblock) return true;
    const [start, stop] = [Math.max(from, position + 1), Math.min(to, position + 1 + line.content.size)];
    if (start < stop) {
      tr.addMark(start, stop, schema.marks[type].create({ id }));
      words.push(tr.doc.textBetween(start, stop));
    }
    return false;
  });
  return words.join("\n");
}

/** Take the range of this name away wherever it is. */
export function removeAnchor(tr, id, type = "r") {
  for (const { from, to } of rangesOf(tr.doc, id, type)) tr.removeMark(from, to, schema.marks[type].create({ id }));
  return tr;
}

/** All ranges of a type: id -> [{from, to, line, words}], in reading order; neighbours in a line are one. */
export function allRanges(doc, type = "r") {
  const found = new Map();
  doc.forEach((line, position) => {
    line.forEach((node, offset) => {
      for (const mark of node.marks) {
        if (mark.type.name === type) extend(found, mark.attrs.id, position + 1 + offset, node.text, line.attrs.l);
      }
    });
  });
  return found;
}

function extend(found, id, from, words, line) {
  const ranges = found.get(id) ?? [];
  const last = ranges.at(-1);
  if (last?.to === from && last.line === line) Object.assign(last, { to: from + words.length, words: last.words + words });
  else ranges.push({ from, to: from + words.length, line, words });
  found.set(id, ranges);
}

/**
 * The ranges of one name. With its quote, only letters of the quote: what others wrote beside it at the same moment can
 * carry its name, too.
 */
export function rangesOf(doc, id, type = "r", quote = null) {
  const ranges = allRanges(doc, type).get(id) ?? [];
  return quote === null ? ranges : ranges.flatMap(only(quoted(ranges.map((range) => range.words).join(""), quote)));
}

function only(inQuote) {
  let at = 0;
  return ({ from, line, words }) => {
    const parts = [];
    for (let i = 0; i < words.length; i++, at++) {
      if (!inQuote[at]) continue;
      const last = parts.at(-1);
      if (last?.to === from + i) Object.assign(last, { to: last.to + 1, words: last.words + words[i] });
      else parts.push({ from: from + i, to: from + i + 1, line, words: words[i] });
    }
    return parts;
  };
}

/**
 * For each letter that carries a name, whether it belongs to the quote: the longest piece that both have, and so on to
 * the left and to the right of it.
 */
export function quoted(carried, quote) {
  const found = Array(carried.length).fill(false);
  match(carried, 0, quote.replaceAll("\n", ""), found);
  return found;
}

function match(carried, at, wanted, found) {
  if (!carried || !wanted) return;
  const { from, to, length } = longestPiece(carried, wanted);
  if (!length) return;
  found.fill(true, at + from, at + from + length);
  match(carried.slice(0, from), at, wanted.slice(0, to), found);
  match(carried.slice(from + length), at + from + length, wanted.slice(to + length), found);
}

function longestPiece(one, other) {
  const whole = one.indexOf(other);
  if (whole >= 0) return { from: whole, to: 0, length: other.length };
  const best = { from: 0, to: 0, length: 0 };
  if (one.length * other.length > LARGE) return commonStart(one, other);
  let row = new Uint32Array(other.length + 1);
  for (let i = 1; i <= one.length; i++) {
    const next = new Uint32Array(other.length + 1);
    for (let j = 1; j <= other.length; j++) {
      if (one[i - 1] !== other[j - 1]) continue;
      next[j] = row[j - 1] + 1;
      if (next[j] > best.length) Object.assign(best, { from: i - next[j], to: j - next[j], length: next[j] });
    }
    row = next;
  }
  return best;
}

function commonStart(one, other) {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return { from: 0, to: 0, length };
}
