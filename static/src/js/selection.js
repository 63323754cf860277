// A reader chooses words; the remark form is filled with them and with the line they stand in.
import { each } from "./each.js";

const SOFT = /\u00ad/g;

// The words of a range as the text has them: without soft hyphens and without what the page adds.
function words(range) {
  const part = range.cloneContents();
  for (const added of part.querySelectorAll("sup, .vh, svg")) added.remove();
  return part.textContent.replace(SOFT, "");
}

function chosen(area) {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const start = range.startContainer;
  const line = (start.nodeType === Node.ELEMENT_NODE ? start : start.parentElement).closest("[data-line]");
  if (!line || !area.contains(line)) return null;
  if (!line.contains(range.endContainer)) range.setEndAfter(line.lastChild);
  const before = range.cloneRange();
  before.selectNodeContents(line);
  before.setEnd(range.startContainer, range.startOffset);
  const all = words(range);
  const skipped = words(before) + all.slice(0, all.length - all.trimStart().length);
  return all.trim() && { line, quote: all.trim(), start: [...skipped].length };
}

each("[data-remarkable]", (area) => {
  const form = document.getElementById(area.dataset.remarkable);
  const set = (name, value) => form.elements[name] && (form.elements[name].value = value);

  function fill() {
    const found = chosen(area);
    if (!found) return;
    area.querySelector("[data-line].on")?.classList.remove("on");
    found.line.classList.add("on");
    set("quote", found.quote);
    set("line", found.line.dataset.line);
    set("start", found.start);
    const shown = form.querySelector("[data-quoted]");
    if (shown) shown.textContent = found.quote;
    form.dispatchEvent(new Event("chosen", { bubbles: true }));
  }

  let timer;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(fill, 150);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-to-remark]")?.dataset.toRemark === form.id) form.querySelector("textarea").focus();
  });
});
