// What stands in for IndexedDB where there is none, and holds the words it has not taken.
import { applyUpdate, Doc, encodeStateAsUpdate, mergeUpdates } from "yjs";

// Merging keeps every letter that was ever written; beyond twice its true size a state is made anew.
const SMALL = 32 * 1024;

/** Updates in the order given; those without a byte say nothing. */
export function merged(updates) {
  const all = updates.filter((update) => update?.length);
  return all.length > 1 ? mergeUpdates(all) : (all[0] ?? new Uint8Array(0));
}

/** @returns {import("./outbox.js").Kept} what is known of a text when nothing is */
export const unknown = (text) => ({ text, seq: 0, state: new Uint8Array(0), heal: false });

function thinned(state) {
  const doc = new Doc();
  applyUpdate(doc, state);
  const thin = encodeStateAsUpdate(doc);
  doc.destroy();
  return thin;
}

/** The state after an answer; words that were refused do not get into it. */
export function advanced(kept, { seq, updates, heal = false }) {
  const whole = merged([kept.state, ...updates]);
  const isLarge = whole.length > 2 * Math.max(SMALL, kept.thin ?? 0);
  const state = isLarge ? thinned(whole) : whole;
  return { ...kept, seq, heal, state, thin: isLarge ? state.length : (kept.thin ?? 0) };
}

/** The same acts as Shelf, for as long as the page lives. */
export class Memory {
  #texts = new Map();
  #rows = new Map();
  #aside = [];
  #next = 1;

  async text(text) {
    return this.#texts.get(text) ?? null;
  }
  async texts() {
    return [...this.#texts.values()];
  }
  async keep(text, facts) {
    this.#texts.set(text, { ...(this.#texts.get(text) ?? unknown(text)), ...facts });
  }
  add(row) {
    const known = row.mark && this.all().find(({ mark }) => mark === row.mark);
    if (known) return known.id;
    const id = `m${this.#next++}`;
    this.#rows.set(id, { ...row, id });
    return id;
  }
  all() {
    return [...this.#rows.values()];
  }
  of(text) {
    return this.all().filter((row) => row.text === text);
  }
  async rows(text, most = Infinity) {
    return this.of(text).slice(0, most);
  }
  async count(text) {
    return this.of(text).length;
  }
  async waiting() {
    return this.all();
  }
  remove(ids) {
    for (const id of ids) {
      this.#rows.get(id)?.forget?.();
      this.#rows.delete(id);
    }
  }
  async acknowledge(text, ids, answer) {
    const kept = this.#texts.get(text);
    this.remove(ids);
    if (!kept) return null;
    this.#texts.set(text, advanced(kept, answer));
    return this.#texts.get(text);
  }
  async setAside(text, rows, answer) {
    this.#aside.push(...rows.map((row) => ({ ...row, text })));
    return this.acknowledge(text, rows.map((row) => row.id), answer);
  }
  async aside(text) {
    return this.#aside.filter((row) => row.text === text);
  }
  async dropAside(text) {
    this.#aside = this.#aside.filter((row) => row.text !== text);
  }
  async drop(text) {
    this.#texts.delete(text);
  }
  async clear() {
    this.#texts.clear();
    this.#rows.clear();
    this.#aside = [];
  }
}
