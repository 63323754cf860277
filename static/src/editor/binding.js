// ProseMirror and one flat Y.Text, tied together: what a person does becomes operations on the Y.Text, and what comes
// from elsewhere becomes steps on the changed lines. The document is at all times what toDoc makes of the Y.Text, but for
// the line in which a person is composing (dead keys, input methods): there, others' work waits until that is done.
import { Plugin, PluginKey } from "prosemirror-state";
import { flatLength, flatOffset, isOpen, kindReader, lineIds, lineNode, newId, place, runsOf, toDoc } from "./flat.js";
import { allowed, standsApart } from "./guards.js";
import { Held } from "./held.js";
import { become, playDelta, playKinds, remake, sortMarks } from "./mirror.js";
import { plan } from "./plan.js";
import { opensSection, schema } from "./schema.js";

/** Transactions that bring the Y.Text to the screen carry this key. */
export const mirrored = new PluginKey("mirrored");
const RETRY = 50;
const MANY = 400;

/**
 * Tie a Y.Doc to an editor.
 *
 * ``onRepair(reason)`` hears when the two were not equal and had to be made so; it must never happen.
 * The host is {state, dispatch(tr), composing()}; its transactions go through ``apply``, which writes them to the Y.Text
 * before the screen has them. ``origin`` is the origin of what is written.
 */
export function createBinding(ydoc, { onRepair = () => {}, makeId = newId } = {}) {
  return new Binding(ydoc, onRepair, makeId);
}

class Binding {
  constructor(ydoc, onRepair, makeId) {
    this.ydoc = ydoc;
    this.text = ydoc.getText("text");
    this.kinds = ydoc.getMap("kind");
    this.origin = this;
    this.plugin = new Plugin({
      key: mirrored,
      filterTransaction: (tr) => !tr.docChanged || isMirror(tr) || allowed(tr),
      props: { handleDOMEvents: { compositionend: () => void this.#later() } },
    });
    this.host = null;
    this.held = new Held();
    this.onRepair = onRepair;
    this.makeId = makeId;
    this.kindOf = kindReader(this.kinds);
    this.#listen();
  }

  /** The document that the Y.Text is now. */
  toDoc() {
    return toDoc(this.text, this.kinds);
  }

  /** Show what comes from elsewhere in this host from now on. */
  connect(host) {
    this.host = host;
    this.#show((tr) => remake(tr, this.toDoc()));
  }

  /** The same for a view; its dispatchTransaction is ``binding.dispatcher``. */
  connectView(view) {
    this.connect({ get state() { return view.state; }, dispatch: (tr) => view.dispatch(tr), composing: () => view.composing });
  }

  /** To be given to an EditorView as dispatchTransaction. */
  get dispatcher() {
    const binding = this;
    return function (tr) {
      this.updateState(binding.apply(this.state, tr));
      if (binding.held.any) binding.flush();
    };
  }

  /** The state after a transaction, which is written to the Y.Text if it is a person's; as before if it is refused. */
  apply(state, tr) {
    const { state: next, transactions } = state.applyTransaction(tr);
    if (!transactions.some((one) => one.docChanged && !isMirror(one))) return next;
    const plans = this.#plans(state, transactions);
    if (!standsApart(next.doc, plans.ids)) return state;
    const wrong = this.#mistake(next, plans);
    if (wrong) return this.#overwrite(state, next, wrong);
    this.#write(plans, state.doc, next.doc);
    return this.#tidied(state.doc, next, plans.ids);
  }

  /** Bring what was held back to the screen; called again until nobody composes there. */
  flush() {
    if (!this.held.any || !this.host) return;
    if (this.host.composing()) return void this.#later();
    const letters = this.text.toDelta();
    const delta = this.held.delta((from, to) => cutDelta(letters, from, to));
    this.held.clear();
    this.#show((tr) => {
      playDelta(tr, delta, this.kindOf);
      remake(tr, this.toDoc());
    });
  }

  /** Compare everything, and make the screen equal if it is not. Answers whether it was. */
  check() {
    if (!this.host || this.held.any || this.host.state.doc.eq(this.toDoc())) return true;
    this.onRepair("differs");
    this.#show((tr) => remake(tr, this.toDoc()));
    return false;
  }

  destroy() {
    clearTimeout(this.timer);
    this.host = null;
    this.unlisten();
  }

