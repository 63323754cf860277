// Bold and italic, on and off; and commands that are tried in turn.

/** Put a mark on what is chosen, but for spaces at its ends, or take it away; without a choice, on what is typed next. */
export const toggleMark = (type) => (state, dispatch) => {
  const { selection, storedMarks, tr, doc } = state;
  const { $cursor } = selection;
  if ($cursor) {
    const on = type.isInSet(storedMarks ?? $cursor.marks());
    dispatch?.(on ? tr.removeStoredMark(type) : tr.addStoredMark(type.create()));
    return true;
  }
  const { from, to } = selection;
  if (doc.rangeHasMark(from, to, type)) tr.removeMark(from, to, type);
  else {
    const words = doc.textBetween(from, to, "\n");
    const [before, behind] = [words.length - words.trimStart().length, words.length - words.trimEnd().length];
    const spansLines = !selection.$from.sameParent(selection.$to);
    if (spansLines || before + behind >= words.length) tr.addMark(from, to, type.create());
    else tr.addMark(from + before, to - behind, type.create());
  }
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** @returns the command that tries these, until one applies */
export const chainCommands = (...commands) => (state, dispatch, view) => commands.some((command) => command(state, dispatch, view));
