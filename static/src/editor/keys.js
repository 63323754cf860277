// Which key does what, and what is written at the start of a line to make it a heading, a list or a quote.
// Tab is free: it moves the focus on.
import { InputRule, inputRules, undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { Plugin } from "prosemirror-state";
import {
  backspace, deleteChosen, deleteForward, enter, spansSections, startLine, toggleBold, toggleItalic, toggleKind, setKind,
} from "./commands.js";
import { chainCommands } from "./marks.js";

/** Keys by what they do, for the sheet that lists them. Ctrl and Alt together is AltGr, which writes letters. */
export const KEYS = {
  bold: "Mod-b",
  italic: "Mod-i",
  link: "Mod-k",
  undo: "Mod-z",
  redo: "Mod-Shift-z",
  paragraph: "Ctrl-Shift-1",
  heading: "Ctrl-Shift-2",
  subheading: "Ctrl-Shift-3",
  numbers: "Ctrl-Shift-7",
  bullets: "Ctrl-Shift-8",
  quote: "Ctrl-Shift-9",
};

const SIGNS = [[/^##\s$/, "h2"], [/^###\s$/, "h3"], [/^[-*]\s$/, "ul"], [/^1[.)]\s$/, "ol"], [/^>\s$/, "q"]];

const rule = ([pattern, kind]) => new InputRule(pattern, (state, _, from, to) => {
  const { $from } = state.selection;
  if ($from.parent.attrs.k !== "") return null;
  return state.tr.delete(from, to).setNodeAttribute($from.before(), "k", kind);
});

/**
 * The plugins for keys. ``undo`` is what createUndo gives, ``onLink(view)`` opens the form for a link.
 */
export function keys({ undo, onLink = () => {} }) {
  // What is typed before and after is taken back by a step of its own.
  const apart = (command) => (state, dispatch, view) => {
    if (dispatch) undo.stop();
    return command(state, dispatch, view);
  };
  const bindings = {
    [KEYS.bold]: apart(toggleBold),
    [KEYS.italic]: apart(toggleItalic),
    [KEYS.link]: (state, dispatch, view) => (onLink(view), true),
    [KEYS.undo]: () => (undo.undo(), true),
    [KEYS.redo]: () => (undo.redo(), true),
    "Mod-y": () => (undo.redo(), true),
    [KEYS.paragraph]: apart(setKind("")),
    [KEYS.heading]: apart(toggleKind("h2")),
    [KEYS.subheading]: apart(toggleKind("h3")),
    [KEYS.numbers]: apart(toggleKind("ol")),
    [KEYS.bullets]: apart(toggleKind("ul")),
    [KEYS.quote]: apart(toggleKind("q")),
    Enter: apart(enter),
    "Shift-Enter": apart(enter),
    Backspace: chainCommands(undoInputRule, backspace),
    "Shift-Backspace": backspace,
    "Mod-Backspace": backspace,
    Delete: deleteForward,
    "Mod-Delete": deleteForward,
  };
  return [inputRules({ rules: SIGNS.map(rule) }), keymap(bindings), typing];
}

// Letters typed over several sections replace what is chosen in each; typed at a section line they open a line in it.
const typing = new Plugin({
  props: {
    handleTextInput(view, from, to, text) {
      const { state } = view;
      const { $from, empty } = state.selection;
      if (empty && $from.parent.type.name === "section") startLine($from.parent.attrs.l)(state, view.dispatch);
      else if (empty || !spansSections(state)) return false;
      else view.dispatch(deleteChosen(state.tr));
      view.dispatch(view.state.tr.insertText(text).scrollIntoView());
      return true;
    },
  },
});
