// The bytes: what goes out can be read by the other side, and what is no answer is never taken for one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateRawSync, deflateRawSync } from "node:zlib";
import { decodeAnswer, encodeRequest, NoAnswer } from "../../static/src/sync/wire.js";

const bytes = (...numbers) => Uint8Array.from(numbers);
const QUIET = [1, 0, 0, 0, 0, 7, 0, 25, 0, 0, 0, 0, 0, 0, 0, 0, 0];

test("a quiet request is a few bytes", async () => {
  assert.deepEqual(await encodeRequest({ seq: 7 }), bytes(1, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0));
});

test("a request names whose work it carries and where the person stands", async () => {
  const sent = await encodeRequest({ seq: 1, clients: [4294967295, 5], line: "ø1", update: bytes(9, 8), heal: true });

  assert.deepEqual(sent, bytes(1, 2, 0, 0, 0, 1, 2, 255, 255, 255, 255, 0, 0, 0, 5, 3, 195, 184, 49, 0, 0, 0, 2, 9, 8));
});

test("a large request is deflated", async () => {
  const sent = await encodeRequest({ seq: 1, update: new Uint8Array(5000).fill(7) });

  assert.equal(sent[1], 1);
  assert.ok(sent.length < 100);
  assert.equal(inflateRawSync(sent.subarray(2)).length, 4 + 1 + 1 + 4 + 5000);
});

test("what does not become smaller goes as it is", async () => {
  const noise = crypto.getRandomValues(new Uint8Array(300));

  assert.equal((await encodeRequest({ update: noise }))[1], 0);
});

test("more clients than fit are refused here", async () => {
  await assert.rejects(encodeRequest({ clients: Array(256).fill(1) }), RangeError);
});

test("an answer is read to its last byte", async () => {
  const told = bytes(1, 2 | 4 | 8, 0, 0, 1, 0, 0, 5, 101, 0, 0, 0, 0, 0, 0, 1, 42, 1, 3, 195, 184, 109, 2, 97, 98, 0, 40, 0, 0, 0, 1, 0, 0, 0, 2);
  const answer = await decodeAnswer(told);

  assert.deepEqual([answer.seq, answer.wait, answer.saved], [256, 5, 101 * 2 ** 24]);
  assert.deepEqual([...answer.update], [42]);
  assert.deepEqual(answer.presence, [{ name: "øm", line: "ab", age: 40 }]);
  assert.deepEqual(answer.hash, { crc: 1, length: 2 });
  assert.deepEqual([answer.gap, answer.readOnly, answer.quarantined, answer.suggestOnly], [true, true, false, false]);
});

test("a deflated answer is the same answer", async () => {
  const told = bytes(1, 1, ...deflateRawSync(bytes(...QUIET.slice(2))));

  assert.deepEqual(await decodeAnswer(told), await decodeAnswer(bytes(...QUIET)));
});

const STRANGE = {
  "a page": new TextEncoder().encode("<!doctype html><title>Log in to the harbour's network</title>"),
  "nothing": bytes(),
  "another version": bytes(2, ...QUIET.slice(1)),
  "an answer cut off": bytes(...QUIET.slice(0, -1)),
  "an answer with something behind it": bytes(...QUIET, 0),
  "a length without its bytes": bytes(...QUIET.slice(0, 12), 0, 255, 255, 255, 0),
  "bytes that are not deflated": bytes(1, 1, 255, 255, 255),
};
for (const [name, told] of Object.entries(STRANGE)) {
  test(`${name} is no answer`, () => assert.rejects(decodeAnswer(told), NoAnswer));
}
