// Words that the server did not take: what is left of them, so that they can be read and copied.
import * as Y from "yjs";

/**
 * The letters of these rows that still stand in the text, line by line.
 * @param {{state: Uint8Array}} kept the text as the server has it
 * @param {{update: Uint8Array}[]} rows
 * @returns {string[]}
 */
export function wordsOfRows(kept, rows) {
  const doc = new Y.Doc();
  const written = new Map();
  if (kept?.state?.length) Y.applyUpdate(doc, kept.state);
  for (const { update } of rows) {
    for (const { id, length } of Y.decodeUpdate(update).structs) {
      written.set(id.client, [...(written.get(id.client) ?? []), [id.clock, id.clock + length]]);
    }
    Y.applyUpdate(doc, update);
  }
  const isTheirs = ({ client, clock }) => written.get(client)?.some(([from, to]) => clock >= from && clock < to) ?? false;
  const found = [doc.getText("title"), doc.getText("text")].flatMap((text) => linesOf(text, isTheirs));
  doc.destroy();
  return found;
}

function linesOf(text, isTheirs) {
  const lines = [""];
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    for (let at = 0; at < item.content.str.length; at++) {
      const letter = item.content.str[at];
      if (letter === "\n") lines.push("");
      else if (isTheirs({ client: item.id.client, clock: item.id.clock + at })) lines[lines.length - 1] += letter;
    }
  }
  return lines.filter((line) => line.trim());
}
