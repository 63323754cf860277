// People who write in one text without a screen: each has a Y.Doc, an editor state and the binding between them.
import { EditorState, TextSelection } from "prosemirror-state";
import * as Y from "yjs";
import { createBinding } from "../../static/src/editor/binding.js";
import { newId, toDoc } from "../../static/src/editor/flat.js";

/** The update of a text made of [kind, words, id] lines; without an id a line gets a new one. */
export function textOf(lines, title = "") {
  const ydoc = new Y.Doc();
  ydoc.clientID = 1_000_000_007;
  const text = ydoc.getText("text");
  ydoc.transact(() => {
    for (const [kind, words, id = newId()] of lines) {
      text.insert(text.length, words, {});
      text.insert(text.length, "\n", { l: id });
      if (kind) ydoc.getMap("kind").set(id, kind);
    }
    ydoc.getText("title").insert(0, title);
  });
  return Y.encodeStateAsUpdate(ydoc);
}

export class Person {
  constructor(update, { plugins = [], clientID, makeId } = {}) {
    this.ydoc = new Y.Doc();
    if (clientID !== undefined) this.ydoc.clientID = clientID;
    this.updates = [];
    Y.applyUpdate(this.ydoc, update, "net");
    this.ydoc.on("update", (bytes) => this.updates.push(bytes));
    this.repairs = [];
    this.binding = createBinding(this.ydoc, { onRepair: (reason) => this.repairs.push(reason), makeId });
    this.state = EditorState.create({ doc: this.binding.toDoc(), plugins: [this.binding.plugin, ...plugins] });
    this.composing = false;
    const person = this;
    this.binding.connect({
      get state() { return person.state; },
      dispatch: (tr) => person.dispatch(tr),
      composing: () => person.composing,
    });
  }

  get doc() { return this.state.doc; }
  get text() { return this.binding.text; }
  dispatch(tr) { this.state = this.binding.apply(this.state, tr); }

  /** Change something; answers whether it was allowed. */
  edit(change) {
    const { tr } = this.state;
    change(tr, tr.doc);
    const before = this.state;
    this.dispatch(tr);
    return this.state !== before;
  }

  /** Run a command of the editor. */
  run(command) { return command(this.state, (tr) => this.dispatch(tr)); }

  /** Put the caret, or a selection, at letters of lines. */
  select(line, offset, line2 = line, offset2 = offset) {
    const [anchor, head] = [at(this.doc, line, offset), at(this.doc, line2, offset2)];
    this.edit((tr) => tr.setSelection(selectionAt(tr.doc, anchor, head)));
    return this;
  }

  type(words) { this.edit((tr) => tr.insertText(words)); return this; }
  receive(update) { Y.applyUpdate(this.ydoc, update, "net"); }
  since(other) { return Y.encodeStateAsUpdate(this.ydoc, Y.encodeStateVector(other.ydoc)); }
  lines() { return this.doc.content.content.map((line) => line.textContent); }
  ids() { return this.doc.content.content.map((line) => line.attrs.l); }
  kinds() { return this.doc.content.content.map((line) => line.attrs.k ?? "section"); }
  /** Everything that must be equal everywhere, kinds of lines that are there included. */
  whole() { return JSON.stringify([this.text.toDelta(), this.kinds(), this.ydoc.getText("title").toString()]); }
  mirrors() { return this.doc.eq(toDoc(this.text, this.binding.kinds)); }
}

/** The position of the start of a line's node. */
export function start(doc, line) {
  let position = 0;
  for (let index = 0; index < line; index++) position += doc.child(index).nodeSize;
  return position;
}

export const at = (doc, line, offset) => start(doc, line) + 1 + offset;

const selectionAt = (doc, anchor, head) => TextSelection.create(doc, anchor, head);

/** All tell all what they have. */
export function meet(...people) {
  for (let round = 0; round < 2; round++) {
    for (const one of people) for (const other of people) if (one !== other) other.receive(one.since(other));
  }
}

/** Numbers that a seed decides. */
export function dice(seed) {
  let state = seed | 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296 * sides);
  };
}
