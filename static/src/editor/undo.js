// Undo of one's own changes, and the words that two people take back at once.
//
// Whoever undoes a deletion writes the words anew, next to what is left of the old ones. When two people delete the same
// words and both undo, they would stand twice. So it is looked at twice: before an undo, whether the words are back
// already, and, after others' work has come, whether there are twins now; of twins the smallest client id's stays.
import * as Y from "yjs";

const PAUSE = 500;
const REMEMBERED = 200;
const FAR = 100;
// Words of so many letters that stand twice at one place are one, even if it is not known any more what they are copies of.
const SURE = 3;

/**
 * An undo manager for what has one of these origins.
 *
 * ``undo()`` and ``redo()`` answer "done", "nothing" or "already" (others have brought the same words back; nothing was
 * changed). ``onTwin(words)`` hears of words that were taken out because they stood twice.
 */
export function createUndo(ydoc, origins, { pause = PAUSE, onTwin = () => {} } = {}) {
  return new Undo(ydoc, origins, pause, onTwin);
}

class Undo {
  constructor(ydoc, origins, pause, onTwin) {
    this.ydoc = ydoc;
    this.text = ydoc.getText("text");
    this.onTwin = onTwin;
    this.restored = [];
    this.manager = new Y.UndoManager([this.text, ydoc.getMap("kind"), ydoc.getText("title")], {
      trackedOrigins: new Set(origins),
      captureTimeout: pause,
    });
    this.manager.on("stack-item-added", ({ stackItem }) => this.#note(stackItem));
    this.manager.on("stack-item-updated", ({ stackItem }) => this.#note(stackItem));
    this.onDone = (_, transactions) => transactions.some(({ local }) => !local) && this.#partTwins();
    ydoc.on("afterAllTransactions", this.onDone);
  }

  undo = () => this.#step(this.manager.undoStack, () => this.manager.undo());
  redo = () => this.#step(this.manager.redoStack, () => this.manager.redo());
  canUndo = () => this.manager.canUndo();
  canRedo = () => this.manager.canRedo();

  /** What comes now is a step of its own. */
  stop = () => this.manager.stopCapturing();

  destroy() {
    this.ydoc.off("afterAllTransactions", this.onDone);
    this.manager.destroy();
  }

  // What others had written when these words went: what they bring later may be the same words again.
  #note(item) {
    if (!item.meta.has("seen")) item.meta.set("seen", Y.decodeStateVector(Y.encodeStateVector(this.ydoc)));
  }

  #step(stack, go) {
    const item = stack.at(-1);
    if (!item) return "nothing";
    const gone = this.#deleted(item);
    const back = gone.filter((piece) => this.#isBack(piece, item.meta.get("seen")));
    if (back.length && back.length === gone.length && !item.insertions.clients.size) {
      stack.pop();
      this.manager.emit("stack-item-popped", [{ stackItem: item, type: "undo", origin: this.manager, changedParentTypes: new Map() }, this.manager]);
      return "already";
    }
    for (const piece of back) leaveOut(item.deletions, piece);
    const done = go();
    this.#remember(gone.filter((piece) => !back.includes(piece)));
    return done ? "done" : "nothing";
  }

  /** The letters of the text that an undo of this step would bring back: {id, words}. */
  #deleted(item) {
    const found = [];
    this.ydoc.transact((transaction) => {
      Y.iterateDeletedStructs(transaction, item.deletions, (struct) => {
        const mine = struct instanceof Y.Item && struct.parent === this.text && struct.content instanceof Y.ContentString;
        if (mine && struct.deleted && struct.redone === null && !Y.isDeleted(item.insertions, struct.id)) {
          found.push({ id: struct.id, words: struct.content.str });
        }
      });
    }, this);
    return found;
  }

  #isBack({ id, words }, seen) {
    if (!seen) return false;
    const unseen = (copy) => copy.id.clock >= (seen.get(copy.id.client) ?? 0);
    return coveredBy(words, copiesOf(this.ydoc, id, words).filter(unseen));
  }

  #remember(pieces) {
    for (const { id, words } of pieces) {
      const copy = followed(this.ydoc, id);
      if (copy) this.restored.push({ id, words, copy });
    }
    this.restored.splice(0, this.restored.length - REMEMBERED);
  }

  // Only the owner of a copy takes it out, and only where that of a smaller client id stands.
  #partTwins() {
    const doomed = [];
    for (const { id, words, copy } of this.restored) {
      const others = copiesOf(this.ydoc, id, words).filter((other) => other.id.client < this.ydoc.clientID);
      for (const { from, to } of stretches(others)) doomed.push({ client: copy.client, clock: copy.clock + from, length: to - from });
    }
    const alive = doomed.filter((range) => isAlive(this.ydoc, range));
    if (!alive.length) return;
    this.ydoc.transact((transaction) => {
      for (const range of alive) this.onTwin(remove(transaction, this.ydoc, range));
    }, "twins");
  }
}

