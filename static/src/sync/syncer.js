// Brings the words of one text from the outbox to the server, and those of others here.
import { clock as real } from "./clock.js";
import { sameHash } from "./hash.js";
import { ELSEWHERE, exclusively as byBrowser } from "./lock.js";
import { merged, unknown } from "./memory.js";
import { lockOf } from "./names.js";
import { untilAgain, untilQuiet, untilSent } from "./rhythm.js";
import { MOST_CLIENTS } from "./wire.js";

// So many bytes go into one request; on a line that swallows such requests, fewer and fewer.
export const MOST_BYTES = 256 * 1024;
export const LEAST_BYTES = 4 * 1024;
const MOST_ROWS = 5000;
const MISMATCH_EVERY = 10 * 60_000;
const DEFAULT_WAIT = 30;
const SECOND = 1000;
/** Outcomes after which asking again by itself makes no sense. */
const STOPPING = ["signedOut", "cleared", "closed"];
const SOLVED = { failingSince: null, signedOut: false, gone: false, refused: false, tooLarge: false };
const nothing = () => {};

/**
 * What the person of a page is told; see status.js.
 * @typedef {{failingSince: number | null, answeredAt: number | null, savedAt: number | null, signedOut: boolean,
 *   gone: boolean, refused: boolean, tooLarge: boolean, readOnly: boolean, suggestOnly: boolean}} Facts
 */

export class Syncer {
  /**
   * @param {{text: string, outbox: import("./outbox.js").Outbox, ask: ReturnType<import("./line.js").lineTo>,
   *   clock?: import("./clock.js").Clock, exclusively?: typeof byBrowser, chance?: () => number,
   *   visible?: () => boolean,
   *   page?: {catchUp?: (kept: object, rows: object[]) => void, took?: (answer: object) => void, line?: () => string,
   *   hash?: () => {crc: number, length: number} | null, refused?: (rows: object[]) => void,
   *   mismatch?: (theirs: object) => void, changed?: () => void}}} facts
   *   ``page`` is whoever shows the text; without one, words are only brought away
   */
  constructor({ text, outbox, ask, page = {}, ...more }) {
    const usual = { clock: real, exclusively: byBrowser, chance: Math.random, visible: () => true };
    Object.assign(this, { text, outbox, ask }, usual, more);
    const silent = { catchUp: nothing, took: nothing, line: () => "", hash: () => null };
    this.page = { ...silent, refused: nothing, mismatch: nothing, changed: nothing, ...page };
    /** @type {Facts} */
    this.facts = { ...SOLVED, answeredAt: null, savedAt: null, readOnly: false, suggestOnly: false };
    this.tries = 0;
    this.wait = DEFAULT_WAIT;
    this.bytes = MOST_BYTES;
    this.firstUnsent = null;
    this.mismatchAt = -Infinity;
    this.unplan = nothing;
    this.running = this.asking = null;
    this.closed = this.opened = this.quiet = this.again = this.stuck = false;
    this.later = 0;
  }

