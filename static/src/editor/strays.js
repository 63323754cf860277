// Words of mine in a paragraph that somebody deleted at the same time: they are kept, but stand at the head of the next
// line. They are marked, and can be given a line of their own.
import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { flatOffset, positionOf as positionAt } from "./flat.js";
import { schema } from "./schema.js";

const key = new PluginKey("strays");

/** The plugin that marks them. */
export const strays = () => new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply(tr, set) {
      const { add = [], remove = [] } = tr.getMeta(key) ?? {};
      return set.map(tr.mapping, tr.doc).remove(remove).add(tr.doc, add.map(({ from, to }) => Decoration.inline(from, to, { class: "stray" })));
    },
  },
  props: { decorations: (state) => key.getState(state) },
});

/** The letters that are left of lines that went: [{from, to}] as positions of the new document; ``delta`` is of the flat text. */
export function leftOf(before, now, delta) {
  const ids = new Set(now.content.content.map((line) => line.attrs.l));
  const gone = [];
  before.forEach((line, position) => {
    const from = flatOffset(before, position + 1);
    if (!ids.has(line.attrs.l) && line.content.size) gone.push({ from, to: from + line.content.size });
  });
  return gone.length ? survivors(delta, gone).map(({ from, to }) => ({ from: positionAt(now, from), to: positionAt(now, to - 1) + 1 })) : [];
}

function survivors(delta, gone) {
  const found = [];
  let [old, now] = [0, 0];
  const keep = (length) => {
    for (const one of gone) {
      const [from, to] = [Math.max(one.from, old), Math.min(one.to, old + length)];
      if (from >= to) continue;
      const at = from - old + now;
      if (found.at(-1)?.to === at) found.at(-1).to = at + to - from;
      else found.push({ from: at, to: at + to - from });
    }
    old += length;
    now += length;
  };
  for (const { retain, insert, delete: out } of delta) {
    if (retain) keep(retain);
    else if (out) old += out;
    else now += insert.length ?? 1;
  }
  keep(Infinity);
  return found;
}

/**
 * @param {object} surface
 * @param {(found: {words: string, keep: () => void, leave: () => void}) => void} tell
 */
export function watchStrays(surface, tell) {
  const { view } = surface;
  let delta = null;
  const heard = (event, { local }) => (delta = local ? null : event.delta);
  surface.binding.text.observe(heard);

  surface.on("others", ({ before }) => {
    const ranges = delta ? leftOf(before, view.state.doc, delta).filter(({ from, to }) => from < to) : [];
    delta = null;
    if (!ranges.length) return;
    const known = key.getState(view.state).find();
    const { tr } = view.state;
    view.dispatch(tr.setMeta(key, { add: ranges }).setMeta("addToHistory", false));
    const added = key.getState(view.state).find().filter((one) => !known.some((old) => old.type === one.type));
    const words = ranges.map(({ from, to }) => view.state.doc.textBetween(from, to)).join(" ");
    tell({ words, keep: () => keep(view, added), leave: () => forget(view, added) });
  });
  return () => surface.binding.text.unobserve(heard);
}

const forget = (view, added) => view.dispatch(view.state.tr.setMeta(key, { remove: still(view, added) }));

// As they stand now: others may have written before them since.
const still = (view, added) => key.getState(view.state).find().filter((one) => added.some((old) => old.type === one.type));

function keep(view, added) {
  const found = still(view, added).sort((one, other) => other.from - one.from);
  for (const { from, to } of found) ownLine(view, from, to);
  view.dispatch(view.state.tr.setMeta(key, { remove: still(view, added) }));
  view.focus();
}

function ownLine(view, from, to) {
  const { tr, doc } = view.state;
  const $from = doc.resolve(from);
  const line = $from.parent;
  const words = line.content.cut($from.parentOffset, $from.parentOffset + to - from);
  const inHead = line.type.name === "section";
  tr.delete(from, to);
  const place = inHead ? $from.after() - (to - from) : $from.before();
  tr.insert(place, schema.node("block", null, words));
  tr.setSelection(TextSelection.create(tr.doc, place + 1));
  view.dispatch(tr.scrollIntoView());
}
