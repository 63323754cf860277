// While a person composes a letter (dead keys, input methods), others' work on that line waits; nothing is lost or broken.
import assert from "node:assert/strict";
import { test } from "node:test";
import { schema } from "../../static/src/editor/schema.js";
import { Person, at, dice, meet, start, textOf } from "./people.mjs";

const TEXT = textOf([["", "Første afsnit.", "one"], ["", "Andet afsnit her.", "two"], ["", "Tredje.", "three"]]);

function pair() {
  const [me, other] = [new Person(TEXT), new Person(TEXT)];
  me.select(1, 6);
  me.composing = true;
  return [me, other];
}

function done(me, other) {
  me.composing = false;
  me.binding.flush();
  meet(me, other);
  for (const person of [me, other]) {
    assert.deepEqual(person.repairs, []);
    assert.ok(person.mirrors());
    assert.equal(person.whole(), me.whole());
  }
  me.binding.destroy();
  other.binding.destroy();
}

test("invariant 11: the line of the caret is not touched, the others are", () => {
  const [me, other] = pair();
  const line = me.doc.child(1);
  other.edit((tr, doc) => tr.insertText("NYT ", at(doc, 1, 0)));
  other.edit((tr, doc) => tr.insertText("OGSÅ ", at(doc, 2, 0)));
  meet(me, other);
  assert.equal(me.doc.child(1), line);
  assert.equal(me.lines()[2], "OGSÅ Tredje.");
  me.type("e\u0301");
  meet(me, other);
  assert.equal(me.lines()[1], "Andet e\u0301afsnit her.");
  assert.equal(other.lines()[1], "NYT Andet e\u0301afsnit her.");
  done(me, other);
  assert.equal(me.lines()[1], "NYT Andet e\u0301afsnit her.");
  assert.equal(me.state.selection.head, at(me.doc, 1, 12), "the caret stands behind the letter");
});

const CHANGES = {
  "splits it": (tr, doc) => tr.split(at(doc, 1, 9)),
  "joins it": (tr, doc) => tr.join(start(doc, 1)),
  "joins the next one": (tr, doc) => tr.join(start(doc, 2)),
  "deletes its words": (tr, doc) => tr.delete(at(doc, 1, 2), at(doc, 1, 12)),
  "deletes it": (tr, doc) => tr.delete(start(doc, 1), start(doc, 2)),
  "makes it a heading": (tr, doc) => tr.setNodeAttribute(start(doc, 1), "k", "h2"),
  "makes it bold": (tr, doc) => tr.addMark(at(doc, 1, 2), at(doc, 1, 12), schema.marks.b.create()),
  "writes at the caret": (tr, doc) => tr.insertText("XX", at(doc, 1, 6)),
  "opens a line before it": (tr, doc) => tr.insert(start(doc, 1), schema.node("block", null, schema.text("Mellem"))),
};
for (const [name, change] of Object.entries(CHANGES)) {
  test(`invariant 11: what is composed stays while another ${name}`, () => {
    const [me, other] = pair();
    const line = me.doc.child(1);
    other.edit(change);
    meet(me, other);
    assert.ok(me.lines().includes(line.textContent), "the line is as it was");
    for (const letter of ["´", "é"]) {
      me.edit((tr) => (letter === "´" ? tr.insertText("´") : tr.insertText("é", tr.selection.head - 1, tr.selection.head)));
      meet(me, other);
    }
    done(me, other);
    assert.equal(me.lines().join("").split("é").length, 2);
    assert.ok(!me.lines().join("").includes("´"));
  });
}

test("invariant 11: whatever two do meanwhile, both end with the same text", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const roll = dice(seed);
    const [me, other] = pair();
    for (let step = 0; step < 25; step++) work(roll, roll(3) ? other : me, () => roll(2) && meet(me, other), step);
    done(me, other);
    const [words, wanted] = [me.lines().join(""), me.wrote ?? []];
    for (const word of wanted) assert.equal(words.split(word).length, 2, `seed ${seed}: ${word} in ${words}`);
  }
});

function work(roll, who, then, step) {
  const inLine = who.composing ? who.state.selection.$head.index(0) : roll(who.doc.childCount);
  const line = who.doc.child(inLine);
  const spots = [...line.textContent.matchAll(/[^\d<>]|$/g)].map(({ index }) => index).filter((i) => !/<\d*$/.test(line.textContent.slice(0, i)));
  const spot = spots[roll(spots.length)];
  const die = who.composing ? roll(2) : roll(6);
  if (die < 2) {
    const word = `<${step}>`;
    if (who.composing) (who.wrote ??= []).push(word);
    who.edit((tr, doc) => tr.insertText(word, at(doc, inLine, spot)));
  } else if (die === 2) who.edit((tr, doc) => tr.split(at(doc, inLine, spot)));
  else if (die === 3 && inLine) who.edit((tr, doc) => tr.join(start(doc, inLine)));
  else if (die === 4 && !/<\d+>/.test(line.textContent)) who.edit((tr, doc) => tr.delete(at(doc, inLine, 0), at(doc, inLine, line.content.size)));
  else who.edit((tr, doc) => tr.setNodeAttribute(start(doc, inLine), "k", ["", "h2", "ul"][roll(3)]));
  then();
}
