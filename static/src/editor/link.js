// The form for a link: says what is wrong with an address before it is set.
import { linkAt, setLink, startLine, unsetLink } from "./commands.js";
import { address } from "./schema.js";

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const EMAIL = /^[^\s@:/?#]+@[^\s@:/?#]+\.[^\s@.]+$/;
const PHONE = /^tel:\+?[\d()\-. ]{3,}$/i;
const HOST = /^(?:[a-z0-9\u00a1-\uffff](?:[a-z0-9\u00a1-\uffff-]*[a-z0-9\u00a1-\uffff])?\.)+[a-z\u00a1-\uffff]{2,}$/i;
const AT_HAND = /^(?:\/|\.|#)/;

/**
 * What is wrong with an address as it was written: "", or "empty", "spaces", "scheme", "host", "mail", "phone".
 * @param {string} written
 */
export function wrongWith(written) {
  const wanted = written.trim();
  if (!wanted) return "empty";
  if (/^tel:/i.test(wanted)) return PHONE.test(wanted) ? "" : "phone";
  if (/\s/.test(wanted)) return "spaces";
  if (/^mailto:/i.test(wanted)) return EMAIL.test(wanted.slice(7).split("?")[0]) ? "" : "mail";
  if (EMAIL.test(wanted)) return "";
  const scheme = SCHEME.exec(wanted)?.[1];
  if (AT_HAND.test(wanted) || (scheme && !/^https?$/i.test(scheme) && !/^[^:]+:\d+(\/|$)/.test(wanted))) return "scheme";
  return hostOf(wanted) ? "" : "host";
}

function hostOf(wanted) {
  try {
    const { hostname } = new URL(complete(wanted));
    return HOST.test(hostname) || HOST.test(decodeURIComponent(hostname));
  } catch {
    return false;
  }
}

/** The address as it is set: an e-mail address leads to a letter, one without a scheme to https. */
export function complete(written) {
  const wanted = written.trim();
  if (/^(https?|mailto):/i.test(wanted)) return wanted;
  if (/^tel:/i.test(wanted)) return wanted.replace(/\s/g, "");
  return EMAIL.test(wanted) ? `mailto:${wanted}` : `https://${wanted}`;
}

/**
 * @param {HTMLDialogElement} dialog its form has fields "words" and "address"; [data-wrong] says by data- what is wrong
 * @returns {(view: import("prosemirror-view").EditorView) => void} opens it
 */
export function linkDialog(dialog) {
  const form = dialog.querySelector("form");
  const { words, address: field } = form.elements;
  const wrong = dialog.querySelector("[data-wrong]");
  const remove = dialog.querySelector("[data-do=unlink]");
  let view = null;

  function say(problem) {
    wrong.hidden = !problem;
    wrong.querySelector("[data-words]").textContent = problem ? wrong.dataset[problem] : "";
    if (problem) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const problem = wrongWith(field.value) || (address(complete(field.value)) ? "" : "scheme");
    say(problem);
    if (problem) return field.focus();
    const { parent } = view.state.selection.$from;
    if (parent.type.name === "section") startLine(parent.attrs.l)(view.state, view.dispatch);
    setLink(complete(field.value), words.value.trim())(view.state, view.dispatch);
    return dialog.close();
  });
  remove.addEventListener("click", () => {
    unsetLink(view.state, view.dispatch);
    dialog.close();
  });
  dialog.querySelector("[data-do=close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => view.focus());
  field.addEventListener("input", () => field.hasAttribute("aria-invalid") && say(wrongWith(field.value)));

  return (its) => {
    view = its;
    const { state } = view;
    const { from, to, empty, $from, $to } = state.selection;
    if (!view.editable) return;
    const there = linkAt(state);
    field.value = there?.h ?? "";
    words.value = empty ? (there?.words ?? "") : state.doc.textBetween(from, to, " ");
    words.readOnly = !$from.sameParent($to);
    remove.hidden = !there;
    say("");
    dialog.showModal();
    (words.value || !field.value ? field : words).focus();
    if (!words.value) words.focus();
  };
}
