// Who wrote which line last, as a colour and a name beside it: only when somebody asks.
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

const key = new PluginKey("authors");
const COLOURS = 6;

/** The plugin that colours lines. */
export const authors = () => new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply(tr, set) {
      const people = tr.getMeta(key);
      if (people) return decorate(tr.doc, people);
      return tr.docChanged ? set.map(tr.mapping, tr.doc) : set;
    },
  },
  props: { decorations: (state) => key.getState(state) },
});

function decorate(doc, people) {
  const names = [...new Set(Object.values(people))];
  const found = [];
  let last = "";
  doc.forEach((line, position) => {
    const name = people[line.attrs.l];
    if (!name || line.type.name === "section") return void (last = "");
    const its = { "data-author": names.indexOf(name) % COLOURS, ...(name !== last && { "data-by": name }) };
    last = name;
    found.push(Decoration.node(position, position + line.nodeSize, its));
  });
  return DecorationSet.create(doc, found);
}

/**
 * @param {object} surface
 * @param {string} address answers {line id: name}
 * @returns {(button: Element) => Promise<void>} shows them, or takes them away again
 */
export function colours(surface, address) {
  const show = (people) => surface.view.dispatch(surface.view.state.tr.setMeta(key, people).setMeta("addToHistory", false));
  return async (button) => {
    const on = button.getAttribute("aria-pressed") !== "true";
    const answer = on ? await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null) : null;
    if (on && !answer?.ok) return;
    show(on ? await answer.json() : {});
    button.setAttribute("aria-pressed", String(on));
  };
}
