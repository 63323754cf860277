// Whoever goes on from the text takes their words along: acts wait until the server has them, links a moment.
const MOMENT = 2500;
const WHILE = 15_000;

const within = (milliseconds, promise) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(resolve, milliseconds, false))]);

/**
 * @param {object} session
 * @param {{stays: (why: "act" | "form") => void}} tell when something cannot go on because words wait
 * @returns {() => void} lets everything pass again
 */
export function going(session, { stays }) {
  let passing = false;
  const waits = () => session.status().facts.waiting > 0;

  async function hold(event, patience, must, goOn) {
    if (passing || event.defaultPrevented || !waits()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const sent = await within(patience, session.flush());
    if (!sent && must) return void stays(must);
    passing = true;
    goOn();
    setTimeout(() => (passing = false));
  }
  function submit(event) {
    const { target, submitter } = event;
    if (target.method === "dialog" || target.matches("[data-leaving]")) return;
    void hold(event, WHILE, "act", () => target.requestSubmit(submitter ?? undefined));
  }
  function click(event) {
    const link = event.target.closest?.("a[href]:not([target], [download], [href^='#'])");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !plain || link.closest("[contenteditable=true]")) return;
    const toForm = link.dataset.to === "form";
    void hold(event, toForm ? WHILE : MOMENT, toForm ? "form" : "", () => link.click());
  }
  // Only words that no device keeps are worth a question.
  const unload = (event) => session.status().facts.unstored > 0 && event.preventDefault();
  const events = [["submit", submit, true], ["click", click, true], ["beforeunload", unload, false]];
  for (const [name, act, early] of events) addEventListener(name, act, early);
  return () => {
    for (const [name, act, early] of events) removeEventListener(name, act, early);
  };
}
