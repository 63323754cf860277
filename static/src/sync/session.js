// A text that is open in this tab: from this device first, then from the server, and every change the same way back.
import * as Y from "yjs";
import { clock as real } from "./clock.js";
import { download, wordsOf } from "./copy.js";
import { cut as switched } from "./cut.js";
import { canonical, hashOf } from "./hash.js";
import { lineTo } from "./line.js";
import { unknown } from "./memory.js";
import { FROM, isOurs, SIGNED_IN } from "./names.js";
import { openOutbox } from "./outbox.js";
import { statusOf } from "./status.js";
import { Syncer } from "./syncer.js";
import { tabsOf } from "./tabs.js";

// Focus and visibility come together, and go to and fro.
const FRESH = 3000;

/**
 * Tells by events, each with its facts in ``detail``:
 *   "status"   {@link import("./status.js").Said} with ``facts``; whenever something of it changed
 *   "problem"  {kind: "storage", reason: "missing" | "refused" | "full" | "lost" | null}; null: solved
 *   "presence" [{name, line, age}]
 *   "rights"   {readOnly, suggestOnly}
 *   "refused"  {rows}: words the server did not take; they are aside on this device, and ``renew()`` gives a document
 *              without them
 *   "mismatch" {mine, theirs}: this text was not the one at the server, and is being mended
 *   "cleared"  the person has signed out on this device
 */
export class Session extends EventTarget {
  #row = 0;
  #seq = -1;
  #counts = { waiting: 0, since: null };
  #said = "";
  #rights = "";
  #undo = [];

  /** Use openSession. */
  constructor({ text, person, url, outbox, clock = real, cut = switched, fetch, facts = {} }) {
    super();
    Object.assign(this, { text, person, outbox, clock, cut, facts: { ...facts, url } });
    this.line = "";
    this.isOpen = this.isStale = this.isCleared = false;
    this.refusedRows = 0;
    this.ready = new Promise((resolve) => (this.opened = resolve));
    this.tabs = tabsOf(person, (note) => this.#hear(note));
    this.#start();
    const ask = lineTo({ url, person, clock, cut, ...(fetch && { fetch }) });
    const visible = () => document.visibilityState !== "hidden";
    this.syncer = new Syncer({ text, outbox, ask, clock, page: this.#page(), visible });
  }

  /** The number under which this tab writes; a new one for every tab and every load. */
  get client() {
    return this.doc.clientID;
  }

  #page() {
    return {
      catchUp: (kept, rows) => this.#catchUp(kept, rows),
      took: (answer) => this.#took(answer),
      line: () => this.line,
      hash: () => (this.isStale ? null : hashOf(this.doc)),
      refused: (rows) => this.#refused(rows),
      mismatch: (theirs) => this.#mismatch(theirs),
      changed: () => void this.#changed(),
    };
  }

  // A document of its own for every load and after words were refused.
  #start() {
    this.doc?.destroy();
    /** @type {Y.Doc} */
    this.doc = new Y.Doc();
    this.doc.on("update", (update, origin) => isOurs(origin) && void this.#write(update));
  }

  /** What is on this device; true when the text can be shown. */
  async open() {
    const rows = await this.outbox.rows(this.text);
    this.#counts.since = rows[0]?.at ?? null;
    this.#catchUp((await this.outbox.text(this.text)) ?? unknown(this.text), rows);
    this.refusedRows = (await this.outbox.aside(this.text)).length;
    this.#listen();
    await this.#changed();
    void this.#begin();
    return this.isOpen;
  }
  async #begin() {
    await this.outbox.keep(this.text, { ...this.facts, openedAt: this.clock.now() });
    await this.syncer.round();
  }

  #catchUp(kept, rows) {
    if (kept.seq !== this.#seq && kept.state.length) {
      Y.applyUpdate(this.doc, kept.state, FROM.device);
      this.#seq = kept.seq;
      this.#show();
    }
    for (const row of rows) {
      if (row.client === this.client || row.id <= this.#row) continue;
      Y.applyUpdate(this.doc, row.update, FROM.device);
      if (typeof row.id === "number") this.#row = row.id;
    }
  }
  #show() {
    if (this.isOpen) return;
    this.isOpen = true;
    this.opened(this);
  }

