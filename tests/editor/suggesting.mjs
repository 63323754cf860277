// Suggestions and remarks: what is proposed, what a decision does, and which words a remark covers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addAnchor, allRanges, quoted, rangesOf, removeAnchor } from "../../static/src/editor/anchors.js";
import { schema } from "../../static/src/editor/schema.js";
import { decide, suggested, suggestions } from "../../static/src/editor/suggesting.js";
import { Person, at, meet, start, textOf } from "./people.mjs";

const TEXT = textOf([["", "Du kan søge nu.", "one"], ["", "Send et brev.", "two"], ["", "", "§how"], ["ul", "Pas på isen.", "three"]]);

/** Propose a change under an id; answers whether it could be proposed. */
function propose(person, id, change, own) {
  const { tr } = person.state;
  change(tr, tr.doc);
  const proposal = suggested(person.state, tr, id, own);
  if (proposal) person.dispatch(proposal);
  return Boolean(proposal);
}

const shown = (person, line) => {
  let words = "";
  person.doc.child(line).forEach((node) => {
    const kinds = node.marks.filter(({ type }) => "nd".includes(type.name)).map(({ type, attrs }) => type.name + attrs.id);
    words += kinds.length ? `[${kinds} ${node.text}]` : node.text;
  });
  return words;
};

function sound(...people) {
  for (const person of people) {
    assert.deepEqual(person.repairs, []);
    assert.ok(person.mirrors());
    assert.equal(person.whole(), people[0].whole());
  }
}

test("what is inserted is proposed, what is deleted stays, and a replacement is both", () => {
  const person = new Person(TEXT);
  propose(person, "1", (tr, doc) => tr.insertText("ikke ", at(doc, 0, 7)));
  assert.equal(shown(person, 0), "Du kan [n1 ikke ]søge nu.");
  propose(person, "2", (tr, doc) => tr.delete(at(doc, 1, 0), at(doc, 1, 4)));
  assert.equal(shown(person, 1), "[d2 Send] et brev.");
  propose(person, "3", (tr, doc) => tr.insertText("fly", at(doc, 1, 8), at(doc, 1, 12)));
  assert.equal(shown(person, 1), "[d2 Send] et [d3 brev][n3 fly].");
  assert.deepEqual([...suggestions(person.doc).keys()], ["1", "2", "3"]);
  sound(person);
});

test("one's own proposed words are really deleted, and are one proposal while they are typed", () => {
  const person = new Person(TEXT);
  person.select(0, 3);
  for (const letter of "må ") propose(person, "1", (tr) => tr.insertText(letter));
  assert.equal(shown(person, 0), "Du [n1 må ]kan søge nu.");
  for (let i = 0; i < 3; i++) propose(person, "1", (tr) => tr.delete(tr.selection.head - 1, tr.selection.head));
  assert.equal(shown(person, 0), "Du kan søge nu.");
  sound(person);
});

test("Backspace and Delete walk over letters that are proposed away", () => {
  const person = new Person(TEXT);
  person.select(0, 2);
  for (let i = 0; i < 2; i++) propose(person, "1", (tr) => tr.delete(tr.selection.head - 1, tr.selection.head));
  assert.deepEqual([shown(person, 0), person.state.selection.head], ["[d1 Du] kan søge nu.", 1]);
  person.select(0, 3);
  for (let i = 0; i < 3; i++) propose(person, "2", (tr) => tr.delete(tr.selection.head, tr.selection.head + 1));
  assert.deepEqual([shown(person, 0), person.state.selection.head], ["[d1 Du] [d2 kan] søge nu.", 7]);
  sound(person);
});

test("bold is proposed in place of the old words, and a link with it", () => {
  const person = new Person(TEXT);
  propose(person, "1", (tr, doc) => tr.addMark(at(doc, 0, 3), at(doc, 0, 6), schema.marks.b.create()));
  assert.equal(shown(person, 0), "Du [d1 kan][n1 kan] søge nu.");
  decide(person.ydoc, "accept", ["1"]);
  assert.deepEqual(person.text.toDelta().filter((op) => op.attributes?.b).map((op) => op.insert), ["kan"]);
  assert.equal(person.lines()[0], "Du kan søge nu.");
  sound(person);
});

test("lines cannot be split, joined or made headings by a suggestion; pasted lines become one", () => {
  const person = new Person(TEXT);
  assert.equal(propose(person, "1", (tr, doc) => tr.split(at(doc, 0, 3))), false);
  assert.equal(propose(person, "1", (tr, doc) => tr.setNodeAttribute(start(doc, 0), "k", "h2")), false);
  propose(person, "1", (tr, doc) => tr.join(start(doc, 1)));
  assert.equal(person.lines().length, 4);
  propose(person, "1", (tr, doc) => tr.delete(at(doc, 0, 12), at(doc, 1, 4)));
  assert.deepEqual([shown(person, 0), shown(person, 1)], ["Du kan søge [d1 nu.]", "[d1 Send] et brev."]);
  propose(person, "2", (tr, doc) => tr.replace(at(doc, 3, 7), at(doc, 3, 7), schema.node("doc", null, [
    schema.node("block", null, schema.text("tynde")), schema.node("block", null, schema.text("og våde ")),
  ]).slice(1, 16)));
  assert.equal(shown(person, 3), "Pas på [n2 tynde og våde ]isen.");
  sound(person);
});

