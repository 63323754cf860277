// The line of status says what the session says, and what can be done about it stands beside it.
import { say } from "../js/words.js";

const KEEP = ["copy", "download"];
const ACTS = {
  ...{ signedout: ["signin", ...KEEP], signedoutsaved: ["signin"], late: ["late"], cut: ["mend"] },
  ...{ gone: KEEP, readonly: KEEP, readonlywaiting: KEEP, toolarge: KEEP, nottaken: KEEP },
  ...{ storagefull: KEEP, storagerefused: KEEP, storagemissing: KEEP, storagelost: KEEP },
};

/**
 * @param {object} session
 * @param {{line: HTMLElement, sentences: DOMStringMap, acts: HTMLElement, does: Record<string, (button: Element) => void>}} its
 *   line: of status; sentences: by the names of status.js; acts: what can be done, by data-do
 * @returns {() => void} gives the line back as it was
 */
export function standing(session, { line, sentences, acts, does }) {
  const before = { ...line.dataset };
  Object.assign(line.dataset, sentences);

  function show({ kind, words, values }) {
    say(kind, words, values);
    line.querySelector("[data-again]").hidden = true;
    const wanted = ACTS[words] ?? [];
    for (const one of acts.querySelectorAll("[data-do]")) one.hidden = !wanted.includes(one.dataset.do);
    acts.hidden = !wanted.length;
  }
  const hear = ({ detail }) => show(detail);
  const press = ({ target }) => {
    const button = target.closest("[data-do]");
    if (button) does[button.dataset.do]?.(button);
  };
  session.addEventListener("status", hear);
  acts.addEventListener("click", press);
  show(session.status());
  return () => {
    session.removeEventListener("status", hear);
    acts.removeEventListener("click", press);
    acts.hidden = true;
    for (const name of Object.keys(sentences)) delete line.dataset[name];
    Object.assign(line.dataset, before);
    say("");
  };
}

/** Put words on the clipboard; where the browser does not let us, as people copy. */
export async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const field = document.createElement("textarea");
    field.value = words;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}
