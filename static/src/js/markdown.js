// Puts Markdown signs around or before the chosen words of a field; undo takes them away again.

// execCommand is the only way that keeps the browser's own undo; the other is for browsers without it.
export function put(field, from, to, words, chosen = words.length, offset = 0) {
  field.focus();
  field.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, words)) {
    field.setRangeText(words, from, to, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.setSelectionRange(from + offset, from + offset + chosen);
}

// One asterisk is italic, two are bold, three are both.
const stars = (words, at, step) => {
  let count = 0;
  while (words[at + step * count] === "*") count++;
  return count;
};

function wrap(field, sign) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const words = value.slice(from, to);
  const around = Math.min(stars(value, from - 1, -1), stars(value, to, 1));
  const off = sign.length === 1 ? around % 2 === 1 : around >= 2;
  if (off) put(field, from - sign.length, to + sign.length, words);
  else put(field, from, to, sign + words + sign, words.length, sign.length);
}

function link(field) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const words = value.slice(from, to);
  put(field, from, to, `[${words}](https://)`, words ? 8 : 0, words ? words.length + 3 : 1);
}

function lines(field, sign) {
  const { selectionStart, selectionEnd, value } = field;
  const from = selectionStart && value.lastIndexOf("\n", selectionStart - 1) + 1;
  const to = (value.indexOf("\n", selectionEnd) + 1 || value.length + 1) - 1;
  const old = value.slice(from, to).split("\n");
  const off = old.every((line) => line.startsWith(sign));
  const bare = old.map((line) => line.replace(/^(#{1,6} |[-*] |\d+\. |> )/, ""));
  const number = (line, index) => (sign === "1. " ? `${index + 1}. ` : sign) + line;
  put(field, from, to, (off ? bare : bare.map(number)).join("\n"));
}

export function mark(field, { wrap: around, line }) {
  if (around) wrap(field, around);
  else if (line) lines(field, line);
  else link(field);
}
