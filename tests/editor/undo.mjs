// Undo takes back one's own changes only, and brings words back once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { schema } from "../../static/src/editor/schema.js";
import { createUndo } from "../../static/src/editor/undo.js";
import { Person, at, meet, start, textOf } from "./people.mjs";

const TEXT = textOf([["", "Første afsnit.", "one"], ["ul", "Du kan søge.", "two"], ["", "Tredje.", "three"]]);

function writers(count) {
  return Array.from({ length: count }, () => {
    const person = new Person(TEXT);
    person.twins = [];
    person.history = createUndo(person.ydoc, [person.binding.origin], { pause: 0, onTwin: (words) => person.twins.push(words) });
    return person;
  });
}

function sound(...people) {
  for (const person of people) {
    assert.deepEqual(person.repairs, []);
    assert.ok(person.mirrors());
    assert.equal(person.whole(), people[0].whole());
    assert.equal(new Set(person.ids()).size, person.ids().length);
  }
}

const word = (tr, doc) => tr.delete(at(doc, 1, 0), at(doc, 1, 3));

test("undo takes back my change and leaves what others wrote", () => {
  const [me, other] = writers(2);
  me.edit((tr, doc) => tr.insertText("NYT ", at(doc, 1, 3)));
  meet(me, other);
  other.edit((tr, doc) => tr.insertText("STORT ", at(doc, 1, 7)));
  meet(me, other);
  assert.equal(me.history.undo(), "done");
  meet(me, other);
  assert.equal(me.lines()[1], "Du STORT kan søge.");
  assert.equal(me.history.undo(), "nothing");
  assert.equal(me.history.redo(), "done");
  meet(me, other);
  assert.match(other.lines()[1], /NYT/);
  sound(me, other);
});

test("undo of a kind and of a split puts the line back", () => {
  const [me, other] = writers(2);
  me.edit((tr, doc) => tr.setNodeAttribute(start(doc, 1), "k", "h2"));
  me.edit((tr, doc) => tr.split(at(doc, 1, 3)));
  me.history.undo();
  me.history.undo();
  meet(me, other);
  assert.deepEqual([other.lines()[1], other.ids()[1], other.kinds()[1]], ["Du kan søge.", "two", "ul"]);
  sound(me, other);
});

test("two who delete the same word and undo one after the other have it once", () => {
  const [one, other] = writers(2);
  one.edit(word);
  other.edit(word);
  meet(one, other);
  assert.equal(one.history.undo(), "done");
  meet(one, other);
  assert.equal(other.history.undo(), "already");
  meet(one, other);
  assert.equal(one.lines()[1], "Du kan søge.");
  sound(one, other);
});

test("two who delete the same word and undo at the same time have it once", () => {
  for (const swap of [false, true]) {
    const [one, other] = swap ? writers(2).reverse() : writers(2);
    one.edit(word);
    other.edit(word);
    meet(one, other);
    one.history.undo();
    other.history.undo();
    meet(one, other);
    assert.equal(one.lines()[1], "Du kan søge.");
    assert.deepEqual([...one.twins, ...other.twins], ["Du "]);
    sound(one, other);
  }
});

test("two who delete one line and undo at the same time have it once, under its id", () => {
  const [one, other, third] = writers(3);
  for (const person of [one, other, third]) person.edit((tr, doc) => tr.delete(start(doc, 1), start(doc, 2)));
  meet(one, other, third);
  for (const person of [one, other, third]) person.history.undo();
  meet(one, other, third);
  assert.deepEqual([one.lines(), one.ids(), one.kinds()], [["Første afsnit.", "Du kan søge.", "Tredje."], ["one", "two", "three"], ["", "ul", ""]]);
  sound(one, other, third);
});

test("two who delete different words around the same one and undo have all of them once", () => {
  const [one, other] = writers(2);
  one.edit((tr, doc) => tr.delete(at(doc, 1, 0), at(doc, 1, 7)));
  other.edit((tr, doc) => tr.delete(at(doc, 1, 3), at(doc, 1, 11)));
  meet(one, other);
  one.history.undo();
  other.history.undo();
  meet(one, other);
  assert.equal(one.lines()[1], "Du kan søge.");
  sound(one, other);
});

test("words that were back, were deleted once more and are undone twice stand once", () => {
  const [one, other] = writers(2);
  one.edit(word);
  other.edit(word);
  meet(one, other);
  one.history.undo();
  meet(one, other);
  other.edit(word);
  assert.equal(other.history.undo(), "done");
  assert.equal(other.history.undo(), "already");
  meet(one, other);
  assert.equal(one.lines()[1], "Du kan søge.");
  sound(one, other);
});

test("what somebody writes in words that are twins stays", () => {
  const [one, other] = writers(2);
  one.edit(word);
  other.edit(word);
  meet(one, other);
  one.history.undo();
  other.history.undo();
  for (const person of [one, other]) person.edit((tr, doc) => tr.insertText(person === one ? "X" : "Y", at(doc, 1, 1)));
  meet(one, other);
  assert.equal([...one.lines()[1]].sort().join("").trim(), [..."DXYu kan søge."].sort().join("").trim());
  sound(one, other);
});

test("bold and links are taken back as they were set", () => {
  const [me, other] = writers(2);
  me.edit((tr, doc) => tr.addMark(at(doc, 1, 0), at(doc, 1, 6), schema.marks.b.create()));
  me.edit((tr, doc) => tr.addMark(at(doc, 1, 3), at(doc, 1, 9), schema.marks.a.create({ h: "https://nuuk.gl" })));
  me.history.undo();
  me.history.undo();
  meet(me, other);
  assert.equal(other.text.toDelta().filter((op) => op.attributes?.b || op.attributes?.a).length, 0);
  sound(me, other);
});
