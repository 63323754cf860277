// Puts merged words into a field and leaves the caret at the letters where it stood.
export function take(field, text) {
  const old = field.value;
  if (old === text) return;
  const { selectionStart, selectionEnd, scrollTop } = field;
  const shorter = Math.min(old.length, text.length);
  let head = 0;
  while (head < shorter && old[head] === text[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === text.at(-1 - tail)) tail++;
  const moved = (at) => {
    if (at <= head) return at;
    return at >= old.length - tail ? at + text.length - old.length : Math.min(at, text.length - tail);
  };
  field.value = text;
  if (document.activeElement === field) field.setSelectionRange(moved(selectionStart), moved(selectionEnd));
  field.scrollTop = scrollTop;
  field.dispatchEvent(new Event("taken", { bubbles: true }));
}
