// The bytes between this browser and the server: the same as workbench/domain/wire.py, big endian, version 1.

export const VERSION = 1;
export const TYPE = "application/octet-stream";
export const ASKS = { deflated: 1, heal: 2, plain: 4 };
export const SAYS = { deflated: 1, gap: 2, hash: 4, readOnly: 8, quarantined: 16, suggestOnly: 32 };
/** So many client ids fit into one request. */
export const MOST_CLIENTS = 255;
const LONGEST_LINE = 255;
// Smaller than this, deflating only adds bytes.
const WORTH = 64;
const EMPTY = new Uint8Array(0);
const encoder = new TextEncoder();

const canInflate = () => typeof DecompressionStream === "function";

async function through(stream, bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

/** Deflated without a head, or null where the browser cannot. */
export async function deflate(bytes) {
  if (typeof CompressionStream !== "function") return null;
  try {
    return await through(new CompressionStream("deflate-raw"), bytes);
  } catch {
    return null;
  }
}

export const inflate = (bytes) => through(new DecompressionStream("deflate-raw"), bytes);

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const u8 = (number) => Uint8Array.of(number);
const u32 = (number) => Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number);

// A name that is too long is no name.
function lineBytes(line) {
  const bytes = encoder.encode(line);
  return bytes.length > LONGEST_LINE ? EMPTY : bytes;
}

/**
 * @param {{seq?: number, clients?: number[], line?: string, update?: Uint8Array, heal?: boolean}} request
 * @returns {Promise<Uint8Array>}
 * @throws {RangeError} more client ids than fit
 */
export async function encodeRequest({ seq = 0, clients = [], line = "", update = EMPTY, heal = false }) {
  if (clients.length > MOST_CLIENTS) throw new RangeError(`${clients.length} client ids`);
  const named = lineBytes(line);
  const rest = joined([
    u32(seq),
    u8(clients.length),
    ...clients.map(u32),
    u8(named.length),
    named,
    u32(update.length),
    update,
  ]);
  const small = rest.length >= WORTH ? await deflate(rest) : null;
  const shorter = small && small.length < rest.length;
  const flags = (shorter ? ASKS.deflated : 0) | (heal ? ASKS.heal : 0) | (canInflate() ? 0 : ASKS.plain);
  return joined([Uint8Array.of(VERSION, flags), shorter ? small : rest]);
}

// Reads on from where it stands; a RangeError says that the bytes end too early.
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.at = 0;
  }
  number(size) {
    const value = this.view[`getUint${8 * size}`](this.at);
    this.at += size;
    return value;
  }
  take(length) {
    if (this.at + length > this.bytes.length) throw new RangeError("too short");
    this.at += length;
    return this.bytes.slice(this.at - length, this.at);
  }
  words() {
    return new TextDecoder("utf-8", { fatal: true }).decode(this.take(this.number(1)));
  }
}

/** Raised for bytes that are no answer of ours. */
export class NoAnswer extends Error {
  name = "NoAnswer";
}

/**
 * @typedef {{name: string, line: string, age: number}} Presence age in seconds
 * @typedef {{crc: number, length: number}} Hash
 * @typedef {{seq: number, wait: number, saved: number, update: Uint8Array, presence: Presence[], hash: Hash | null,
 *   gap: boolean, readOnly: boolean, quarantined: boolean, suggestOnly: boolean}} Answer
 *   wait in seconds, saved as unix seconds (0: none)
 * @param {Uint8Array} bytes
 * @returns {Promise<Answer>}
 * @throws {NoAnswer}
 */
export async function decodeAnswer(bytes) {
  if (bytes[0] !== VERSION || bytes.length < 2) throw new NoAnswer(`version ${bytes[0]}`);
  try {
    const flags = bytes[1];
    const rest = bytes.subarray(2);
    return readAnswer(flags, new Reader(flags & SAYS.deflated ? await inflate(rest) : rest));
  } catch (error) {
    throw new NoAnswer(error.message, { cause: error });
  }
}

function readAnswer(flags, reader) {
  const seq = reader.number(4);
  const wait = reader.number(2);
  const saved = reader.number(4);
  const update = reader.take(reader.number(4));
  const presence = Array.from({ length: reader.number(1) }, () => {
    return { name: reader.words(), line: reader.words(), age: reader.number(2) };
  });
  const hash = flags & SAYS.hash ? { crc: reader.number(4), length: reader.number(4) } : null;
  if (reader.at !== reader.bytes.length) throw new RangeError("too long");
  const says = (name) => Boolean(flags & SAYS[name]);
  return {
    ...{ seq, wait, saved, update, presence, hash },
    ...{ gap: says("gap"), readOnly: says("readOnly"), quarantined: says("quarantined"), suggestOnly: says("suggestOnly") },
  };
}
