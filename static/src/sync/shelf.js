// IndexedDB: the texts of a person on this device, and the words of theirs that no server has answered for.
import { advanced, unknown } from "./memory.js";
import { DATABASE, DATABASE_VERSION } from "./names.js";

const STRICT = { durability: "strict" };
// A browser that neither opens nor refuses would hold up the person for ever.
const PATIENCE = 8000;

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function ended(transaction) {
  const end = new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
  });
  // Whoever asks something in between hears of it there.
  end.catch(() => {});
  return end;
}

// Already there: another tab has found the same words.
function passOver(event) {
  if (event.target.error?.name !== "ConstraintError") return;
  event.preventDefault();
  event.stopPropagation();
}

function build(database) {
  database.createObjectStore("texts", { keyPath: ["person", "text"] });
  for (const name of ["outbox", "aside"]) {
    const rows = database.createObjectStore(name, { keyPath: "id", autoIncrement: true });
    rows.createIndex("of", ["person", "text"]);
    if (name === "outbox") rows.createIndex("mark", "mark", { unique: true });
  }
}

/**
 * @param {IDBFactory} factory
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 * @throws {DOMException} refused, or no answer
 */
export function openDatabase(factory, name = DATABASE) {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, DATABASE_VERSION);
    const timer = setTimeout(() => reject(new DOMException("no answer", "TimeoutError")), PATIENCE);
    request.onupgradeneeded = () => build(request.result);
    request.onsuccess = () => {
      clearTimeout(timer);
      resolve(request.result);
    };
    request.onerror = () => {
      clearTimeout(timer);
      reject(request.error);
    };
  });
}

/** One person's part of the database; nothing here reads or touches another's. */
export class Shelf {
  constructor(database, person, onLost = () => {}) {
    this.database = database;
    this.person = person;
    database.onversionchange = () => database.close();
    database.onclose = () => onLost(new DOMException("closed", "InvalidStateError"));
  }

  #open(names, mode = "readonly") {
    return this.database.transaction(names, mode, mode === "readwrite" ? STRICT : undefined);
  }
  #range = (text) => IDBKeyRange.only([this.person, text]);
  #mine = () => IDBKeyRange.bound([this.person], [this.person, []]);

  async text(text) {
    return (await asked(this.#open("texts").objectStore("texts").get([this.person, text]))) ?? null;
  }
  async texts() {
    return asked(this.#open("texts").objectStore("texts").getAll(this.#mine()));
  }
  async keep(text, facts) {
    const transaction = this.#open("texts", "readwrite");
    const done = ended(transaction);
    const texts = transaction.objectStore("texts");
    const kept = (await asked(texts.get([this.person, text]))) ?? unknown(text);
    texts.put({ ...kept, ...facts, person: this.person, text });
    await done;
  }

  /**
   * Rows that are there already are passed over. Asked and committed in one breath first: a page that dies in the next
   * moment has handed its words over. A committed transaction cannot pass over anything; hence the second way.
   */
  async add(rows) {
    return this.#addAll(rows, true).catch(() => this.#addAll(rows, false));
  }
  async #addAll(rows, atOnce) {
    const transaction = this.#open("outbox", "readwrite");
    const done = ended(transaction);
    const outbox = transaction.objectStore("outbox");
    const requests = rows.map(({ text, client, update, at, mark }) => {
      const request = outbox.add({ person: this.person, text, client, update, at, mark });
      request.onerror = passOver;
      return request;
    });
    if (atOnce) transaction.commit?.();
    await done;
    return requests.map((request) => (request.error ? null : request.result));
  }
  async rows(text, most) {
    return asked(this.#open("outbox").objectStore("outbox").index("of").getAll(this.#range(text), most));
  }
  async count(text) {
    return asked(this.#open("outbox").objectStore("outbox").index("of").count(this.#range(text)));
  }
  async waiting() {
    return asked(this.#open("outbox").objectStore("outbox").index("of").getAll(this.#mine()));
  }

  // The words leave the outbox in the same moment in which they are part of what the server has.
  async #settle(names, text, ids, answer, more = () => {}) {
    const transaction = this.#open(names, "readwrite");
    const done = ended(transaction);
    const texts = transaction.objectStore("texts");
    const kept = await asked(texts.get([this.person, text]));
    for (const id of ids) transaction.objectStore("outbox").delete(id);
    const next = kept ? advanced(kept, answer) : null;
    if (next) {
      texts.put(next);
      more(transaction);
    }
    await done;
    return next;
  }
  /** Null when the text was taken off this device meanwhile. */
  async acknowledge(text, ids, answer) {
    return this.#settle(["texts", "outbox"], text, ids, answer);
  }
  async setAside(text, rows, answer) {
    const ids = rows.map((row) => row.id);
    return this.#settle(["texts", "outbox", "aside"], text, ids, answer, (transaction) => {
      const aside = transaction.objectStore("aside");
      for (const { client, update, at } of rows) aside.add({ person: this.person, text, client, update, at });
    });
  }
  async aside(text) {
    return asked(this.#open("aside").objectStore("aside").index("of").getAll(this.#range(text)));
  }
  async dropAside(text) {
    await this.#deleteAll(["aside"], this.#range(text));
  }
  async #deleteAll(names, range) {
    const transaction = this.#open(names, "readwrite");
    const done = ended(transaction);
    for (const name of names) {
      const rows = transaction.objectStore(name);
      const keys = await asked(name === "texts" ? rows.getAllKeys(range) : rows.index("of").getAllKeys(range));
      for (const key of keys) rows.delete(key);
    }
    await done;
  }
  async drop(text) {
    const transaction = this.#open("texts", "readwrite");
    const done = ended(transaction);
    transaction.objectStore("texts").delete([this.person, text]);
    await done;
  }
  async clear() {
    await this.#deleteAll(["texts", "outbox", "aside"], this.#mine());
  }
  close() {
    this.database.close();
  }
}
