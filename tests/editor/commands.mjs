// What keys and buttons do to the lines.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as commands from "../../static/src/editor/commands.js";
import { KEYS, keys } from "../../static/src/editor/keys.js";
import { lists } from "../../static/src/editor/lists.js";
import { createUndo } from "../../static/src/editor/undo.js";
import { Person, textOf } from "./people.mjs";

const TEXT = textOf([
  ["", "", "§who"], ["h2", "Overskrift", "head"], ["ul", "Punkt", "item"], ["ul", "", "empty"], ["", "Slut", "end"], ["", "", "§how"], ["q", "Sagt", "said"],
]);
const HEAD = 1, ITEM = 2, EMPTY = 3, END = 4, HOW = 5, SAID = 6;

function writer(line, offset, line2, offset2) {
  return new Person(TEXT, { plugins: [lists()] }).select(line, offset, line2, offset2);
}

function sound(person) {
  assert.ok(person.mirrors());
  assert.deepEqual(person.repairs, []);
  assert.equal(new Set(person.ids()).size, person.ids().length);
  return person;
}

test("Enter in an empty item ends the list, in a full one it makes the next", () => {
  const person = writer(EMPTY, 0);
  person.run(commands.enter);
  assert.deepEqual([person.kinds()[EMPTY], person.lines().length], ["", 7]);
  person.select(ITEM, 5).run(commands.enter);
  assert.deepEqual([person.kinds().slice(2, 4), person.ids()[2]], [["ul", "ul"], "item"]);
  assert.equal(person.state.selection.$head.index(0), 3);
  sound(person);
});

test("Enter behind a heading opens a paragraph, in front of it too, in the middle two headings", () => {
  const behind = writer(HEAD, 10);
  behind.run(commands.enter);
  assert.deepEqual([behind.kinds().slice(1, 3), behind.ids()[1]], [["h2", ""], "head"]);
  const before = writer(HEAD, 0);
  before.run(commands.enter);
  assert.deepEqual([before.kinds().slice(1, 3), before.ids()[2]], [["", "h2"], "head"]);
  const middle = writer(HEAD, 4);
  middle.run(commands.enter);
  assert.deepEqual([middle.kinds().slice(1, 3), middle.lines().slice(1, 3)], [["h2", "h2"], ["Over", "skrift"]]);
  [behind, before, middle].forEach(sound);
});

test("Backspace at the start makes a paragraph first, then joins, and stops at a section", () => {
  const person = writer(ITEM, 0);
  person.run(commands.backspace);
  assert.equal(person.kinds()[ITEM], "");
  person.run(commands.backspace);
  assert.deepEqual([person.lines()[1], person.kinds()[1], person.ids()[1]], ["OverskriftPunkt", "h2", "item"]);
  person.select(1, 0).run(commands.backspace);
  const before = person.whole();
  assert.ok(person.run(commands.backspace));
  assert.equal(person.whole(), before);
  sound(person);
});

test("an empty line before or after goes as a whole, and the other keeps id and kind", () => {
  const person = writer(END, 0);
  person.run(commands.backspace);
  assert.deepEqual([person.ids()[3], person.kinds()[3], person.lines()[3]], ["end", "", "Slut"]);
  const other = writer(ITEM, 5);
  other.run(commands.deleteForward);
  assert.deepEqual([other.ids()[2], other.ids()[3], other.lines()[2]], ["item", "end", "Punkt"]);
  [person, other].forEach(sound);
});

test("what is chosen across sections is deleted in each, and the sections stay", () => {
  const person = writer(HEAD, 4, SAID, 2);
  person.run(commands.deleteSelection);
  assert.deepEqual([person.lines(), person.ids().filter((id) => id[0] === "§")], [["", "Over", "", "gt"], ["§who", "§how"]]);
  sound(person);
});

test("kinds are set for all chosen lines and taken away again", () => {
  const person = writer(HEAD, 2, END, 1);
  person.run(commands.toggleKind("ol"));
  assert.deepEqual(person.kinds().slice(1, 5), ["ol", "ol", "ol", "ol"]);
  assert.equal(commands.chosen(person.state).kind, "ol");
  person.run(commands.toggleKind("ol"));
  assert.deepEqual(person.kinds().slice(1, 5), ["", "", "", ""]);
  sound(person);
});

test("bold and italic go on and off, also for the next letter", () => {
  const person = writer(END, 0, END, 4);
  person.run(commands.toggleBold);
  assert.deepEqual(person.text.toDelta().find((op) => op.insert === "Slut").attributes, { b: true });
  person.run(commands.toggleBold);
  person.select(END, 4).run(commands.toggleItalic);
  person.type("!");
  assert.deepEqual(person.text.toDelta().find((op) => op.insert === "!").attributes, { i: true });
  sound(person);
});

test("a link is set, found at the caret, changed and taken away; a bad address is refused", () => {
  const person = writer(END, 0, END, 4);
  assert.equal(person.run(commands.setLink("javascript:alert(1)")), false);
  person.run(commands.setLink("www.nuuk.gl"));
  person.select(END, 2);
  assert.deepEqual(commands.linkAt(person.state)?.h, "https://www.nuuk.gl");
  person.run(commands.setLink("https://sermersooq.gl"));
  assert.deepEqual([commands.chosen(person.state).link, person.lines()[END]], ["https://sermersooq.gl", "Slut"]);
  person.run(commands.unsetLink);
  assert.equal(commands.linkAt(person.state), null);
  person.select(END, 4).run(commands.setLink("a@nuuk.gl", "skriv"));
  assert.deepEqual([person.lines()[END], person.text.toDelta().find((op) => op.insert === "skriv").attributes], ["Slutskriv", { a: "mailto:a@nuuk.gl" }]);
  sound(person);
});

test("a section line is no place to write: Enter opens a line behind it", () => {
  const person = writer(HOW, 0);
  person.run(commands.enter);
  assert.deepEqual([person.ids()[HOW], person.lines()[HOW + 1], person.ids()[HOW + 2]], ["§how", "", "said"]);
  person.type("Ny");
  assert.equal(person.lines()[HOW + 1], "Ny");
  sound(person);
});

test("Tab is free, and every key in the sheet is bound", () => {
  const person = writer(END, 0);
  const plugins = keys({ undo: createUndo(person.ydoc, []) });
  const press = (key) => plugins.some(({ props }) => props.handleKeyDown?.({ state: person.state, dispatch() {} }, key));
  assert.equal(press({ key: "Tab", keyCode: 9 }), false);
  for (const name of Object.values(KEYS)) {
    const parts = name.split("-");
    const key = parts.at(-1);
    const event = { key, keyCode: key.toUpperCase().charCodeAt(0), ctrlKey: /Mod|Ctrl/.test(name), shiftKey: parts.includes("Shift"), preventDefault() {} };
    assert.ok(press(event), name);
  }
});
