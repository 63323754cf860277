// The row of tools above the sections: it works on the field last written in, and is one stop for the keyboard.
import { each } from "./each.js";
import { mark } from "./markdown.js";

const KEYS = { b: "bold", i: "italic", k: "link" };

each("[data-toolbar]", (bar) => {
  const form = bar.closest("form");
  const buttons = [...bar.querySelectorAll("button")];
  const fields = () => [...form.querySelectorAll("textarea[data-section]")];
  let last;
  buttons.forEach((button, index) => (button.tabIndex = index ? -1 : 0));
  form.addEventListener("focusin", ({ target }) => {
    if (fields().includes(target)) last = target;
  });
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    const field = last ?? fields()[0];
    if (button && field) mark(field, button.dataset);
  });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
  });
  form.addEventListener("keydown", (event) => {
    const plain = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const button = plain && fields().includes(event.target) && bar.querySelector(`[data-mark=${KEYS[event.key] ?? "none"}]`);
    if (!button) return;
    event.preventDefault();
    mark(event.target, button.dataset);
  });
});
