// One number for one text, whatever way its letters came together.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { canonical, crc32, hashOf } from "../../static/src/sync/hash.js";

function written(...acts) {
  const doc = new Y.Doc();
  for (const act of acts) act(doc.getText("text"), doc.getMap("kind"), doc);
  return doc;
}
const end = (id) => (text) => text.insert(text.length, "\n", { l: id });
const words = (some, attributes = {}) => (text) => text.insert(text.length, some, attributes);

test("the check sum is the one everybody calls CRC-32", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
});

test("the canonical text has every line, with its kind and its letters", () => {
  const doc = written(
    ...[end("§who"), words("Søg "), words("nu", { b: true, a: "https://x.gl" }), end("a1"), end("b2")],
    (text, kind) => kind.set("a1", "ul"),
    (text, kind, whole) => whole.getText("title").insert(0, "Bolig"),
  );

  const lines = [["§who", "", []], ["a1", "ul", [["Søg ", []], ["nu", [["a", "https://x.gl"], ["b", true]]]]], ["b2", "", []]];
  assert.equal(canonical(doc), JSON.stringify(["Bolig", lines]));
});

test("letters typed one by one are the text typed at once", () => {
  const slowly = written(words("a"), words("b"), words("c"), end("x"));

  assert.deepEqual(hashOf(slowly), hashOf(written(words("abc"), end("x"))));
});

test("a mark set and taken away again leaves nothing behind", () => {
  const touched = written(words("abc"), end("x"), (text) => text.format(1, 1, { b: true }), (text) => text.format(1, 1, { b: null }));

  assert.deepEqual(hashOf(touched), hashOf(written(words("abc"), end("x"))));
});

test("the kind of a line that is gone does not count", () => {
  const left = written(words("abc"), end("x"), (text, kind) => kind.set("gone", "h2"));

  assert.deepEqual(hashOf(left), hashOf(written(words("abc"), end("x"))));
});

test("an id that slipped onto letters does not count", () => {
  assert.equal(canonical(written(words("abc", { l: "x" }), end("x"))), '["",[["x","",[["abc",[]]]]]]');
});

test("a last line without an end is a line", () => {
  assert.equal(canonical(written(end("x"), words("rest"))), '["",[["x","",[]],["","",[["rest",[]]]]]]');
});

test("the length is counted in bytes", () => {
  assert.equal(hashOf(written(words("å"), end("x"))).length - hashOf(written(words("a"), end("x"))).length, 1);
});
