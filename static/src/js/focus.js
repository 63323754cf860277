// Focus is never lost: it goes to what is wrong, or back to where it was before a region was replaced.
const WRONG = ".errors, #problem, [data-focus]";
let lost = null;

function same(region) {
  if (lost.id) return document.getElementById(lost.id);
  return [...region.querySelectorAll(lost.tag)].find((one) => lost.marks.every(([name, value]) => one.getAttribute(name) === value));
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const focused = document.activeElement;
  const marks = ["href", "name", "value", "type"].map((name) => [name, focused.getAttribute(name)]);
  lost = detail.target.contains(focused) && { id: focused.id, tag: focused.localName, marks };
});

document.addEventListener("htmx:afterSettle", ({ target: region }) => {
  const wrong = region.matches(WRONG) ? region : region.querySelector(WRONG);
  const nowhere = lost && (!document.activeElement || document.activeElement === document.body);
  const next = wrong ?? (nowhere ? (same(region) ?? region) : null);
  if (!next) return;
  lost = null;
  if (next.tabIndex < 0) next.tabIndex = -1;
  next.focus();
});

document.querySelector(".errors")?.focus();
