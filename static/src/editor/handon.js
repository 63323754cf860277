// Whether the draft can be handed on changes while one writes: what the page says of it is fetched anew.
const EVERY = 30_000;

/**
 * @param {object} session
 * @returns {() => void} leaves it as it is
 */
export function handOn(session) {
  let timer = 0;
  let askedAt = 0;
  let savedAt = session.status().facts.savedAt;
  const place = () => document.querySelector("[data-hand-on]");

  async function ask() {
    timer = 0;
    askedAt = Date.now();
    const old = place();
    const answer = await fetch(old.dataset.handOn, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || answer.redirected || old.contains(document.activeElement)) return;
    const pattern = document.createElement("template");
    pattern.innerHTML = (await answer.text()).trim();
    const now = pattern.content.querySelector("[data-hand-on]");
    if (now) old.replaceWith(now);
  }
  function hear({ detail: { kind, facts } }) {
    if (kind !== "server" || facts.savedAt === savedAt || !place()) return;
    savedAt = facts.savedAt;
    timer ||= setTimeout(ask, Math.max(0, askedAt + EVERY - Date.now()));
  }
  session.addEventListener("status", hear);
  return () => {
    clearTimeout(timer);
    session.removeEventListener("status", hear);
  };
}
