// Keys that an element declares for itself, and the sheet that lists them; those that are only listed work elsewhere.
import { each } from "./each.js";

const OFF = "single-keys-off";
const writing = (element) => element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const shown = () => [...document.querySelectorAll("[data-key]")].filter((element) => element.checkVisibility?.() ?? true);
const named = (element) => element.dataset.keyLabel ?? element.ariaLabel ?? element.textContent.trim();

// "Alt+N", "Ctrl+Enter", "Alt+ArrowDown", "?": letters by their place on the board, as Alt changes what they type.
function pressed(event, combination) {
  const parts = combination.split("+");
  const key = parts.pop();
  const wanted = (part) => parts.includes(part);
  const single = combination.length === 1;
  if (event.altKey !== wanted("Alt") || (event.ctrlKey || event.metaKey) !== wanted("Ctrl")) return false;
  if (!single && event.shiftKey !== wanted("Shift")) return false;
  return event.key === key || (!single && [`Key${key}`, `Digit${key}`].includes(event.code));
}

each("[data-key]", (element) => element.setAttribute("aria-keyshortcuts", element.dataset.key.replace("Ctrl", "Control")));

document.addEventListener("keydown", (event) => {
  const single = !(event.ctrlKey || event.metaKey || event.altKey) && event.key.length === 1;
  if (event.defaultPrevented || event.isComposing || (single && (writing(event.target) || localStorage.getItem(OFF)))) return;
  const element = shown().find((one) => one.dataset.listed === undefined && pressed(event, one.dataset.key));
  if (!element) return;
  event.preventDefault();
  if (element.matches("a, button, summary")) element.click();
  else element.focus();
});

function row(element) {
  const term = document.createElement("dt");
  const words = document.createElement("dd");
  const key = document.createElement("kbd");
  key.textContent = element.dataset.key.replaceAll("+", " + ").replace("Arrow", "");
  words.textContent = named(element);
  term.append(key);
  return [term, words];
}

const sheet = document.getElementById("keys");
const single = sheet?.querySelector("[data-single-keys]");
sheet?.addEventListener("opening", () => {
  sheet.querySelector("[data-keys]").replaceChildren(...shown().flatMap(row));
  single.checked = !localStorage.getItem(OFF);
});
single?.addEventListener("change", () => (single.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
