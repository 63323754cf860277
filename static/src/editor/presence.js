// Who else is in the text: a name and its age beside the line, and a list of all. Nobody's caret is shown.
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { fill } from "../js/words.js";
import { positionOf } from "./surface.js";

const key = new PluginKey("presence");
const NOW = 25;
const MINUTE = 60;
const EVERY = 10_000;
const SECOND = 1000;

/** The plugin that writes names beside lines. */
export const neighbours = () => new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply(tr, set) {
      const labels = tr.getMeta(key);
      if (labels) return decorate(tr.doc, labels);
      return tr.docChanged ? set.map(tr.mapping, tr.doc) : set;
    },
  },
  props: { decorations: (state) => key.getState(state) },
});

function decorate(doc, labels) {
  const found = [...labels].flatMap(([line, { words, now }]) => {
    const position = positionOf(doc, line);
    if (position === null) return [];
    const its = { "data-beside": words, ...(now && { "data-now": "" }) };
    return [Decoration.node(position, position + doc.nodeAt(position).nodeSize, its)];
  });
  return DecorationSet.create(doc, found);
}

/**
 * @param {object} surface
 * @param {object} session
 * @param {HTMLElement} place says by data- how it is said; its <template> is a person
 */
export function presence(surface, session, place) {
  const pattern = place.querySelector("template");
  const list = place.querySelector("[data-people]");
  let all = [];
  let heardAt = 0;
  let said = "";

  const aged = () => all.map((one) => ({ ...one, age: one.age + Math.round((Date.now() - heardAt) / SECOND) }));
  function label({ name, age }) {
    if (age < NOW) return fill(place.dataset.writes, { name });
    if (age < 2 * MINUTE) return fill(place.dataset.seconds, { name, n: Math.round(age / 10) * 10 });
    return fill(place.dataset.minutes, { name, n: Math.round(age / MINUTE) });
  }
  function show() {
    const labels = new Map();
    for (const one of aged().sort((a, b) => a.age - b.age)) {
      const { words = "", now = false } = labels.get(one.line) ?? {};
      labels.set(one.line, { words: words ? `${words} · ${label(one)}` : label(one), now: now || one.age < NOW });
    }
    const now = JSON.stringify([...labels]);
    if (now === said || surface.view.composing) return;
    said = now;
    surface.view.dispatch(surface.view.state.tr.setMeta(key, labels).setMeta("addToHistory", false));
    people();
  }
  function people() {
    place.hidden = !all.length;
    list.replaceChildren(...aged().map(({ name, age }) => {
      const one = pattern.content.firstElementChild.cloneNode(true);
      one.classList.toggle("here", age < NOW);
      one.querySelector("i").textContent = initials(name);
      one.querySelector("[data-name]").textContent = name;
      return one;
    }));
  }
  session.addEventListener("presence", ({ detail }) => {
    all = detail;
    heardAt = Date.now();
    show();
  });
  surface.on("moved", () => session.standsIn(surface.line)).on("changed", () => session.standsIn(surface.line));
  const timer = setInterval(show, EVERY);
  return {
    /** The name of whoever stands in one of these lines, or "". */
    nameAt: (lines) => all.find(({ line }) => lines.includes(line))?.name ?? (all.length === 1 ? all[0].name : ""),
    destroy: () => clearInterval(timer),
  };
}

function initials(name) {
  const parts = name.split(/\s+/);
  return ((parts[0]?.[0] ?? "") + (parts.length > 1 ? parts.at(-1)[0] : "")).toUpperCase();
}
