// Named scenes: what two people do at once in one line, and which line keeps its id.
import assert from "node:assert/strict";
import { test } from "node:test";
import { schema } from "../../static/src/editor/schema.js";
import { Person, at, meet, start, textOf } from "./people.mjs";

const THREE = textOf([["", "Første afsnit.", "one"], ["", "Andet afsnit her.", "two"], ["", "Tredje.", "three"]]);
const GUIDE = textOf([
  ["", "", "§who"], ["", "Du kan søge.", "may"], ["", "", "§how"], ["h2", "Skriv", "write"], ["", "Skriv til os.", "us"],
]);
const kind = (k, line) => (tr, doc) => tr.setNodeAttribute(start(doc, line), "k", k);

function sound(...people) {
  for (const person of people) {
    assert.deepEqual(person.repairs, []);
    assert.ok(person.mirrors(), "the screen shows what the text is");
    assert.equal(person.whole(), people[0].whole());
    assert.equal(new Set(person.ids()).size, person.ids().length, "every line has an id of its own");
  }
}

const SCENES = {
  "joins it with the line before": [(tr, doc) => tr.join(start(doc, 1)), ["Første afsnit.Andet NYT afsnit her.", "Tredje."]],
  "splits it before the place": [(tr, doc) => tr.split(at(doc, 1, 2)), ["Første afsnit.", "An", "det NYT afsnit her.", "Tredje."]],
  "splits it behind the place": [(tr, doc) => tr.split(at(doc, 1, 12)), ["Første afsnit.", "Andet NYT afsnit", " her.", "Tredje."]],
  "makes it a heading": [kind("h2", 1), ["Første afsnit.", "Andet NYT afsnit her.", "Tredje."]],
  "makes it a quote": [kind("q", 1), ["Første afsnit.", "Andet NYT afsnit her.", "Tredje."]],
  "makes its words bold": [(tr, doc) => tr.addMark(at(doc, 1, 0), at(doc, 1, 9), schema.marks.b.create()), ["Første afsnit.", "Andet NYT afsnit her.", "Tredje."]],
  "deletes it": [(tr, doc) => tr.delete(start(doc, 1), start(doc, 2)), ["Første afsnit.", " NYTTredje."]],
  "deletes its words": [(tr, doc) => tr.delete(at(doc, 1, 0), at(doc, 1, 17)), ["Første afsnit.", " NYT", "Tredje."]],
};
for (const [name, [change, lines]] of Object.entries(SCENES)) {
  test(`words written in a line stay while another ${name}`, () => {
    const [one, other] = [new Person(THREE), new Person(THREE)];

    one.edit(change);
    other.edit((tr, doc) => tr.insertText(" NYT", at(doc, 1, 5)));
    meet(one, other);

    assert.deepEqual(one.lines(), lines);
    sound(one, other);
  });
}

test("Enter at the end leaves the old line its id, and Backspace puts everything back", () => {
  const person = new Person(GUIDE);
  person.edit((tr, doc) => tr.split(at(doc, 1, 12)));
  const ids = person.ids();
  assert.deepEqual([ids[0], ids[1], ids[3]], ["§who", "may", "§how"]);
  person.edit((tr, doc) => tr.join(start(doc, 2)));
  assert.deepEqual(person.ids(), ["§who", "may", "§how", "write", "us"]);
  sound(person);
});

test("a heading keeps id and kind when Enter is pressed at its end", () => {
  const person = new Person(GUIDE);
  person.edit((tr, doc) => tr.split(at(doc, 3, 5), 1, [{ type: schema.nodes.block, attrs: { l: null, k: "" } }]));
  assert.deepEqual([person.ids()[3], person.kinds()[3], person.kinds()[4]], ["write", "h2", ""]);
  sound(person);
});

test("of a line that is split, the tail keeps the id", () => {
  const person = new Person(GUIDE);
  person.edit((tr, doc) => tr.split(at(doc, 1, 3)));
  assert.equal(person.ids()[2], "may");
  assert.ok(!["may", "us", "write"].includes(person.ids()[1]));
  sound(person);
});

test("of lines that are joined, the last id survives", () => {
  const person = new Person(THREE);
  person.edit((tr, doc) => tr.delete(at(doc, 0, 3), at(doc, 2, 2)));
  assert.deepEqual([person.lines(), person.ids()], [["Føredje."], ["three"]]);
  sound(person);
});

