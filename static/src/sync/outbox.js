// Words are put here first and sent afterwards; they leave when the server has answered for them.
import * as journal from "./journal.js";
import { Memory } from "./memory.js";
import { openDatabase, Shelf } from "./shelf.js";
import { DATABASE, hintOf } from "./names.js";

/**
 * @typedef {{text: string, seq: number, state: Uint8Array, heal: boolean, title?: string, address?: string,
 *   language?: string, sections?: {key: string, heading: string, guidance: string}[], openedAt?: number}} Kept
 *   a text on this device: what the server had at seq, and what is needed to open it again without a line
 * @typedef {{id: number | string, text: string, client: number, update: Uint8Array, at: number}} Row
 * @typedef {"missing" | "refused" | "full" | "lost"} Reason why this device does not keep words
 */

const REASONS = {
  missing: "missing",
  QuotaExceededError: "full",
  SecurityError: "refused",
  TimeoutError: "refused",
  NotAllowedError: "refused",
};
/** @returns {Reason} */
export const reasonOf = (error) => REASONS[error?.name] ?? "lost";
const isOfMemory = (id) => typeof id === "string";

export class Outbox {
  #adding = new Map();
  #forgotten = new Set();
  #retrying = null;

  /** Use openOutbox. */
  constructor({ person, shelf, onProblem, now }) {
    Object.assign(this, { person, shelf, onProblem, now });
    this.memory = new Memory();
    /** @type {Reason | null} */
    this.problem = null;
  }

