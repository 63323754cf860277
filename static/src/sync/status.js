// From what is known to one thing that is said. Pure: the same facts give the same words.

const two = (number) => String(number).padStart(2, "0");
/** 14:03, by the clock of this device. */
export const clockOf = (at) => `${two(new Date(at).getHours())}:${two(new Date(at).getMinutes())}`;

/**
 * What is said, the first that fits. ``words`` names a sentence of components/syncing.html, ``values`` fill it; ``kind``
 * is the sign beside it: "here" on this device only, "server" safe there, "waiting" for the line, "refused" something to
 * be done about it.
 * @typedef {"" | "here" | "server" | "waiting" | "refused"} Kind
 * @typedef {{kind: Kind, words: string, values: Record<string, string | number>}} Said
 *
 * @param {{waiting: number, since: number | null, unstored: number, storage: string | null, refusedRows: number,
 *   isOpen: boolean, cutSeconds?: number} & import("./syncer.js").Facts} facts
 *   waiting: updates nobody has answered for; since: when the first of them was written; unstored: those of them that
 *   are in this page only; storage: why this device keeps nothing; refusedRows: updates the server did not take;
 *   isOpen: the text is on the screen
 * @returns {Said}
 */
export function statusOf(facts) {
  return unsafe(facts) ?? stopped(facts) ?? unsaved(facts) ?? saved(facts);
}

const said = (kind, words, values = {}) => ({ kind, words, values });
const sinceOf = ({ since, failingSince }) => Math.min(since ?? Infinity, failingSince ?? Infinity);

// Nothing else matters as much as words that are gone when the page is closed.
function unsafe({ storage, unstored, waiting }) {
  if (!storage || (!unstored && !waiting)) return null;
  return said("refused", `storage${storage}`, { n: Math.max(unstored, waiting) });
}

function stopped({ signedOut, gone, refused, tooLarge, refusedRows = 0, readOnly, waiting }) {
  if (signedOut) return said("refused", waiting ? "signedout" : "signedoutsaved", { n: waiting });
  if (gone) return said("refused", "gone", { n: waiting });
  if (tooLarge) return said("refused", "toolarge", { n: waiting });
  if (refused) return said("refused", "nottaken", { n: waiting });
  if (refusedRows) return said("refused", "late", { n: refusedRows });
  if (readOnly) return said(waiting ? "refused" : "", waiting ? "readonlywaiting" : "readonly", { n: waiting });
  return null;
}

function unsaved(facts) {
  const { waiting, failingSince, cutSeconds = 0 } = facts;
  if (cutSeconds) return said("waiting", "cut", { seconds: cutSeconds, n: waiting });
  if (waiting && failingSince) return said("waiting", "waiting", { time: clockOf(sinceOf(facts)), n: waiting });
  if (waiting) return said("here", "here", { n: waiting });
  return null;
}

function saved({ failingSince, savedAt, answeredAt, isOpen }) {
  if (failingSince) return said("waiting", isOpen ? "noline" : "unopened", { time: clockOf(failingSince) });
  if (savedAt) return said("server", "server", { time: clockOf(savedAt) });
  return answeredAt ? said("server", "same") : said("", "opening");
}