  // ---- from the screen to the Y.Text

  #plans(state, transactions) {
    const plans = { ids: lineIds(state.doc), ops: [] };
    for (const tr of transactions) {
      if (!tr.docChanged) continue;
      if (isMirror(tr)) plans.ids = lineIds(tr.doc);
      else {
        const { ops, ids } = plan(tr, plans.ids, this.makeId);
        plans.ops.push(...ops);
        plans.ids = ids;
      }
    }
    return plans;
  }

  // Looked at before anything is written: lengths and lines must come out as on the screen.
  #mistake(next, { ops, ids }) {
    const length = ops.reduce((sum, op) => sum + (op.text?.length ?? 0) - (op.gone ?? 0), this.text.length - this.held.surplus);
    if (length !== flatLength(next.doc)) return "length";
    return ids.length === next.doc.childCount ? "" : "lines";
  }

  #write({ ops, ids }, before, after) {
    this.ydoc.transact(() => {
      for (const op of ops) this.#play(op);
      const [from, to] = touched(before, after);
      for (let index = from; index < to; index++) this.#writeKind(ids[index], after.child(index));
    }, this.origin);
  }

  #writeKind(id, { attrs: { k } }) {
    if (id && k !== undefined && !opensSection(id) && this.kindOf(id) !== k) this.kinds.set(id, k);
  }

  #play({ at, gone, text, attributes, length, change }) {
    const { held } = this;
    if (gone) {
      for (const one of held.stretches(at, gone).reverse()) this.text.delete(one.at, one.length);
      held.deleted(at, gone);
    } else if (text) {
      // A copy: Yjs writes into it. Without attributes it would take those of the letter before.
      this.text.insert(held.toLive(at), text, { ...attributes });
      held.inserted(at, text.length);
    } else for (const one of held.stretches(at, length)) this.text.format(one.at, one.length, { ...change });
  }

  // The screen gets the ids that lines have in the Y.Text, and marks in the order in which they are kept.
  #tidied(before, next, ids) {
    const tr = next.tr;
    const [from, to] = touched(before, next.doc);
    next.doc.forEach((line, position, index) => {
      if (line.attrs.l !== ids[index]) become(tr, position, lineNode(ids[index], () => line.attrs.k ?? ""));
      if (index < from || index >= to) return;
      if (line.textContent.includes("\n")) tr.replaceWith(position + 1, position + 1 + line.content.size, oneLine(line));
      sortMarks(tr, position);
    });
    // Until the server has parted them, two lines can have one id, and so one kind.
    if (!this.held.any) playKinds(tr, new Set(ids), this.kindOf);
    return tr.docChanged ? this.apply(next, marked(tr, next)) : next;
  }

  // The way that must never be taken: nobody's words are lost, but what others did between them is not kept apart.
  #overwrite(state, next, reason) {
    this.onRepair(reason);
    const [from, to] = [state.doc.content.findDiffStart(next.doc.content), state.doc.content.findDiffEnd(next.doc.content)];
    if (from !== null) this.#replaceLive(state.doc, next.doc, from, to);
    this.held.clear();
    const tr = next.tr;
    remake(tr, this.toDoc());
    return next.apply(marked(tr, next));
  }

  #replaceLive(old, now, from, { a, b }) {
    const overlap = Math.max(0, from - Math.min(a, b));
    const at = Math.min(flatOffset(old, from), this.text.length);
    const gone = Math.max(0, Math.min(flatOffset(old, a + overlap), this.text.length) - at);
    const words = now.textBetween(from, b + overlap, "\n");
    this.ydoc.transact(() => {
      if (gone) this.text.delete(at, gone);
      words.split(/(\n)/).filter(Boolean).reduceRight((_, part) => {
        this.text.insert(at, part, part === "\n" ? { l: this.makeId() } : {});
      }, null);
    }, this.origin);
  }

  // ---- from the Y.Text to the screen

  #listen() {
    let delta = null;
    let ids = null;
    const onText = (event) => (delta = event.delta);
    const onKinds = (event) => (ids = event.keysChanged);
    const onDone = ({ origin }) => {
      const [letters, names] = [delta, ids];
      delta = ids = null;
      if (origin !== this.origin && (letters || names)) this.#receive(letters ?? [], names ?? new Set());
    };
    this.text.observe(onText);
    this.kinds.observe(onKinds);
    this.ydoc.on("afterTransaction", onDone);
    this.unlisten = () => {
      this.text.unobserve(onText);
      this.kinds.unobserve(onKinds);
      this.ydoc.off("afterTransaction", onDone);
    };
  }

  #receive(delta, ids) {
    if (!this.host) return;
    this.#show((tr) => {
      const composing = this.host.composing();
      if (composing || this.held.any) this.#holdBack(tr, delta, ids, composing);
      else if (delta.length > MANY) remake(tr, this.toDoc());
      else {
        playDelta(tr, delta, this.kindOf);
        if (ids.size) playKinds(tr, ids, this.kindOf);
      }
    });
    if (!this.held.any && this.text.length !== flatLength(this.host.state.doc) - isOpen(this.host.state.doc)) this.check();
    if (this.held.any) this.flush();
  }

  // Each change for itself: what touches the line of the caret waits, everything else is shown.
  #holdBack(tr, delta, ids, composing) {
    const { held } = this;
    let live = 0;
    for (const op of delta) {
      const length = op.retain ?? op.delete ?? (typeof op.insert === "string" ? op.insert.length : 1);
      if (this.#waits(tr, op, live, length, composing)) this.#hold(op, live, length);
      else this.#pass(tr, op, live, length);
      if (!op.delete) live += length;
    }
    const line = composing ? caretLine(tr) : null;
    if (line && ids.has(line.id)) held.dirty = true;
    if (ids.size) playKinds(tr, ids, this.kindOf, (id) => id === line?.id);
  }

  #waits(tr, op, live, length, composing) {
    if (op.retain && !op.attributes) return false;
    const { flat: from, hunk } = this.held.toFlat(live);
    const to = op.insert != null ? from : this.held.toFlat(live + length).flat;
    const line = composing ? caretLine(tr) : null;
    const atCaret = line && from <= line.to && to >= line.from && !(op.delete && to === line.from && from === to);
    return Boolean(hunk || atCaret || this.held.hunks.some((one) => one.flat <= to && one.flat + one.gone >= from));
  }

  #hold(op, live, length) {
    if (op.retain) this.held.dirty = true;
    else if (op.delete) this.held.holdDeletion(live, length);
    else this.held.holdInsertion(live, length);
  }

  #pass(tr, op, live, length) {
    if (op.retain && !op.attributes) return;
    const { flat } = this.held.toFlat(live);
    playDelta(tr, flat ? [{ retain: flat }, op] : [op], this.kindOf);
    if (op.insert != null) this.held.inserted(flat, length);
    if (op.delete) this.held.deleted(flat, length);
  }

  #show(change) {
    const { state } = this.host;
    const tr = state.tr;
    change(tr);
    if (tr.docChanged) this.host.dispatch(marked(tr, state));
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), RETRY);
  }
}

