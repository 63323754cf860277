// The row of tools: one stop for the keyboard, arrows inside, each tool also by its own keys.
import { chosen, setKind, toggleBold, toggleItalic, toggleKind } from "./commands.js";

const COMMANDS = {
  heading: toggleKind("h2"),
  subheading: toggleKind("h3"),
  bullets: toggleKind("ul"),
  numbers: toggleKind("ol"),
  quote: toggleKind("q"),
  paragraph: setKind(""),
  bold: toggleBold,
  italic: toggleItalic,
};
const KINDS = { heading: "h2", subheading: "h3", bullets: "ul", numbers: "ol", quote: "q" };
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/**
 * @param {object} surface
 * @param {Element} bar its buttons say by data-do what they do
 * @param {Record<string, (button: Element) => void>} more what is no command of the text
 */
export function toolbar(surface, bar, more) {
  const buttons = [...bar.querySelectorAll("button")];
  const stand = (button) => buttons.forEach((one) => (one.tabIndex = one === button ? 0 : -1));
  const usable = () => buttons.filter((button) => !button.hidden && button.offsetParent !== null);

  function press(button) {
    const name = button.dataset.do;
    stand(button);
    if (button.getAttribute("aria-disabled") === "true") return;
    if (more[name]) return void more[name](button);
    surface.run(COMMANDS[name]);
    surface.view.focus();
    show();
  }
  function walk(event) {
    const all = usable();
    const at = all.indexOf(document.activeElement);
    const next = { Home: 0, End: all.length - 1 }[event.key] ?? at + (STEPS[event.key] ?? 0);
    if (next === at) return;
    event.preventDefault();
    const button = all.at(next % all.length);
    stand(button);
    button.focus();
  }
  function show() {
    const { kind, bold, italic, link } = chosen(surface.view.state);
    const on = { bold, italic, link: Boolean(link), ...Object.fromEntries(Object.entries(KINDS).map(([name, k]) => [name, k === kind])) };
    const can = { undo: surface.undo.canUndo(), redo: surface.undo.canRedo() };
    for (const button of buttons) {
      const name = button.dataset.do;
      if (name in on) set(button, "aria-pressed", on[name]);
      if (name in can) set(button, "aria-disabled", !can[name]);
    }
  }
  stand(buttons[0]);
  // The caret stays where it is while the mouse presses.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("click", ({ target }) => target.closest("button") && press(target.closest("button")));
  bar.addEventListener("keydown", walk);
  let due = 0;
  const soon = () => (due ||= requestAnimationFrame(() => ((due = 0), show())));
  surface.on("moved", soon).on("changed", soon);
  show();
  return { focus: () => buttons.find((button) => button.tabIndex === 0).focus() };
}

function set(button, name, value) {
  if (button.getAttribute(name) !== String(value)) button.setAttribute(name, String(value));
}
