// The title is a field of its own: what changes in it becomes one operation, what others write stays clear of the caret.

/**
 * @param {HTMLInputElement} field
 * @param {import("yjs").Text} text
 * @param {unknown} origin of what is written here
 * @param {{undo: () => void, redo: () => void}} undo
 * @returns {() => void} to untie them
 */
export function bindTitle(field, text, origin, undo) {
  let composing = false;
  let shown = text.toString();
  field.value = shown;

  function write() {
    const { from, to, words } = difference(shown, field.value, field.selectionEnd);
    shown = field.value;
    if (from === to && !words) return;
    text.doc.transact(() => {
      if (to > from) text.delete(from, to - from);
      if (words) text.insert(from, words);
    }, origin);
  }
  function take({ delta }, { origin: whose }) {
    if (whose === origin) return;
    if (composing) return void (waits = true);
    show(moved(delta));
  }
  let waits = false;
  function show(move = (at) => at) {
    const { selectionStart, selectionEnd } = field;
    shown = text.toString();
    field.value = shown;
    if (document.activeElement === field) field.setSelectionRange(move(selectionStart), move(selectionEnd));
  }
  const events = {
    input: () => composing || write(),
    compositionstart: () => (composing = true),
    compositionend: () => {
      composing = false;
      // What others wrote meanwhile stands in the text; only what was composed here is written.
      if (waits) merge();
      else write();
      waits = false;
    },
    keydown: (event) => press(event, undo),
  };
  function merge() {
    const { from, to, words } = difference(shown, field.value, field.selectionEnd);
    const at = Math.min(from, text.length);
    text.doc.transact(() => {
      const gone = Math.min(to, text.length) - at;
      if (gone > 0 && text.toString().slice(at, at + gone) === shown.slice(from, to)) text.delete(at, gone);
      if (words) text.insert(at, words);
    }, origin);
    show();
  }

  for (const [name, act] of Object.entries(events)) field.addEventListener(name, act);
  text.observe(take);
  return () => {
    for (const [name, act] of Object.entries(events)) field.removeEventListener(name, act);
    text.unobserve(take);
  };
}

function press(event, undo) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  if (key === "y" || event.shiftKey) undo.redo();
  else undo.undo();
}

/** The one stretch in which two titles differ; of the places where it can stand, the one that ends at the caret. */
export function difference(old, now, caret) {
  let tail = 0;
  const most = Math.min(old.length, now.length);
  const behind = Math.max(0, now.length - caret);
  while (tail < Math.min(most, behind) && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  let from = 0;
  while (from < most - tail && old[from] === now[from]) from++;
  while (tail < most - from && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  return { from, to: old.length - tail, words: now.slice(from, now.length - tail) };
}

/** Where a place in the old words stands after a delta. */
export const moved = (delta) => (place) => {
  let at = 0;
  let now = place;
  for (const { retain, insert, delete: gone } of delta) {
    if (retain) at += retain;
    else if (insert && at < now) [now, at] = [now + insert.length, at + insert.length];
    else if (insert) at += insert.length;
    else if (gone && at < now) now = Math.max(at, now - gone);
  }
  return now;
};