test("lines pasted at the end of a line stand behind it", () => {
  const person = new Person(THREE);
  person.edit((tr, doc) => tr.replaceWith(at(doc, 0, 14), at(doc, 0, 14), [schema.text("!")]));
  person.edit((tr, doc) => tr.insert(start(doc, 1), [
    schema.node("block", { k: "ul" }, schema.text("ny 1")), schema.node("block", null, schema.text("ny 2")),
  ]));
  assert.deepEqual(person.lines(), ["Første afsnit.!", "ny 1", "ny 2", "Andet afsnit her.", "Tredje."]);
  assert.deepEqual([person.ids()[0], person.ids()[3], person.kinds()[1]], ["one", "two", "ul"]);
  sound(person);
});

test("what would break a section line is refused, and its body may go", () => {
  const person = new Person(GUIDE);
  const wrong = [
    (tr, doc) => tr.join(start(doc, 1)), (tr, doc) => tr.join(start(doc, 2)), (tr) => tr.split(1),
    (tr, doc) => tr.delete(start(doc, 1), doc.content.size), (tr) => tr.delete(0, 2), (tr) => tr.insertText("x", 1),
    (tr, doc) => tr.delete(at(doc, 1, 3), at(doc, 3, 2)), (tr) => tr.setNodeMarkup(0, schema.nodes.block, { l: "§who" }),
    (tr, doc) => tr.insert(start(doc, 1), doc.child(0)), (tr) => tr.setNodeMarkup(0, null, { l: "§law" }),
  ];
  const before = person.whole();
  for (const change of wrong) assert.equal(person.edit(change), false, change.toString());
  assert.equal(person.whole(), before);
  assert.ok(person.edit((tr, doc) => tr.delete(start(doc, 1), start(doc, 2))));
  assert.deepEqual(person.ids(), ["§who", "§how", "write", "us"]);
  sound(person);
});

test("attributes that this editor does not know stay, and grow with what is written inside", () => {
  const person = new Person(THREE);
  person.ydoc.transact(() => person.text.format(3, 6, { "r:17": true, "r:2": true, later: { deep: [1] } }), "net");
  person.edit((tr, doc) => tr.insertText("XX", at(doc, 0, 5)));
  person.edit((tr, doc) => tr.insertText("før", at(doc, 0, 3)));
  person.edit(kind("ul", 0));
  const marked = person.text.toDelta().filter((op) => op.attributes?.["r:17"]);
  assert.deepEqual(marked.map((op) => [op.insert, op.attributes.later]), [["stXXe af", { deep: [1] }]]);
  sound(person);
});

test("a text without its last line break is shown, and gets one with the next edit", () => {
  const person = new Person(THREE);
  person.ydoc.transact(() => person.text.delete(person.text.length - 1, 1), "net");
  assert.equal(person.ids().at(-1), null);
  person.edit((tr, doc) => tr.insertText("Ja. ", at(doc, 2, 0)));
  assert.deepEqual(person.lines(), ["Første afsnit.", "Andet afsnit her.", "Ja. Tredje."]);
  assert.match(person.ids().at(-1), /^[a-z0-9]{7}$/);
  sound(person);
});

test("an empty text can be written in, and emptied again from elsewhere", () => {
  const [one, other] = [new Person(textOf([])), new Person(textOf([]))];
  one.edit((tr) => tr.insertText("Blåbærgrød", 1));
  meet(one, other);
  assert.deepEqual(other.lines(), ["Blåbærgrød"]);
  other.ydoc.transact(() => other.text.delete(0, other.text.length), "net");
  meet(one, other);
  assert.deepEqual([one.lines(), one.ids()], [[""], [null]]);
  sound(one, other);
});

test("one half of an emoji is never changed for another", () => {
  const person = new Person(textOf([["", "Sne 😀 is", "one"]]));
  person.edit((tr, doc) => tr.replaceWith(0, doc.content.size, schema.node("block", { l: "one" }, schema.text("Sne 😁 is"))));
  assert.deepEqual([person.lines(), person.ids()], [["Sne 😁 is"], ["one"]]);
  sound(person);
});