// All living copies of deleted words: they stand to the left of what they are copies of, or copies of copies of.
function copiesOf(ydoc, id, words) {
  const found = new Map();
  const chain = chainOf(ydoc, id);
  for (const { id: { client, clock }, known } of chain) {
    let left = find(ydoc, { client, clock: known ? clock + words.length - 1 : clock });
    for (let steps = 0; left && steps < FAR && !found.has(left); steps++, left = left.left) {
      const copy = !left.deleted && left.content instanceof Y.ContentString && overlap(chain, chainOf(ydoc, left.id), words, left.content.str);
      if (copy) found.set(left, { id: left.id, ...copy });
    }
  }
  return [...found.values()];
}

// Which of the words a copy is. All of its letters in their range must be the same: other words may start alike.
function overlap(chain, its, words, copied) {
  for (const { id, known } of chain) {
    for (const other of its) {
      const shift = other.id.clock - id.clock;
      if (other.id.client !== id.client || shift >= words.length || -shift >= copied.length) continue;
      const from = Math.max(0, shift);
      const part = copied.slice(from - shift, words.length - shift);
      if (words.startsWith(part, from) && (known && other.known || part.length >= SURE)) return { from, to: from + part.length };
    }
  }
  return null;
}

function find(ydoc, { client, clock }) {
  if (clock >= Y.getState(ydoc.store, client)) return null;
  const item = Y.getItem(ydoc.store, Y.createID(client, clock));
  return item instanceof Y.Item ? item : null;
}

// A copy has what it is a copy of as its right origin, letter by letter. What was deleted long ago may have lost its
// letters here; whether it is a link of the chain is not known then.
function chainOf(ydoc, id) {
  const chain = [{ id, known: true }];
  const letter = letterOf(find(ydoc, id), id);
  for (let at = id; chain.length < FAR;) {
    const item = find(ydoc, at);
    const origin = item?.rightOrigin;
    if (!origin) break;
    at = Y.createID(origin.client, origin.clock + at.clock - writtenFrom(ydoc, item));
    const old = find(ydoc, at);
    const its = letterOf(old, at);
    if (!old?.deleted || (its !== null && its !== letter)) break;
    chain.push({ id: at, known: its !== null });
  }
  return chain;
}

const letterOf = (item, id) => item?.content.str?.[id.clock - item.id.clock] ?? null;

// Of an item that was cut in two, both parts have one right origin: the letters count from the first.
function writtenFrom(ydoc, item) {
  let first = item;
  for (;;) {
    const { client, clock } = first.id;
    const before = first.origin?.client === client && first.origin.clock === clock - 1 && find(ydoc, first.origin);
    if (!before || before.content instanceof Y.ContentFormat || !Y.compareIDs(before.rightOrigin, first.rightOrigin)) return clock;
    first = before;
  }
}

function stretches(copies) {
  const sorted = copies.map(({ from, to }) => ({ from, to })).sort((one, other) => one.from - other.from);
  const joined = [];
  for (const one of sorted) {
    const last = joined.at(-1);
    if (last && one.from <= last.to) last.to = Math.max(last.to, one.to);
    else joined.push(one);
  }
  return joined;
}

const coveredBy = (words, copies) => stretches(copies).some(({ from, to }) => from === 0 && to >= words.length);

// The id of the letters that an undo wrote for deleted ones.
function followed(ydoc, id) {
  const item = find(ydoc, id);
  if (!item?.redone) return null;
  return { client: item.redone.client, clock: item.redone.clock + id.clock - item.id.clock };
}

function isAlive(ydoc, { client, clock, length }) {
  for (let at = clock; at < clock + length; at++) {
    if (find(ydoc, { client, clock: at })?.deleted === false) return true;
  }
  return false;
}

function remove(transaction, ydoc, { client, clock, length }) {
  let words = "";
  for (let at = clock; at < clock + length;) {
    const item = Y.getItemCleanStart(transaction, Y.createID(client, at));
    const whole = item.length > clock + length - at ? Y.getItemCleanEnd(transaction, ydoc.store, Y.createID(client, clock + length - 1)) : item;
    if (whole instanceof Y.Item && !whole.deleted) {
      words += whole.content.str ?? "";
      whole.delete(transaction);
    }
    at += whole.length;
  }
  return words;
}

function leaveOut(deletions, { id, words }) {
  const ranges = deletions.clients.get(id.client) ?? [];
  const stop = id.clock + words.length;
  const kept = ranges.flatMap(({ clock, len }) => {
    if (clock + len <= id.clock || clock >= stop) return [[clock, len]];
    return [[clock, id.clock - clock], [stop, clock + len - stop]].filter(([, length]) => length > 0);
  });
  const Range = ranges[0].constructor;
  deletions.clients.set(id.client, kept.map(([clock, len]) => new Range(clock, len)));
}
