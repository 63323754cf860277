// A server, a line, a clock and browsers, all of them made up, for the scripts beside this one.
import * as Y from "yjs";
import { hashOf } from "../../static/src/sync/hash.js";
import { Outbox } from "../../static/src/sync/outbox.js";
import { Syncer } from "../../static/src/sync/syncer.js";

export const TEXT = "0b8e";

/** Time goes on only when it is told to. */
export class Clock {
  #at = 1_000_000;
  #planned = [];
  now = () => this.#at;
  after = (milliseconds, act) => {
    const one = { at: this.#at + milliseconds, act };
    this.#planned.push(one);
    return () => (this.#planned = this.#planned.filter((other) => other !== one));
  };
  next = () => Math.min(...this.#planned.map((one) => one.at)) - this.#at;
  async pass(milliseconds) {
    const end = this.#at + milliseconds;
    for (;;) {
      await settled();
      const due = this.#planned.filter((one) => one.at <= end).sort((one, other) => one.at - other.at)[0];
      if (!due) break;
      this.#planned = this.#planned.filter((one) => one !== due);
      this.#at = due.at;
      due.act();
    }
    this.#at = end;
    await settled();
  }
}

/** Let everything that can go on without time go on. */
export async function settled() {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const EMPTY = new Uint8Array(0);
const QUIET = { wait: 30, saved: 0, update: EMPTY, presence: [], hash: null, gap: false, readOnly: false, quarantined: false, suggestOnly: false };

/** Rows with a number each, as the real one keeps them; ``says`` is put into every answer. */
export class Server {
  rows = [];
  says = {};
  asked = [];
  doc = () => {
    const doc = new Y.Doc();
    for (const { update } of this.rows) Y.applyUpdate(doc, update);
    return doc;
  };
  words = () => this.doc().getText("text").toString();
  answer(request) {
    this.asked.push(request);
    const { seq, update, clients, heal } = request;
    if (update.length && this.says.quarantined) return this.#told(seq, []);
    if (update.length) {
      const doc = this.doc();
      const before = Y.encodeStateAsUpdate(doc);
      Y.applyUpdate(doc, update);
      if (doc.store.pendingStructs && !heal) return { ...this.#told(seq, []), gap: true };
      const news = Y.encodeStateAsUpdate(doc);
      if (Buffer.compare(before, news)) this.rows.push({ update, clients });
    }
    return this.#told(seq, clients, update);
  }
  #told(seq, clients, mine) {
    const others = this.rows.slice(seq > this.rows.length ? 0 : seq).filter((row) => row.update !== mine);
    const update = others.length ? Y.mergeUpdates(others.map((row) => row.update)) : EMPTY;
    const hash = mine?.length ? null : hashOf(this.doc());
    return { ...QUIET, seq: this.rows.length, update, hash, saved: this.rows.length ? 1_700_000_000 : 0, ...this.says };
  }
}

/** One tab: a document, an outbox in memory, and a line that does what the test says. */
export class Tab {
  line = "good";
  heard = [];
  constructor(server, { clock = new Clock(), outbox, exclusively, visible = () => true } = {}) {
    this.server = server;
    this.clock = clock;
    this.doc = new Y.Doc();
    this.outbox = outbox ?? new Outbox({ person: "ivalu@havn.example", shelf: null, onProblem: () => {}, now: clock.now });
    const alone = async (_name, act) => act();
    this.syncer = new Syncer({
      ...{ text: TEXT, outbox: this.outbox, ask: this.ask, clock, visible },
      ...{ exclusively: exclusively ?? alone, chance: () => 0.5, page: this.#page() },
    });
    this.doc.on("update", (update, origin) => {
      if (origin === "sync") return;
      void this.outbox.add(TEXT, this.doc.clientID, update);
      this.syncer.typed();
    });
  }
  #page() {
    return {
      catchUp: (kept, rows) => {
        for (const update of [kept.state, ...rows.map((row) => row.update)]) this.#apply(update);
      },
      took: ({ update }) => this.#apply(update),
      hash: () => hashOf(this.doc),
      refused: (rows) => this.heard.push(["refused", rows.length]),
      mismatch: () => this.heard.push(["mismatch"]),
    };
  }
  #apply(update) {
    if (update.length) Y.applyUpdate(this.doc, update, "sync");
  }
  get text() {
    return this.doc.getText("text");
  }
  type(words) {
    this.text.insert(this.text.length, words, {});
  }
  ask = async (request, signal) => {
    const line = this.line;
    if (line === "dead") return { kind: "silence" };
    if (line === "hanging") return new Promise((resolve) => signal.addEventListener("abort", () => resolve({ kind: "aborted" })));
    if (typeof line === "object") return line;
    const answer = this.server.answer(request);
    if (line === "held") await new Promise((resolve) => (this.release = resolve));
    return line === "deaf" ? { kind: "silence" } : { kind: "answer", answer };
  };
}

/** Open the text in a tab: it has asked once. */
export async function opened(server, more) {
  const tab = new Tab(server, more);
  await tab.outbox.keep(TEXT, {});
  await tab.syncer.round();
  await settled();
  return tab;
}
