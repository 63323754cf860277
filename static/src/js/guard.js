// Nothing goes on before the words are saved: acts and links wait for them, and a closing page asks.
import { offer } from "./offer.js";

export function guard(saver) {
  const { draft, send } = saver;
  let passing = false;

  async function flush() {
    while (draft.unsent()) if (!(await send())) return false;
    return true;
  }

  function hold(event, goOn) {
    if (passing || !draft.unsent() || event.defaultPrevented) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    flush().then((saved) => {
      passing = true;
      goOn(saved);
      passing = false;
    });
  }

  addEventListener("submit", (event) => {
    const { target, submitter } = event;
    hold(event, (saved) => (saved || !target.matches("[hx-post]")) && target.requestSubmit(submitter ?? undefined));
  }, true);

  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]:not([target], [download], [href^='#'])");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (link && plain) hold(event, () => link.click());
  }, true);

  addEventListener("beforeunload", (event) => {
    if (draft.unsent()) event.preventDefault();
  });
  addEventListener("online", () => saver.waits() && send());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || saver.waits()) send();
  });
  offer(saver, flush);
}
