// Items of lists stand as lines of their own; here they learn their number and how many they are together.
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

const isItem = (line) => line.attrs.k === "ul" || line.attrs.k === "ol";
const outline = (doc) => doc.content.content.map((line) => line.attrs.k ?? "§").join();

function decorations(doc) {
  const found = [];
  let items = [];
  const close = () => {
    items.forEach(({ line, position }, index) =>
      found.push(Decoration.node(position, position + line.nodeSize, {}, { item: { number: index + 1, of: items.length } })));
    items = [];
  };
  doc.forEach((line, position) => {
    if (items.length && items[0].line.attrs.k !== line.attrs.k) close();
    if (isItem(line)) items.push({ line, position });
  });
  close();
  return DecorationSet.create(doc, found);
}

const made = (doc) => ({ outline: outline(doc), set: decorations(doc) });

/** Numbers the items of lists; made anew only when lines came, went or changed their kind. */
export const lists = () => {
  const plugin = new Plugin({
    state: {
      init: (_, { doc }) => made(doc),
      apply(tr, old) {
        if (!tr.docChanged) return old;
        return outline(tr.doc) === old.outline ? { ...old, set: old.set.map(tr.mapping, tr.doc) } : made(tr.doc);
      },
    },
    props: {
      decorations: (state) => plugin.getState(state).set,
      nodeViews: { block: (node, view, getPos, its) => (isItem(node) ? new Item(node, its) : null) },
    },
  });
  return plugin;
};

class Item {
  constructor(node, its) {
    this.kind = node.attrs.k;
    this.dom = document.createElement(this.kind);
    this.contentDOM = this.dom.appendChild(document.createElement("li"));
    this.update(node, its);
  }

  update(node, its) {
    if (node.type.name !== "block" || node.attrs.k !== this.kind) return false;
    const { number, of } = its.find(({ spec }) => spec.item)?.spec.item ?? { number: 1, of: 1 };
    this.dom.dataset.line = node.attrs.l ?? "";
    if (this.kind === "ol") this.dom.start = number;
    this.contentDOM.setAttribute("aria-posinset", number);
    this.contentDOM.setAttribute("aria-setsize", of);
    return true;
  }

  ignoreMutation(mutation) {
    return mutation.type === "attributes";
  }
}
