// Find in the text: all places are marked, one of them is the one at which one is.
import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { fill } from "../js/words.js";
import { idly } from "./idle.js";

const key = new PluginKey("find");
const MOST = 2000;
const NOTHING = { query: "", found: [], at: -1, set: DecorationSet.empty };

/** All places of the words: [{from, to}]; small and large letters are one. */
export function search(doc, query) {
  const wanted = query.toLocaleLowerCase();
  const found = [];
  if (!wanted) return found;
  doc.forEach((line, position) => {
    const words = line.textContent.toLocaleLowerCase();
    // Some small letters are two: then places would not fit.
    const within = words.length === line.content.size ? words : line.textContent;
    for (let at = within.indexOf(wanted); at >= 0 && found.length < MOST; at = within.indexOf(wanted, at + wanted.length)) {
      found.push({ from: position + 1 + at, to: position + 1 + at + wanted.length });
    }
  });
  return found;
}

const marked = (doc, found, at) =>
  DecorationSet.create(doc, found.map(({ from, to }, index) => Decoration.inline(from, to, { class: index === at ? "found now" : "found" })));

function next(old, { query, step }, { doc, selection }) {
  const found = search(doc, query);
  let at = old.query === query && old.at >= 0 ? Math.min(old.at, found.length - 1) + step : found.findIndex(({ to }) => to >= selection.from);
  if (found.length) at = ((at < 0 && !step ? 0 : at) + found.length) % found.length;
  else at = -1;
  return { query, found, at, set: marked(doc, found, at) };
}

/** The plugin that marks the places. */
export const finding = () => new Plugin({
  key,
  state: {
    init: () => NOTHING,
    apply(tr, old, _, state) {
      const asked = tr.getMeta(key);
      if (asked === null) return NOTHING;
      if (asked) return next(old, asked, state);
      return tr.docChanged && old.query ? { ...old, set: old.set.map(tr.mapping, tr.doc) } : old;
    },
  },
  props: { decorations: (state) => key.getState(state).set },
});

/**
 * @param {object} surface
 * @param {Element} panel with an input, [data-number] for the number, and buttons by data-do
 * @returns {() => void} opens it
 */
export function find(surface, panel) {
  const { view } = surface;
  const field = panel.querySelector("input");
  const said = panel.querySelector("[data-number]");
  const ask = (step) => view.dispatch(view.state.tr.setMeta(key, { query: field.value, step }));

  function tell() {
    const { found, at } = key.getState(view.state);
    said.textContent = field.value ? fill(found.length ? said.dataset.number : said.dataset.none, { n: at + 1, all: found.length }) : "";
  }
  function go(step) {
    ask(step);
    const { found, at } = key.getState(view.state);
    tell();
    if (found[at]) view.dom.querySelector(".found.now")?.scrollIntoView({ block: "center" });
  }
  function close() {
    const { found, at } = key.getState(view.state);
    panel.hidden = true;
    const { tr } = view.state;
    if (found[at] && found[at].to <= tr.doc.content.size) tr.setSelection(TextSelection.create(tr.doc, found[at].from, found[at].to));
    view.dispatch(tr.setMeta(key, null));
    view.focus();
  }
  const acts = { next: () => go(1), previous: () => go(-1), close };
  panel.addEventListener("click", ({ target }) => acts[target.closest("button")?.dataset.do]?.());
  field.addEventListener("input", () => go(0));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === field) go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  });
  surface.on("changed", idly(() => panel.hidden || (ask(0), tell())));

  return () => {
    const { from, to, empty, $from, $to } = view.state.selection;
    if (!empty && $from.sameParent($to)) field.value = view.state.doc.textBetween(from, to);
    panel.hidden = false;
    field.focus();
    field.select();
    if (field.value) go(0);
  };
}