const proposals = (person) => {
  propose(person, "1", (tr, doc) => tr.insertText("ikke ", at(doc, 0, 7)));
  propose(person, "2", (tr, doc) => tr.delete(at(doc, 1, 5), at(doc, 1, 8)));
  propose(person, "3", (tr, doc) => tr.insertText("sneen", at(doc, 3, 7), at(doc, 3, 11)));
};

test("invariant 10: all accepted is the proposed text, all rejected is the text before", () => {
  const [one, other] = [new Person(TEXT), new Person(TEXT)];
  const before = one.whole();
  for (const person of [one, other]) proposals(person);
  decide(one.ydoc, "accept");
  decide(other.ydoc, "reject");
  assert.deepEqual(one.lines(), ["Du kan ikke søge nu.", "Send brev.", "", "Pas på sneen."]);
  assert.equal(other.whole(), before);
  sound(one);
  sound(other);
});

test("some can be decided, and the others stay", () => {
  const person = new Person(TEXT);
  proposals(person);
  decide(person.ydoc, "accept", ["2", "3"]);
  assert.deepEqual([shown(person, 0), ...person.lines().slice(1)], ["Du kan [n1 ikke ]søge nu.", "Send brev.", "", "Pas på sneen."]);
  sound(person);
});

const VERDICTS = ["accept", "reject"];
for (const [first, second] of VERDICTS.flatMap((one) => VERDICTS.map((other) => [one, other]))) {
  test(`invariant 10: ${first} and ${second} at the same moment end the same everywhere`, () => {
    const people = [new Person(TEXT), new Person(TEXT), new Person(TEXT)];
    proposals(people[0]);
    meet(...people);
    decide(people[0].ydoc, first);
    decide(people[1].ydoc, second);
    people[2].edit((tr, doc) => tr.insertText("NYT", at(doc, 1, 6)));
    meet(...people);
    const words = people[0].lines().join(" ");
    assert.equal(words.split("NYT").length, 2);
    if (first === second) assert.deepEqual(suggestions(people[0].doc).size, 0);
    if (first === "accept" && second === "accept") assert.equal(words, "Du kan ikke søge nu. Send NYTbrev.  Pas på sneen.");
    sound(...people);
  });
}

test("invariant 10: no letter goes that was not in the quote", () => {
  for (const order of [[0, 1], [1, 0]]) {
    const people = [new Person(TEXT, { clientID: 7 + order[0] }), new Person(TEXT, { clientID: 7 + order[1] })];
    propose(people[0], "2", (tr, doc) => tr.delete(at(doc, 1, 5), at(doc, 1, 8)));
    people[1].edit((tr, doc) => tr.insertText("et ", at(doc, 1, 8)));
    people[1].edit((tr, doc) => tr.insertText("NU ", at(doc, 1, 5)));
    meet(...people);
    decide(people[0].ydoc, "accept", null, { quotes: { 2: { d: "et " } } });
    meet(...people);
    assert.equal(people[0].lines()[1], "Send NU et brev.");
    sound(...people);
  }
});

test("invariant 9: a remark covers its words line by line, whatever is done around them", () => {
  const [one, other] = [new Person(TEXT), new Person(TEXT)];
  let quote;
  one.edit((tr, doc) => { quote = addAnchor(tr, "17", at(doc, 0, 7), at(doc, 1, 4)); });
  assert.equal(quote, "søge nu.\nSend");
  other.edit((tr, doc) => tr.insertText("gerne ", at(doc, 0, 7)));
  other.edit((tr, doc) => tr.split(at(doc, 0, 8)));
  meet(one, other);
  one.edit((tr, doc) => tr.delete(at(doc, 2, 0), at(doc, 2, 2)));
  meet(one, other);
  const words = rangesOf(one.doc, "17", "r", quote).map((range) => range.words).join("|");
  assert.equal(words, "søge nu.|nd");
  assert.deepEqual(rangesOf(other.doc, "17", "r", quote), rangesOf(one.doc, "17", "r", quote));
  one.edit((tr) => removeAnchor(tr, "17"));
  meet(one, other);
  assert.equal(allRanges(other.doc).size, 0);
  sound(one, other);
});

test("a quote is found in what carries its name", () => {
  for (const [carried, quote, found] of [
    ["abc", "abc", "abc"], ["xabcy", "abc", "abc"], ["axc", "abc", "ac"], ["", "abc", ""], ["abab", "ab", "ab"], ["xyz", "", ""], ["søge", "så søge", "søge"],
  ]) assert.equal([...carried].filter((_, i) => quoted(carried, quote)[i]).join(""), found, `${carried} ${quote}`);
});