  async #write(update) {
    if (this.isCleared) return;
    const { client, text } = this;
    this.syncer.typed();
    const stored = this.outbox.add(text, client, update);
    void this.#changed();
    await stored;
    this.tabs.tell({ kind: "stored", text, client, update });
    await this.#changed();
  }

  #took(answer) {
    const { update, seq, presence } = answer;
    if (update.length) Y.applyUpdate(this.doc, update, FROM.server);
    this.#seq = seq;
    if (update.length) this.#show();
    this.tabs.tell({ kind: "answered", text: this.text, update, facts: { ...this.syncer.facts } });
    this.#tell("presence", presence);
    this.#tellRights();
  }
  #tellRights() {
    const { readOnly, suggestOnly } = this.syncer.facts;
    const rights = JSON.stringify([readOnly, suggestOnly]);
    if (rights !== this.#rights) this.#tell("rights", { readOnly, suggestOnly });
    this.#rights = rights;
  }
  #refused(rows) {
    this.isStale = true;
    this.refusedRows += rows.length;
    this.tabs.tell({ kind: "refused", text: this.text, rows });
    this.#tell("refused", { rows });
  }
  #mismatch(theirs) {
    const mine = canonical(this.doc);
    void this.outbox.keep(this.text, { copy: { state: Y.encodeStateAsUpdate(this.doc), at: this.clock.now() } });
    this.#tell("mismatch", { mine, theirs });
  }

  #hear(note) {
    if (note.kind === "left") return this.#cleared();
    if (note.kind === "signedIn") return void (this.syncer.facts.signedOut && this.syncer.kick());
    if (note.text !== this.text || this.isCleared) return undefined;
    if (note.kind === "refused") return this.#refusedElsewhere(note.rows);
    if (note.update?.length) Y.applyUpdate(this.doc, note.update, FROM.tab);
    if (note.kind === "stored") this.syncer.typedElsewhere();
    if (note.kind === "answered") void this.syncer.answeredElsewhere(note.facts);
    return void this.#changed();
  }
  #refusedElsewhere(rows) {
    this.isStale = true;
    this.refusedRows += rows.length;
    this.#tell("refused", { rows });
    return void this.#changed();
  }
  #cleared() {
    this.isCleared = true;
    this.syncer.close();
    this.#tell("cleared");
  }

  // A page that is looked at again asks; one that is left sends what it has.
  #isDue() {
    const { answeredAt } = this.syncer.facts;
    const isFresh = answeredAt !== null && this.clock.now() - answeredAt < FRESH;
    return this.#counts.waiting > 0 || (document.visibilityState === "visible" && !isFresh);
  }
  #on(target, name, act) {
    target.addEventListener(name, act);
    this.#undo.push(() => target.removeEventListener(name, act));
  }
  #listen() {
    const kick = () => this.#isDue() && void this.syncer.kick();
    const back = () => void this.syncer.kick({ hard: true });
    this.#on(globalThis, "online", back);
    this.#on(this.cut, "mended", back);
    this.#on(globalThis, "focus", kick);
    this.#on(globalThis, "storage", (event) => this.#somebodyElse(event));
    this.#on(globalThis, "pageshow", (event) => event.persisted && kick());
    this.#on(document, "visibilitychange", kick);
    for (const name of ["cut", "left", "mended"]) this.#on(this.cut, name, () => void this.#changed());
  }

  // Another person's page was opened on this device: their cookie must not carry these words.
  #somebodyElse({ key, newValue }) {
    if (key !== SIGNED_IN || !newValue || newValue === this.person) return;
    this.syncer.signOut();
    void this.#changed();
  }

  async #changed() {
    const waiting = await this.outbox.count(this.text);
    const since = waiting ? (this.#counts.since ?? this.clock.now()) : null;
    this.#counts = { waiting, since };
    const said = this.status();
    const words = JSON.stringify(said);
    if (words !== this.#said) this.#tell("status", said);
    this.#said = words;
  }
  /** @returns {import("./status.js").Said & {facts: object}} */
  status() {
    const { isOpen, refusedRows, outbox, text, cut, syncer } = this;
    const more = { storage: outbox.problem, unstored: outbox.unstored(text), cutSeconds: cut.left() };
    const waiting = Math.max(this.#counts.waiting, outbox.adding(text));
    const facts = { ...syncer.facts, ...this.#counts, waiting, ...more, isOpen, refusedRows };
    return { ...statusOf(facts), facts };
  }
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
  /** @param {import("./outbox.js").Reason | null} reason */
  stored(reason) {
    this.#tell("problem", { kind: "storage", reason });
    void this.#changed();
  }

  /** The line in which the person stands, for those who write beside them. */
  standsIn(line) {
    this.line = line;
  }
  /** Send now; true when the server has everything. */
  flush() {
    return this.syncer.flush();
  }
  /** After words were refused: a document as the server has it. The old one is no more. */
  async renew() {
    await this.#setAside(this.client);
    this.#start();
    this.#seq = -1;
    this.#row = 0;
    this.isStale = false;
    this.#catchUp(await this.outbox.text(this.text), await this.outbox.rows(this.text));
    return this.doc;
  }
  // What was typed behind refused words stands on them, and cannot be taken without them.
  async #setAside(client) {
    const rows = (await this.outbox.rows(this.text)).filter((row) => row.client === client);
    const kept = await this.outbox.text(this.text);
    if (this.isStale && rows.length && kept) await this.outbox.setAside(this.text, rows, { ...kept, updates: [] });
  }
  /** Words the server did not take were seen by the person. */
  async forgetRefused() {
    await this.outbox.dropAside(this.text);
    this.refusedRows = 0;
    await this.#changed();
  }
  /** @param {"md" | "txt"} format @returns {string} */
  words(format = "md") {
    const headings = Object.fromEntries((this.facts.sections ?? []).map(({ key, heading }) => [key, heading]));
    return wordsOf(this.doc, { format, headings });
  }
  /** @param {"md" | "txt"} format */
  download(format = "md") {
    download(this.words(format), this.doc.getText("title").toString(), format);
  }
  close() {
    for (const undo of this.#undo.splice(0)) undo();
    this.syncer.close();
    this.tabs.close();
    this.doc.destroy();
  }
}

/**
 * Open a text in this tab. ``session.ready`` resolves when it can be shown: at once when it is on this device.
 * @param {{text: string, person: string, url: string, facts?: {title: string, address: string, language: string,
 *   sections: {key: string, heading: string, guidance: string}[]}, factory?: IDBFactory | null, name?: string,
 *   clock?: import("./clock.js").Clock, fetch?: typeof fetch}} what
 *   text: its id; person: whom the page was made for; url: of its sync; facts: what opens it again without a line
 * @returns {Promise<Session>}
 */
export async function openSession({ factory, name, ...what }) {
  let session = null;
  const onProblem = (reason) => session?.stored(reason);
  const outbox = await openOutbox({ person: what.person, factory, name, onProblem });
  session = new Session({ ...what, outbox });
  await session.open();
  if (outbox.problem) session.stored(outbox.problem);
  return session;
}
