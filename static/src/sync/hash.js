// The same text gives the same number here and at the server, whatever way its letters came together.
import { SECTION } from "./names.js";

const TABLE = Uint32Array.from({ length: 256 }, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** @param {Uint8Array} bytes @returns {number} */
export function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

const byName = ([one], [other]) => (one < other ? -1 : 1);
// The id of a line is no attribute of its letters, whoever put it there.
const pairs = (attributes = {}) =>
  Object.entries(attributes)
    .filter(([name, value]) => name !== "l" && value !== null && value !== undefined)
    .sort(byName);

/**
 * Every line of the text, as it stands: the empty ones and those that start a section, too.
 * @param {import("yjs").Doc} doc
 * @returns {Generator<{id: string, kind: string, runs: [string, [string, unknown][]][]}>}
 */
export function* linesOf(doc) {
  const kinds = doc.getMap("kind");
  let runs = [];
  for (const { insert, attributes } of doc.getText("text").toDelta()) {
    if (typeof insert !== "string") continue;
    const parts = insert.split("\n");
    for (const [number, words] of parts.entries()) {
      if (words) add(runs, words, pairs(attributes));
      if (number === parts.length - 1) continue;
      const id = attributes?.l ?? "";
      yield { id, kind: id.startsWith(SECTION) ? "" : (kinds.get(id) ?? ""), runs };
      runs = [];
    }
  }
  if (runs.length) yield { id: "", kind: "", runs };
}

function add(runs, words, attributes) {
  const last = runs.at(-1);
  if (last && JSON.stringify(last[1]) === JSON.stringify(attributes)) last[0] += words;
  else runs.push([words, attributes]);
}

/** @param {import("yjs").Doc} doc @returns {string} */
export function canonical(doc) {
  const lines = Array.from(linesOf(doc), ({ id, kind, runs }) => [id, kind, runs]);
  return JSON.stringify([doc.getText("title").toString(), lines]);
}

/** @param {import("yjs").Doc} doc @returns {{crc: number, length: number}} */
export function hashOf(doc) {
  const bytes = new TextEncoder().encode(canonical(doc));
  return { crc: crc32(bytes), length: bytes.length };
}

export const sameHash = (one, other) => one.crc === other.crc && one.length === other.length;
