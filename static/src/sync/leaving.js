// What a person leaves on a device: brought away when they come back, and before they sign out.
import { lineTo } from "./line.js";
import { openOutbox } from "./outbox.js";
import { Syncer } from "./syncer.js";
import { tabsOf } from "./tabs.js";

const PAGES = "pages";
// So long a person who wants to go waits for a bad line.
const PATIENCE = 20_000;

const within = (milliseconds, promise) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(resolve, milliseconds, false))]);

async function bring(outbox, { text }) {
  const kept = await outbox.text(text);
  if (!kept?.url) return;
  const ask = lineTo({ url: kept.url, person: outbox.person });
  const tabs = tabsOf(outbox.person, () => {});
  const tell = ({ update }) => tabs.tell({ kind: "answered", text, update, facts: { ...syncer.facts } });
  const syncer = new Syncer({ text, outbox, ask, page: { took: tell } });
  await syncer.flush();
  syncer.close();
  tabs.close();
}

const total = (waiting) => waiting.reduce((sum, { count }) => sum + count, 0);

/**
 * Send what waits in all texts of this person, whether one of them is open or not.
 * @param {{person: string, outbox?: import("./outbox.js").Outbox, patience?: number}} facts
 * @returns {Promise<number>} how many changes are still waiting
 */
export async function bringAway({ person, outbox, patience = PATIENCE }) {
  const its = outbox ?? (await openOutbox({ person }));
  const all = async () => {
    for (const one of await its.waiting()) await bring(its, one);
  };
  await within(patience, all());
  const left = total(await its.waiting());
  if (!outbox) its.close();
  return left;
}

/**
 * Before signing out: send what is left, let the person decide where that does not work, then take everything of
 * theirs off this device.
 * @param {{person: string, decide: (left: number) => boolean | Promise<boolean>, patience?: number}} facts
 *   decide: asked only when words would be lost; true to go all the same
 * @returns {Promise<boolean>} false: the person stays, and everything is as it was
 */
export async function leave({ person, decide, patience }) {
  const outbox = await openOutbox({ person });
  const left = await bringAway({ person, outbox, patience });
  const goes = left === 0 || (await decide(left));
  if (goes) {
    await outbox.clear();
    await globalThis.caches?.delete(PAGES).catch(() => false);
    const tabs = tabsOf(person, () => {});
    tabs.tell({ kind: "left" });
    tabs.close();
  }
  outbox.close();
  return goes;
}
