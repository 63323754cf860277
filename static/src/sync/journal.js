// The last keys before a tab dies: what IndexedDB has been handed but not yet written stands here, too.
// A tab that is closed takes its unfinished transactions with it; localStorage is written before the next key.
import { journalOf } from "./names.js";

// More than a page of words at once does not go through here: there is room for a few of them only.
const MOST = 64 * 1024;
const CHUNK = 8192;
let number = 0;

/** One name for one update: whoever finds it twice keeps it once. */
export const markOf = (client) => `${client}|${number++}`;

function written(bytes) {
  let letters = "";
  for (let at = 0; at < bytes.length; at += CHUNK) letters += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(letters);
}
const read = (letters) => Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));

function safely(act) {
  try {
    return act();
  } catch {
    // Full or forbidden: IndexedDB has the words a moment later.
    return undefined;
  }
}

/**
 * @param {string} person
 * @param {{text: string, client: number, update: Uint8Array, at: number, mark: string}} row
 * @returns {() => void} to be called when the row is safe elsewhere
 */
export function note(person, { text, client, update, at, mark }) {
  if (update.length > MOST) return () => {};
  const key = `${journalOf(person)}${at}|${mark}`;
  safely(() => localStorage.setItem(key, JSON.stringify({ text, client, at, mark, update: written(update) })));
  return () => safely(() => localStorage.removeItem(key));
}

const keysOf = (person) =>
  safely(() => Object.keys(localStorage).filter((key) => key.startsWith(journalOf(person)))) ?? [];

const place = (key) => [Number(key.split("|").at(-3)), Number(key.split("|").at(-1))];
const byTime = (one, other) => place(one)[0] - place(other)[0] || place(one)[1] - place(other)[1];

/**
 * @typedef {{text: string, client: number, update: Uint8Array, at: number, mark: string, forget: () => void}} Noted
 * @returns {Noted[]} as they were typed
 */
export function noted(person) {
  return keysOf(person)
    .sort(byTime)
    .flatMap((key) => {
      const row = safely(() => JSON.parse(localStorage.getItem(key)));
      const forget = () => safely(() => localStorage.removeItem(key));
      return row ? [{ ...row, update: read(row.update), forget }] : [];
    });
}

export function forgetAll(person) {
  for (const key of keysOf(person)) safely(() => localStorage.removeItem(key));
}
