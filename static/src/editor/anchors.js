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

/** For each letter that carries a name, whether it belongs to the quote: the longest row of letters that both have. */
export function quoted(carried, quote) {
  const wanted = quote.replaceAll("\n", "");
  if (carried === wanted) return Array(carried.length).fill(true);
  const whole = carried.indexOf(wanted);
  if (wanted && whole >= 0) return Array.from({ length: carried.length }, (_, i) => i >= whole && i < whole + wanted.length);
  return carried.length * wanted.length > LARGE ? firstRow(carried, wanted) : longestRow(carried, wanted);
}

function firstRow(carried, wanted) {
  let from = 0;
  return Array.from(carried.split(""), (letter) => {
    const found = wanted.indexOf(letter, from);
    if (found >= 0) from = found + 1;
    return found >= 0;
  });
}

function longestRow(carried, wanted) {
  const width = wanted.length + 1;
  const best = new Uint16Array((carried.length + 1) * width);
  for (let i = carried.length - 1; i >= 0; i--) {
    for (let j = wanted.length - 1; j >= 0; j--) {
      const [skip, pass, both] = [best[(i + 1) * width + j], best[i * width + j + 1], best[(i + 1) * width + j + 1] + 1];
      best[i * width + j] = carried[i] === wanted[j] ? both : Math.max(skip, pass);
    }
  }
  const row = Array(carried.length).fill(false);
  for (let i = 0, j = 0; i < carried.length && j < wanted.length;) {
    if (carried[i] === wanted[j]) row[i++] = Boolean(++j);
    else if (best[(i + 1) * width + j] >= best[i * width + j + 1]) i++;
    else j++;
  }
  return row;
}
