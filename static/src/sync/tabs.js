// What the tabs of one person tell each other.
import { channelOf } from "./names.js";

/**
 * @typedef {{kind: "stored" | "answered" | "refused" | "left" | "signedIn", text?: string, client?: number, update?: Uint8Array,
 *   facts?: object, rows?: object[]}} Note
 * @param {string} person
 * @param {(note: Note) => void} hear
 * @returns {{tell: (note: Note) => void, close: () => void}}
 */
export function tabsOf(person, hear) {
  if (typeof BroadcastChannel !== "function") return { tell: () => {}, close: () => {} };
  const channel = new BroadcastChannel(channelOf(person));
  channel.onmessage = ({ data }) => hear(data);
  return { tell: (note) => channel.postMessage(note), close: () => channel.close() };
}
