// The texts a person keeps on this device, opened or not, to write in them where there is no line.
import { lineTo } from "./line.js";
import { dropPages, keepPages } from "./offline.js";
import { openOutbox } from "./outbox.js";
import { Syncer } from "./syncer.js";

async function withOutbox(person, act) {
  const outbox = await openOutbox({ person });
  try {
    return await act(outbox);
  } finally {
    outbox.close();
  }
}

/**
 * Fetch a text and its page, so that both can be opened without a line.
 * @param {{person: string, text: string, url: string, facts: {title: string, address: string, language: string,
 *   sections?: {key: string, heading: string, guidance: string}[]}}} what as for openSession
 * @returns {Promise<{words: boolean, page: boolean}>} what is on this device now
 */
export function keepText({ person, text, url, facts }) {
  return withOutbox(person, async (outbox) => {
    await outbox.keep(text, { ...facts, url });
    const syncer = new Syncer({ text, outbox, ask: lineTo({ url, person }) });
    await syncer.round();
    syncer.close();
    const kept = await outbox.text(text);
    const pages = await keepPages([facts.address]);
    return { words: !outbox.problem && Boolean(kept?.state.length), page: Boolean(pages && pages.length) };
  });
}

/**
 * Take a text off this device; one with words that nobody has answered for stays.
 * @param {{person: string, text: string}} what
 * @returns {Promise<boolean>} false: it stays
 */
export function dropText({ person, text }) {
  return withOutbox(person, async (outbox) => {
    if (await outbox.count(text)) return false;
    const kept = await outbox.text(text);
    await outbox.drop(text);
    if (kept?.address) await dropPages([kept.address]);
    return true;
  });
}

/**
 * @param {string} person
 * @returns {Promise<{text: string, title: string, address: string, language: string, openedAt?: number, waiting: number}[]>}
 *   the texts of this person on this device, and how many changes of each nobody has answered for
 */
export function keptTexts(person) {
  return withOutbox(person, async (outbox) => {
    const waiting = new Map((await outbox.waiting()).map(({ text, count }) => [text, count]));
    return (await outbox.texts()).map(({ text, title, address, language, openedAt }) => {
      return { text, title, address, language, openedAt, waiting: waiting.get(text) ?? 0 };
    });
  });
}