const isMirror = (tr) => Boolean(tr.getMeta(mirrored));

// The caret's marks for the next letter survive what others do.
const marked = (tr, state) => tr.setStoredMarks(state.storedMarks).setMeta(mirrored, true).setMeta("addToHistory", false);

/** The lines of the new document, [from, to), that are not the very same nodes as in the old one. */
export function touched(old, now) {
  let from = 0;
  let to = now.childCount;
  const shift = old.childCount - to;
  while (from < to && from < old.childCount && old.child(from) === now.child(from)) from++;
  while (to > from && to + shift > from && old.child(to + shift - 1) === now.child(to - 1)) to--;
  return [from, to];
}

const oneLine = (line) => runsOf(line).map(({ text, marks }) => schema.text(text.replaceAll("\n", " "), marks));

function caretLine(tr) {
  const { index, start } = place(tr.doc, flatOffset(tr.doc, tr.selection.head));
  const line = tr.doc.maybeChild(index);
  return line && { id: line.attrs.l, from: start, to: start + line.content.size };
}

function cutDelta(delta, from, to) {
  const found = [];
  let at = 0;
  for (const { insert, attributes } of delta) {
    const length = typeof insert === "string" ? insert.length : 1;
    const [start, stop] = [Math.max(from - at, 0), Math.min(to - at, length)];
    if (start < stop) found.push({ insert: typeof insert === "string" ? insert.slice(start, stop) : insert, attributes });
    at += length;
  }
  return found;
}