  trouble(error) {
    this.#say(reasonOf(error));
  }
  #say(problem) {
    if (this.problem === problem) return;
    this.problem = problem;
    this.onProblem(problem);
  }
  /** Words that would be gone with this page. */
  unstored = (text) => this.memory.of(text).length;
  /** Words that are on their way to the disk. */
  adding = (text) => this.#adding.get(text) ?? 0;

  async #try(act, instead) {
    if (!this.shelf) return instead();
    try {
      return await act(this.shelf);
    } catch (error) {
      this.trouble(error);
      return instead();
    }
  }

  /** @returns {Promise<Kept | null>} */
  async text(text) {
    return (await this.memory.text(text)) ?? this.#try((shelf) => shelf.text(text), () => null);
  }
  /** @returns {Promise<Kept[]>} all texts of this person on this device */
  texts() {
    return this.#try((shelf) => shelf.texts(), () => this.memory.texts());
  }
  /** Note what is needed to open a text again; its words stay as they are. */
  async keep(text, facts) {
    hint(this.person);
    const inMemory = () => this.memory.keep(text, facts);
    if (await this.memory.text(text)) return inMemory();
    return this.#try((shelf) => shelf.keep(text, facts), inMemory);
  }

  /**
   * Put one update on the disk; resolves when it is there, or when it is known that it cannot be.
   * @returns {Promise<number | string>} its id
   */
  async add(text, client, update) {
    const row = { text, client, update, at: this.now(), mark: journal.markOf(client) };
    row.forget = journal.note(this.person, row);
    this.#adding.set(text, this.adding(text) + 1);
    try {
      // Behind words that the disk has not taken, so that all stay in the order of typing.
      const held = !this.shelf || this.unstored(text);
      const [id] = held ? [this.memory.add(row)] : await this.#put([row]);
      if (held) void this.retry();
      return id;
    } finally {
      this.#adding.set(text, this.adding(text) - 1);
    }
  }

  #put(rows) {
    const onDisk = async (shelf) => {
      const ids = await shelf.add(rows);
      for (const row of rows) row.forget();
      return ids;
    };
    return this.#try(onDisk, () => rows.map((row) => this.memory.add(row)));
  }
  /** Take over what a tab had in its hand when it died; what a living one has in its hand counts once, too. */
  async recover() {
    const rows = journal.noted(this.person);
    if (rows.length) await this.#put(rows);
  }

  /** Put the words that the disk did not take there after all, and those of a tab that died. */
  async retry() {
    await this.recover();
    if (!this.shelf || !this.memory.all().length) return;
    this.#retrying ??= this.#again().finally(() => (this.#retrying = null));
    await this.#retrying;
  }
  async #again() {
    const rows = this.memory.all();
    try {
      await this.shelf.add(rows);
      this.memory.remove(rows.map((row) => row.id));
      if (!this.memory.all().length) this.#say(null);
    } catch (error) {
      this.trouble(error);
    }
  }

  /** @returns {Promise<Row[]>} in the order of typing */
  async rows(text, most) {
    const asked = this.#forgotten.size ? undefined : most;
    const stored = await this.#try((shelf) => shelf.rows(text, asked), () => []);
    return [...stored.filter((row) => !this.#forgotten.has(row.id)), ...this.memory.of(text)].slice(0, most);
  }
  /** How many updates no server has answered for. */
  async count(text) {
    if (this.#forgotten.size) return (await this.rows(text)).length + this.adding(text);
    return (await this.#try((shelf) => shelf.count(text), () => 0)) + this.unstored(text) + this.adding(text);
  }
  /** @returns {Promise<{text: string, count: number, since: number}[]>} what waits in all texts of this person */
  async waiting() {
    const stored = await this.#try((shelf) => shelf.waiting(), () => []);
    const found = new Map();
    for (const { text, at } of [...stored, ...this.memory.all()]) {
      const one = found.get(text) ?? { text, count: 0, since: at };
      found.set(text, { text, count: one.count + 1, since: Math.min(one.since, at) });
    }
    return [...found.values()];
  }

  /**
   * The server has answered for these rows: they leave, and what the text is at the server moves on, at once or not.
   * @param {{seq: number, updates: Uint8Array[], heal?: boolean}} answer
   * @returns {Promise<Kept | null>} null when the text was taken off this device meanwhile
   */
  acknowledge(text, rows, answer) {
    const ids = rows.map((row) => row.id).filter((id) => !isOfMemory(id));
    return this.#settle(text, rows, answer, (shelf) => shelf.acknowledge(text, ids, answer));
  }
  /** The server did not take these rows: they leave, a copy of them stays aside, and the text is without them. */
  setAside(text, rows, answer) {
    return this.#settle(text, rows, answer, (shelf) => shelf.setAside(text, rows, answer), "setAside");
  }
  async #settle(text, rows, answer, act, name = "acknowledge") {
    const ids = rows.map((row) => row.id);
    const instead = async () => {
      for (const id of ids) if (!isOfMemory(id)) this.#forgotten.add(id);
      if (!(await this.memory.text(text))) await this.memory.keep(text, (await this.#lastKnown(text)) ?? {});
      return this.memory[name](text, name === "setAside" ? rows : ids, answer);
    };
    if (await this.memory.text(text)) return instead();
    const kept = await this.#try(act, instead);
    this.memory.remove(ids.filter(isOfMemory));
    return kept;
  }
  async #lastKnown(text) {
    return this.shelf?.text(text).catch(() => null) ?? null;
  }

  /** @returns {Promise<Row[]>} copies of words that the server did not take */
  aside(text) {
    return this.#try((shelf) => shelf.aside(text), () => this.memory.aside(text));
  }
  dropAside(text) {
    return this.#try((shelf) => shelf.dropAside(text), () => this.memory.dropAside(text));
  }
  /** Take a text off this device; words that wait, wait still. */
  async drop(text) {
    await this.memory.drop(text);
    await this.#try((shelf) => shelf.drop(text), () => {});
  }
  /** Take everything of this person off this device. */
  async clear() {
    await this.memory.clear();
    await this.#try((shelf) => shelf.clear(), () => {});
    journal.forgetAll(this.person);
    forgetHint(this.person);
  }
  close() {
    this.shelf?.close();
  }
}

// So that other pages need not open a database to know that there is nothing in it.
function hint(person) {
  try {
    localStorage.setItem(hintOf(person), "1");
  } catch {
    // Where nothing can be kept, nothing will be found.
  }
}
function forgetHint(person) {
  try {
    localStorage.removeItem(hintOf(person));
  } catch {
    // As above.
  }
}

/**
 * @param {{person: string, name?: string, factory?: IDBFactory | null, onProblem?: (problem: Reason | null) => void,
 *   now?: () => number}} facts
 * @returns {Promise<Outbox>} works in any case; ``problem`` says when it lives in this page only
 */
export async function openOutbox({ person, name = DATABASE, factory = storage(), onProblem, now = Date.now }) {
  const outbox = new Outbox({ person, shelf: null, onProblem: onProblem ?? (() => {}), now });
  if (factory) await shelve(outbox, factory, name);
  else outbox.trouble({ name: "missing" });
  await outbox.recover();
  return outbox;
}

async function shelve(outbox, factory, name) {
  try {
    outbox.shelf = new Shelf(await openDatabase(factory, name), outbox.person, (error) => outbox.trouble(error));
    void globalThis.navigator?.storage?.persist?.().catch(() => false);
  } catch (error) {
    outbox.trouble({ name: error?.name === "QuotaExceededError" ? error.name : "SecurityError" });
  }
}

// Only to look at it is forbidden in some browsers.
function storage() {
  try {
    return globalThis.indexedDB ?? null;
  } catch {
    return null;
  }
}
