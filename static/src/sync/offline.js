// The service worker, as pages speak to it. Over plain http there is none; the outbox works all the same.

/** True where pages can be opened again without a line. */
export const canKeepPages = () => Boolean(globalThis.isSecureContext && globalThis.navigator?.serviceWorker);

async function tell(note) {
  if (!canKeepPages()) return false;
  const { active } = await navigator.serviceWorker.ready;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    active.postMessage(note, [port2]);
  });
}

/**
 * Start the worker and let it keep this person's pages.
 * @param {string} person
 * @returns {Promise<boolean>} false where there is none
 */
export async function startWorker(person, address = "/worker.js") {
  if (!canKeepPages()) return false;
  try {
    await navigator.serviceWorker.register(address, { scope: "/", updateViaCache: "none" });
    return await tell({ person });
  } catch {
    return false;
  }
}

/**
 * Keep the pages of texts that a person opened or chose.
 * @param {string[]} addresses
 * @returns {Promise<string[]>} those that were kept
 */
export const keepPages = (addresses) => tell({ keep: addresses });
/** @param {string[]} addresses */
export const dropPages = (addresses) => tell({ drop: addresses });
/** @returns {Promise<string[]>} the addresses of the pages on this device */
export const keptPages = () => tell({ list: true });
