// What one key costs: the work of the binding is on the changed lines. SPEED=1 tells how long it takes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Person, at, textOf } from "./people.mjs";

const long = (letters) => textOf(Array.from({ length: letters / 250 }, (_, i) => ["", `Linje ${i} `.padEnd(249, "ord på øen ")]));
const median = (times) => times.sort((one, other) => one - other)[Math.floor(times.length / 2)];

function timed(person, change) {
  return median(Array.from({ length: 60 }, (_, i) => {
    const from = performance.now();
    change(person, i);
    return performance.now() - from;
  }));
}

const KEY = (person, i) => person.edit((tr, doc) => tr.insertText("å", at(doc, 20, 5 + i)));
const ENTER = (person) => person.edit((tr, doc) => tr.split(at(doc, 10, 3)));

function measure(letters) {
  const [me, other] = [new Person(long(letters)), new Person(long(letters))];
  const key = timed(me, KEY);
  const enter = timed(me, ENTER);
  const updates = me.updates.slice(-120);
  const remote = median(updates.map((update) => {
    const from = performance.now();
    other.receive(update);
    return performance.now() - from;
  }));
  return { key, enter, remote };
}

test("a key touches its own line only, here and at the others", () => {
  const [me, other] = [new Person(long(10_000)), new Person(long(10_000))];
  const [mine, theirs] = [me.doc.content.content, other.doc.content.content];
  KEY(me, 0);
  other.receive(me.updates.at(-1));
  for (const [before, { doc }] of [[mine, me], [theirs, other]]) {
    assert.deepEqual(before.flatMap((line, index) => (line === doc.child(index) ? [] : [index])), [20]);
  }
});

// Measured and told, not tested: the time depends on the machine.
for (const letters of process.env.SPEED ? [10_000, 10_000, 100_000, 1_000_000] : []) {
  const { key, enter, remote } = measure(letters);
  console.log(`${letters} letters: key ${key.toFixed(2)} ms, Enter ${enter.toFixed(2)} ms, from others ${remote.toFixed(2)} ms`);
}
