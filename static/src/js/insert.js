// Puts offered words into the field under work: in place of all of it, or at the caret. Undo takes them away again.
import { each } from "./each.js";
import { put } from "./markdown.js";

const KEY = "Alt+I";

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-insert]");
  const field = button && document.getElementById(button.dataset.into);
  if (!field) return;
  event.preventDefault();
  const { insert, whole } = button.dataset;
  const [from, to] = whole === undefined ? [field.selectionStart, field.selectionEnd] : [0, field.value.length];
  put(field, from, to, insert, 0, insert.length);
});

// One key inserts the next fact that is not there yet.
each("[data-facts]", (list) => {
  const field = document.getElementById(list.dataset.facts);
  function mark() {
    const buttons = [...list.querySelectorAll("[data-insert]")];
    for (const button of buttons) delete button.dataset.key;
    const next = buttons.find((button) => !field.value.includes(button.dataset.insert));
    if (next) next.dataset.key = KEY;
  }
  for (const moment of ["input", "taken"]) field.addEventListener(moment, mark);
  mark();
});
