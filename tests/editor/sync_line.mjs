// Whatever is not our own answer is silence; a cut line and a slow one are told apart from a refusal.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Cut } from "../../static/src/sync/cut.js";
import { lineTo } from "../../static/src/sync/line.js";
import { Clock, settled } from "./syncing.mjs";

const ANSWER = Uint8Array.from([1, 0, 0, 0, 0, 7, 0, 25, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const OURS = { "Content-Type": "application/octet-stream" };
const answering = (body, facts) => async () => new Response(body, facts);

function line(fetch) {
  const clock = new Clock();
  const cut = new Cut(clock);
  return { clock, cut, ask: lineTo({ url: "https://x.example/sync", person: "ivalu@havn.example", clock, cut, fetch }) };
}
const kindOf = async (fetch) => (await line(fetch).ask({ seq: 1 })).kind;

// Answers only when it is given up.
const hanging = (_url, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error())));

test("our own answer is an answer", async () => {
  const { kind, answer } = await line(answering(ANSWER, { headers: OURS })).ask({ seq: 1 });
  assert.deepEqual([kind, answer.seq, answer.wait], ["answer", 7, 25]);
});

const STRANGE = {
  "the page of a harbour's network": answering("<title>Log in</title>", { headers: { "Content-Type": "text/html" } }),
  "a page that calls itself bytes": answering("<title>Log in</title>", { headers: OURS }),
  "our bytes under another type": answering(ANSWER, { headers: { "Content-Type": "text/plain" } }),
  "an answer that was cut off": answering(ANSWER.slice(0, 9), { headers: OURS }),
  "an empty answer": answering(null, { status: 204 }),
  "a stumbling server": answering("", { status: 500 }),
  "a proxy without a server": answering("", { status: 502 }),
  "a line that breaks": async () => Promise.reject(new TypeError("Failed to fetch")),
};
for (const [name, fetch] of Object.entries(STRANGE)) {
  test(`${name} is no answer`, async () => assert.equal(await kindOf(fetch), "silence"));
}

for (const [status, kind] of Object.entries({ 401: "signedOut", 403: "gone", 404: "gone", 413: "tooLarge", 422: "refused", 429: "later", 503: "later" })) {
  test(`${status} is told as ${kind}`, async () => assert.equal(await kindOf(answering("", { status: Number(status) })), kind));
}

test("a server that asks for time says how much", async () => {
  const told = await line(answering("", { status: 503, headers: { "Retry-After": "20" } })).ask({});
  assert.equal(told.after, 20_000);
});

test("a request says whom its page was made for, and carries the header no form can send", async () => {
  let sent;
  await line(async (_url, facts) => ((sent = facts), new Response(ANSWER, { headers: OURS }))).ask({});
  assert.equal(sent.headers["X-Workbench-Sync"], "1");
  assert.equal(decodeURIComponent(sent.headers["X-Workbench-Person"]), "ivalu@havn.example");
});

test("a slow line is given time, and more for more words", async () => {
  const { clock, ask } = line(hanging);
  let told;
  void ask({ update: crypto.getRandomValues(new Uint8Array(40_000)) }).then(({ kind }) => (told = kind));
  while (clock.next() === Infinity) await settled();
  await clock.pass(29_000);
  assert.equal(told, undefined);
  await clock.pass(2000);
  assert.equal(told, "silence");
});

test("a quiet question may be held by the server", async () => {
  const { clock, ask } = line(hanging);
  let told;
  void ask({ seq: 1 }).then(({ kind }) => (told = kind));
  while (clock.next() === Infinity) await settled();
  await clock.pass(40_000);
  assert.equal(told, undefined);
  await clock.pass(6000);
  assert.equal(told, "silence");
});

test("what is given up by ourselves is no sign of a bad line", async () => {
  const stop = new AbortController();
  const told = line(hanging).ask({ seq: 1 }, stop.signal);
  await settled();
  stop.abort();
  assert.equal((await told).kind, "aborted");
});

test("a cut line loses the answers under way, and is mended by itself", async () => {
  let asked = 0;
  const { clock, cut, ask } = line((...all) => (asked++, hanging(...all)));
  const heard = [];
  for (const name of ["cut", "left", "mended"]) cut.addEventListener(name, ({ detail }) => heard.push(detail?.seconds ?? name));
  const told = ask({ seq: 1 });
  await settled();
  cut.cut(3);
  assert.equal((await told).kind, "silence");
  assert.equal((await ask({ seq: 1 })).kind, "silence");
  assert.equal(asked, 1);
  await clock.pass(3000);
  assert.deepEqual(heard, ["cut", 3, 2, 1, "mended"]);
  assert.equal(cut.isCut(), false);
});
