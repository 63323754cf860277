// The text on the screen: one field in which all of it is written, under the heads of its sections.
import { EditorState, Plugin, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { createBinding, mirrored, touched } from "./binding.js";
import { heads } from "./heads.js";
import { keys } from "./keys.js";
import { lists } from "./lists.js";
import { paste } from "./paste.js";
import { DECISION } from "./suggesting.js";
import { createUndo } from "./undo.js";

/** Changes of the title have this origin; undo takes them back, too. */
export const TITLE = { name: "title" };

/**
 * Show a text in a place and let a person write in it.
 *
 * Tells by events: "changed" (letters or lines), "moved" (the selection), "others" {lines}: ids of lines that others
 * changed just now; "twin" {words}: words that stood twice and were taken out; "repair" {reason}.
 * @param {Element} place
 * @param {import("yjs").Doc} ydoc
 * @param {{language?: string, label?: string, described?: string, sections?: Record<string, import("./heads.js").Section>,
 *   isRemote?: (origin: unknown) => boolean, onLink?: (view: EditorView) => void, plugins?: object[]}} options
 * @returns {Surface}
 */
export const mount = (place, ydoc, options = {}) => new Surface(place, ydoc, options);

class Surface extends EventTarget {
  constructor(place, ydoc, { sections = {}, isRemote = () => false, onLink, plugins = [], ...about }) {
    super();
    this.ydoc = ydoc;
    this.editable = true;
    this.remote = false;
    this.binding = createBinding(ydoc, { onRepair: (reason) => this.#tell("repair", { reason }) });
    const origins = [this.binding.origin, TITLE, DECISION];
    this.undo = createUndo(ydoc, origins, { onTwin: (words) => this.#tell("twin", { words }) });
    const own = [prompt, keys({ undo: this.undo, onLink }), paste(), lists(), heads(sections)].flat();
    this.view = new EditorView(place, {
      state: EditorState.create({ doc: this.binding.toDoc(), plugins: [this.binding.plugin, ...plugins, ...own] }),
      editable: () => this.editable,
      attributes: () => attributes(about, this.editable),
      dispatchTransaction: (tr) => this.#dispatch(tr),
    });
    this.binding.connectView(this.view);
    this.#hearOthers(isRemote);
  }

  on(name, act) {
    this.addEventListener(name, ({ detail }) => act(detail));
    return this;
  }
  setEditable(editable) {
    this.editable = editable;
    this.view.setProps({});
  }
  /** Run a command; what it does is taken back by itself. */
  run(command) {
    this.undo.stop();
    return command(this.view.state, this.view.dispatch.bind(this.view), this.view);
  }
  /** Put the caret into a line, by its id; into an empty section a first line is opened when something is written. */
  goTo(line, offset = 0) {
    const { state } = this.view;
    const position = positionOf(state.doc, line);
    if (position === null) return false;
    const node = state.doc.nodeAt(position);
    const next = node.type.name === "section" && state.doc.nodeAt(position + node.nodeSize);
    const at = position + 1 + (next?.type?.name === "block" ? node.nodeSize : Math.min(offset, node.content.size));
    this.view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, at)));
    this.view.focus();
    this.show(line);
    return true;
  }
  show(line) {
    const position = positionOf(this.view.state.doc, line);
    if (position !== null) this.view.nodeDOM(position)?.scrollIntoView({ block: "center" });
  }
  /** The id of the line in which the person stands. */
  get line() {
    const { $head } = this.view.state.selection;
    return $head.depth ? ($head.parent.attrs.l ?? "") : "";
  }
  destroy() {
    this.unhear();
    this.undo.destroy();
    this.binding.destroy();
    this.view.destroy();
  }

  #dispatch(tr) {
    const before = this.view.state;
    this.binding.dispatcher.call(this.view, tr);
    const after = this.view.state;
    if (before.doc !== after.doc) {
      if (tr.getMeta(mirrored) && this.remote) this.#tell("others", { lines: changed(before.doc, after.doc), before: before.doc });
      this.#tell("changed");
    }
    if (!before.selection.eq(after.selection) || before.storedMarks !== after.storedMarks) this.#tell("moved");
  }

  // What is dispatched from their transaction on is theirs; Yjs tidies up after it in transactions of its own.
  #hearOthers(isRemote) {
    const begins = ({ origin }) => (this.remote ||= isRemote(origin));
    const ends = () => (this.remote = false);
    this.ydoc.on("beforeTransaction", begins);
    this.ydoc.on("afterAllTransactions", ends);
    this.unhear = () => {
      this.ydoc.off("beforeTransaction", begins);
      this.ydoc.off("afterAllTransactions", ends);
    };
  }
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

// Fast hands press on before the browser has told of a selection.
const prompt = new Plugin({
  props: { handleDOMEvents: { keydown: (view) => void (view.composing || view.domObserver.flush()) } },
});

function attributes({ language, label, described }, editable) {
  return {
    class: "surface read mid",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": label ?? "",
    ...(described && { "aria-describedby": described }),
    ...(!editable && { "aria-readonly": "true", tabindex: "0" }),
    ...(language && { lang: language }),
    spellcheck: "true",
  };
}

/** The position of a line by its id, or null. */
export function positionOf(doc, id) {
  let found = null;
  doc.forEach((line, position) => void (line.attrs.l === id && (found ??= position)));
  return found;
}

// Ids of the lines that are not as they were, those that went among them.
function changed(old, now) {
  const [from, to] = touched(old, now);
  const shift = old.childCount - now.childCount;
  const found = new Set();
  for (let index = from; index < to; index++) found.add(now.child(index).attrs.l);
  for (let index = from; index < to + shift; index++) found.add(old.child(index).attrs.l);
  const was = new Map(old.content.content.slice(from, Math.max(from, to + shift)).map((line) => [line.attrs.l, line]));
  for (let index = from; index < to; index++) {
    const line = now.child(index);
    if (was.get(line.attrs.l)?.eq(line)) found.delete(line.attrs.l);
  }
  return [...found].filter(Boolean);
}
