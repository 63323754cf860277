// While one was away: after an absence in which others wrote, who changed what; asked of the server, once.
const LONG = 5 * 60_000;
const BROKEN = 20_000;

const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
};
const note = (name, facts) => {
  try {
    localStorage.setItem(name, JSON.stringify(facts));
  } catch {
    // Then a return after a reload is no return.
  }
};

/**
 * @param {object} session
 * @param {{address: string, show: (fragment: DocumentFragment) => void}} how address: of the fragment, which takes ?since=
 */
export function away(session, { address, show }) {
  const name = `seen|${session.person}|${session.text}`;
  let seen = read(name);
  let brokenAt = null;

  async function ask(since) {
    const answer = await fetch(`${address}?since=${since}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    const pattern = document.createElement("template");
    pattern.innerHTML = (await answer.text()).trim();
    if (pattern.content.querySelector("[data-away]")) show(pattern.content);
  }
  async function answered() {
    const { seq } = (await session.outbox.text(session.text)) ?? {};
    if (seq === undefined) return;
    const now = Date.now();
    const was = seen;
    const broken = brokenAt !== null && now - brokenAt > BROKEN;
    brokenAt = null;
    if (document.hidden) return;
    seen = { seq, at: now };
    note(name, seen);
    if (was && seq > was.seq && (now - was.at > LONG || broken)) await ask(was.seq).catch(() => null);
  }
  session.addEventListener("presence", () => void answered());
  session.addEventListener("status", ({ detail: { facts } }) => {
    if (facts.failingSince) brokenAt ??= facts.failingSince;
  });
}
