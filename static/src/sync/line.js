// One question to the server, and what came of it. Whatever is not our own answer is silence.
import { clock as real } from "./clock.js";
import { cut as switched } from "./cut.js";
import { decodeAnswer, encodeRequest, TYPE } from "./wire.js";

// A satellite's 700 ms and half a megabit, shared by a room: the connection alone takes seconds. A quiet question may
// be held by the server for 25 seconds.
const PATIENCE = { quiet: 45_000, words: 20_000 };
// Bytes in a millisecond.
const SLOWEST = 4;
// What a browser still carries after the page is gone.
const CARRIED = 60_000;
const SECOND = 1000;
const SAID = { 401: "signedOut", 403: "gone", 404: "gone", 410: "gone", 413: "tooLarge", 422: "refused" };

/**
 * @typedef {{kind: "answer", answer: import("./wire.js").Answer} | {kind: "later", after: number} |
 *   {kind: "silence" | "aborted" | "signedOut" | "gone" | "tooLarge" | "refused"}} Outcome  after in milliseconds
 * @param {{url: string, person: string, clock?: import("./clock.js").Clock, cut?: import("./cut.js").Cut,
 *   fetch?: typeof fetch}} facts
 * @returns {(request: object, signal?: AbortSignal) => Promise<Outcome>}
 */
export function lineTo({ url, person, clock = real, cut = switched, fetch = globalThis.fetch.bind(globalThis) }) {
  return async (request, signal) => {
    if (cut.isCut()) return { kind: "silence" };
    const body = await encodeRequest(request);
    const stop = new AbortController();
    const hang = () => stop.abort();
    const patience = request.update?.length ? PATIENCE.words : PATIENCE.quiet;
    const unwind = clock.after(patience + body.length / SLOWEST, hang);
    signal?.addEventListener("abort", hang);
    cut.addEventListener("cut", hang);
    try {
      return await read(await fetch(url, options(person, body, stop.signal)));
    } catch {
      return { kind: signal?.aborted ? "aborted" : "silence" };
    } finally {
      unwind();
      signal?.removeEventListener("abort", hang);
      cut.removeEventListener("cut", hang);
    }
  };
}

function options(person, body, signal) {
  return {
    method: "POST",
    body,
    signal,
    redirect: "manual",
    credentials: "same-origin",
    cache: "no-store",
    // The address of the page says nothing new, and costs bytes in every request.
    referrerPolicy: "no-referrer",
    keepalive: globalThis.document?.visibilityState === "hidden" && body.length < CARRIED,
    headers: {
      "Content-Type": TYPE,
      "X-Workbench-Sync": "1",
      // Somebody else may have signed in on this device since the page was opened.
      "X-Workbench-Person": encodeURIComponent(person),
    },
  };
}

/** @param {Response} response @returns {Promise<Outcome>} */
async function read(response) {
  if (SAID[response.status]) return { kind: SAID[response.status] };
  if (response.status === 429 || response.status === 503) {
    return { kind: "later", after: SECOND * (Number(response.headers.get("Retry-After")) || 0) };
  }
  const ours = response.status === 200 && response.headers.get("Content-Type")?.startsWith(TYPE);
  if (!ours) return { kind: "silence" };
  return { kind: "answer", answer: await decodeAnswer(new Uint8Array(await response.arrayBuffer())) };
}