  /** A key was pressed here. */
  typed() {
    this.firstUnsent ??= this.clock.now();
    this.#hangUp();
    if (!this.running && !this.tries && !this.facts.signedOut) this.#soon();
  }
  /** A key was pressed in another tab, which sends it; if it cannot any more, this one will. */
  typedElsewhere() {
    this.#hangUp();
    if (!this.running && !this.tries) this.#plan(2 * LATEST);
  }
  /** Another tab has asked for all of us. */
  async answeredElsewhere(facts) {
    this.#note(facts);
    const left = await this.outbox.count(this.text);
    if (!left) this.firstUnsent = null;
    Object.assign(this, { tries: 0, again: false, stuck: false });
    if (!this.running) this.#settle(ELSEWHERE, left);
  }
  /**
   * Something happened after which the line may be there again, or the person signed in.
   * @param {{hard?: boolean}} how hard: what is under way hangs on a line that is no more
   */
  kick({ hard = false } = {}) {
    if (hard) {
      this.tries = 0;
      this.again = this.running !== null;
      this.#hangUp(true);
    }
    return this.round();
  }
  /** Send until nothing is left, or until it does not go on; tells whether all is at the server. */
  async flush() {
    const goesOn = ["answer", "aborted", ELSEWHERE];
    while (await this.outbox.count(this.text)) {
      this.#hangUp();
      if (!goesOn.includes(await this.round()) || this.stuck) break;
    }
    return (await this.outbox.count(this.text)) === 0;
  }
  /** Nothing more is sent in the name of whoever has the cookie now. */
  signOut() {
    this.facts.signedOut = true;
    this.close();
  }
  close() {
    this.closed = true;
    this.unplan();
    this.#hangUp(true);
  }
  #hangUp(hard = false) {
    if (hard || this.quiet) this.asking?.abort();
  }

  /** Ask once, now; the answer is one of the kinds of line.js, "elsewhere", "cleared" or "closed". */
  round() {
    this.unplan();
    this.running ??= this.#round().finally(() => (this.running = null));
    return this.running;
  }
  async #round() {
    if (this.closed) return "closed";
    this.again = this.stuck = false;
    const wait = (await this.outbox.count(this.text)) > 0;
    const name = lockOf(this.outbox.person, this.text);
    const outcome = await this.exclusively(name, () => this.#exchange(wait), { wait }).catch((error) => this.#stumbled(error));
    const left = await this.outbox.count(this.text);
    this.page.changed();
    this.#settle(outcome, left);
    return outcome;
  }
  #stumbled(error) {
    console.error(error);
    this.tries++;
    this.facts.refused = true;
    this.facts.failingSince ??= this.clock.now();
    return "refused";
  }

  #plan(milliseconds) {
    this.unplan();
    if (!this.closed) this.unplan = this.clock.after(milliseconds, () => void this.round());
  }
  #soon() {
    this.#plan(untilSent(this.firstUnsent ?? this.clock.now(), this.clock.now()));
  }
  #settle(outcome, left) {
    if (STOPPING.includes(outcome)) return;
    const unsent = left > 0 || this.firstUnsent !== null;
    if (!["answer", "aborted", ELSEWHERE].includes(outcome) || this.stuck) {
      this.#plan(Math.max(this.later, untilAgain(Math.max(1, this.tries), this.chance())));
    } else if (this.again) this.#plan(0);
    else if (unsent && this.firstUnsent === null && outcome !== "answer") this.#plan(2 * LATEST);
    else if (unsent) this.#soon();
    else if (this.visible()) this.#plan(untilQuiet(this.wait, this.chance()));
  }

  // Everything between the look into the outbox and what the answer changes in it happens under the lock.
  async #exchange(expected) {
    await this.outbox.retry();
    const kept = await this.outbox.text(this.text);
    if (!kept && this.opened) return "cleared";
    this.opened ||= kept !== null;
    const rows = await this.#batch(kept?.heal);
    this.page.catchUp(kept ?? unknown(this.text), rows);
    // Another tab has sent what this one came for; a text that was just opened asks all the same.
    const isNew = this.facts.answeredAt === null;
    if (expected && !isNew && !rows.length && !this.outbox.adding(this.text)) return ELSEWHERE;
    return this.#asked(kept ?? unknown(this.text), rows);
  }
  async #asked(kept, rows) {
    const request = this.#request(kept, rows);
    const first = this.firstUnsent;
    Object.assign(this, { asking: new AbortController(), quiet: !rows.length && !request.heal, firstUnsent: null });
    const outcome = await this.ask(request, this.asking.signal);
    Object.assign(this, { asking: null, quiet: false, later: outcome.after ?? 0 });
    if (outcome.kind === "answer") return this.#answered(outcome.answer, kept, rows, request);
    if (rows.length) this.firstUnsent = first ?? this.firstUnsent;
    return this.#failed(outcome.kind, request, rows);
  }

  async #batch(heal) {
    const rows = await this.outbox.rows(this.text, heal ? undefined : MOST_ROWS);
    if (heal) return rows;
    const clients = new Set();
    let bytes = 0;
    const end = rows.findIndex(({ client, update }, number) => {
      clients.add(client);
      bytes += update.length;
      return number > 0 && (bytes > this.bytes || clients.size > MOST_CLIENTS);
    });
    return end < 0 ? rows : rows.slice(0, end);
  }
  #request(kept, rows) {
    const heal = Boolean(kept.heal);
    const updates = rows.map((row) => row.update);
    const clients = [...new Set(rows.map((row) => row.client))].slice(0, MOST_CLIENTS);
    const update = merged(heal ? [kept.state, ...updates] : updates);
    return { seq: heal ? 0 : kept.seq, clients, line: this.page.line(), update, heal };
  }

  async #failed(kind, request, rows) {
    if (kind === "aborted") return kind;
    this.tries++;
    const { facts } = this;
    if (kind === "signedOut") facts.signedOut = true;
    else if (kind === "gone" || kind === "refused" || kind === "tooLarge") facts[kind] = true;
    if (kind !== "signedOut") facts.failingSince ??= this.clock.now();
    // A request that is too much for the line or the server goes out in smaller parts.
    const heavy = request.update.length > LEAST_BYTES && rows.length > 1;
    if (heavy && (kind === "silence" || kind === "tooLarge")) this.bytes = Math.max(LEAST_BYTES, Math.floor(this.bytes / 4));
    if (kind === "refused" && !request.heal) await this.outbox.keep(this.text, { heal: true });
    return kind;
  }

  async #answered(answer, kept, rows, request) {
    const heal = this.#mustHeal(answer, kept, request);
    const taken = await this.#settleRows(answer, rows, heal);
    if (taken === undefined) return "cleared";
    this.opened = true;
    this.wait = answer.wait;
    this.bytes = Math.min(MOST_BYTES, this.bytes * 2);
    this.#note(this.#factsOf(answer));
    this.page.took(answer);
    if (taken.length === 0 && rows.length && answer.quarantined) this.page.refused(rows);
    this.stuck = rows.length > 0 && answer.readOnly && !answer.quarantined;
    const healed = request.heal && heal;
    this.again ||= !healed && (heal || (await this.#left(rows)));
    // A gap that the whole state does not close, or words that nobody takes: no reason to hurry.
    this.stuck ||= healed;
    this.tries = this.stuck ? this.tries + 1 : 0;
    if (!heal && !rows.length) await this.#compare(answer);
    return "answer";
  }
  #mustHeal(answer, kept, request) {
    // A server that counts less than we do was brought back from a copy.
    return answer.gap || (!request.heal && answer.seq < kept.seq);
  }
  // What was just sent may have been a part only.
  async #left(rows) {
    return rows.length > 0 && this.firstUnsent === null && (await this.outbox.count(this.text)) > 0;
  }

  /** The rows that count from now on; undefined when the text was taken off this device meanwhile. */
  async #settleRows(answer, rows, heal) {
    const { seq, update } = answer;
    if (answer.quarantined) {
      const kept = await this.outbox.setAside(this.text, rows, { seq, heal, updates: [update] });
      return kept || !this.opened ? [] : undefined;
    }
    const taken = answer.readOnly || answer.gap ? [] : rows;
    const updates = [...taken.map((row) => row.update), update];
    if (!(await this.outbox.text(this.text))) {
      if (this.opened) return undefined;
      await this.outbox.keep(this.text, {});
    }
    return (await this.outbox.acknowledge(this.text, taken, { seq, updates, heal })) ? taken : undefined;
  }

  #factsOf({ saved, readOnly, suggestOnly }) {
    const savedAt = saved ? saved * SECOND : this.facts.savedAt;
    return { savedAt, readOnly, suggestOnly, answeredAt: this.clock.now() };
  }
  #note(facts) {
    Object.assign(this.facts, SOLVED, facts);
    this.page.changed();
  }

  // Only where nothing waits here is the text the same as there.
  async #compare({ hash }) {
    const mine = hash && this.page.hash();
    if (!mine || sameHash(mine, hash) || (await this.outbox.count(this.text))) return;
    if (this.clock.now() - this.mismatchAt < MISMATCH_EVERY) return;
    this.mismatchAt = this.clock.now();
    this.page.mismatch(hash);
    await this.outbox.keep(this.text, { heal: true });
    this.again = true;
  }
}
