// Four people, random work, random meetings with shuffled and doubled delivery. Convergence, loss, ghosts and doubles are
// asserted apart: a text can be equal everywhere and have lost words. FUZZ_RUNS and FUZZ_SEED choose more and others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "../../static/src/editor/flat.js";
import { addAnchor, allRanges, rangesOf } from "../../static/src/editor/anchors.js";
import { schema } from "../../static/src/editor/schema.js";
import { decide, suggested, DECISION } from "../../static/src/editor/suggesting.js";
import { createUndo } from "../../static/src/editor/undo.js";
import { Person, at, dice, meet, start, textOf } from "./people.mjs";

const RUNS = Number(process.env.FUZZ_RUNS ?? 40);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const EDITS = 60;
const SECTIONS = ["§who", "§how", "§law"];
const SPICE = ["æøå", "ĸ", "e\u0301", "😀", "👩‍👧", "Å", "aaa", ""];
const TEXT = textOf([
  ["", "", "§who"], ["h2", "Hvem kan søge", "a"], ["", "Du kan søge, hvis du bor her.", "b"], ["ul", "Første punkt", "c"], ["", "", "§how"],
  ["", "Skriv til os på skema.", "d"], ["", "", "§law"], ["", "Loven gælder på øen.", "e"],
]);
const TOKEN = /⟨[^⟨⟩]*⟩/g;

class Writer extends Person {
  constructor(run) {
    super(TEXT, { clientID: run.roll(2 ** 32), makeId: () => `l${run.lines++}` });
    this.known = new Set();
    this.inbox = [];
    this.history = createUndo(this.ydoc, [this.binding.origin, DECISION], { pause: 0, onTwin: (words) => run.twins.push(words) });
  }

  tokens() { return this.lines().join("\n").match(TOKEN) ?? []; }
}

// What should be there is kept as pieces: each time a token is written or brought back by undo is a new piece; whoever
// takes it away takes away the pieces known to them.
class Run {
  constructor(seed) {
    this.seed = seed;
    this.roll = dice(seed);
    this.twins = [];
    this.remarks = new Map();
    this.revived = new Set();
    this.lines = 0;
    this.people = [0, 1, 2, 3].map(() => new Writer(this));
    this.pieces = [];
    this.refused = this.serial = 0;
    this.given = new Map();
  }

  act(who, change) {
    const before = count(who.tokens());
    change();
    const after = count(who.tokens());
    for (const [token, times] of before) if (!after.get(token) && times) this.kill(who, token);
    for (const [token, times] of after) if (times > (before.get(token) ?? 0)) this.born(who, token);
    who.doc.forEach((line) => this.given.set(line.attrs.l, (this.given.get(line.attrs.l) ?? new Set()).add(line.attrs.k)));
    assert.ok(who.mirrors(), "invariant 12: the screen shows what the text is");
  }

  born(who, token) {
    if (this.pieces.some((piece) => piece.token === token)) this.revived.add(token);
    this.pieces.push({ token, alive: true });
    who.known.add(this.pieces.length - 1);
  }

  kill(who, token) {
    for (const index of who.known) if (this.pieces[index].token === token) this.pieces[index].alive = false;
  }
}

const count = (tokens) => tokens.reduce((counts, token) => counts.set(token, (counts.get(token) ?? 0) + 1), new Map());

// Offsets that are in no token and no half of a letter.
function free(line) {
  const words = line.textContent;
  const inside = (i) => words.lastIndexOf("⟨", i - 1) > words.lastIndexOf("⟩", i - 1);
  return Array.from({ length: words.length + 1 }, (_, i) => i).filter((i) => !inside(i) && !/[\udc00-\udfff\u0301\u200d]/.test(words[i] ?? ""));
}

const KINDS = ["", "h2", "h3", "q", "ul", "ol"];
const ACTIONS = {
  insert(run, who, { tr, pos, spot }) {
    tr.insertText(`⟨${run.seed}.${run.serial++}${SPICE[run.roll(SPICE.length)]}⟩`, pos + 1 + spot);
  },
  split: (run, who, { tr, pos, spot }) => tr.split(pos + 1 + spot),
  join: (run, who, { tr, pos, index }) => index && tr.join(pos),
  kind: (run, who, { tr, pos, line }) => line.type.name === "block" && tr.setNodeAttribute(pos, "k", KINDS[run.roll(KINDS.length)]),
  mark(run, who, { tr, pos, line }) {
    const [from, to] = [free(line)[0], free(line).at(-1)].map((end) => end + pos + 1);
    const mark = run.roll(3) ? schema.marks["bi"[run.roll(2)]].create() : schema.marks.a.create({ h: "https://nuuk.gl" });
    if (from < to) tr[run.roll(3) ? "addMark" : "removeMark"](from, to, mark);
  },
  remark(run, who, { tr, pos, line, spot }) {
    const id = `r${run.serial++}`;
    if (spot < line.content.size) run.remarks.set(id, addAnchor(tr, id, pos + 1 + spot, pos + 1 + line.content.size));
  },
  word(run, who, { tr, pos, line }) {
    const [found] = [...line.textContent.matchAll(TOKEN)];
    if (found) tr.delete(pos + 1 + found.index, pos + 1 + found.index + found[0].length);
  },
  line: (run, who, { tr, pos, line, doc }) => doc.childCount > 2 && run.roll(3) === 0 && tr.delete(pos, pos + line.nodeSize),
};
const DEALT = ["insert", "insert", "insert", "insert", "split", "join", "kind", "mark", "remark", "word", "line"];

function change(run, who) {
  const { tr, doc } = who.state;
  const index = run.roll(doc.childCount);
  const line = doc.child(index);
  const spots = free(line);
  ACTIONS[DEALT[run.roll(DEALT.length)]](run, who, { tr, doc, index, line, pos: start(doc, index), spot: spots[run.roll(spots.length)] });
  if (!tr.docChanged) return;
  const before = who.state;
  who.dispatch(tr);
  if (who.state === before) run.refused++;
}

function propose(run, who) {
  const index = run.roll(who.doc.childCount);
  const line = who.doc.child(index);
  const [found] = [...line.textContent.matchAll(TOKEN)];
  const { tr } = who.state;
  const id = `s${run.serial++}`;
  const pos = start(who.doc, index) + 1;
  if (found && run.roll(2)) tr.delete(pos + found.index, pos + found.index + found[0].length);
  else tr.insertText(`⟨${run.seed}.${run.serial++}p⟩`, pos + free(line)[run.roll(free(line).length)]);
  const proposal = suggested(who.state, tr, id, () => false);
  if (proposal) who.dispatch(proposal);
}

// A decision on one suggestion, by the words that it had when it was made.
function settle(run, who) {
  const names = who.text.toDelta().flatMap((op) => Object.keys(op.attributes ?? {}).filter((name) => /^[nd]:/.test(name)).map((name) => [name, op.insert]));
  if (!names.length) return;
  const [name] = names[run.roll(names.length)];
  const words = names.filter(([one]) => one === name).map(([, part]) => part).join("");
  const quote = words.match(TOKEN)?.[0] ?? "";
  decide(who.ydoc, run.roll(2) ? "accept" : "reject", [name.slice(2)], { quotes: { [name.slice(2)]: { [name[0]]: quote } } });
}

// Two people take the same word away before they meet, and bring it back at once or one after the other.
function both(run) {
  const [one, other] = [run.roll(4), run.roll(3)];
  const pair = [run.people[one], run.people[(one + 1 + other) % 4]];
  const shared = pair[0].tokens().filter((token) => pair[1].tokens().includes(token));
  if (!shared.length) return;
  const token = shared[run.roll(shared.length)];
  const [meets, undoes] = [run.roll(2), run.roll(3)];
  for (const who of pair) run.act(who, () => takeAway(who, token));
  if (meets) post(run, ...pair);
  pair.forEach((who, index) => undoes !== index && run.act(who, () => takeBack(run, who, who.history.undo)));
}

// A remark that its writer takes back is none.
function takeBack(run, who, go) {
  const before = allRanges(who.doc);
  go();
  const after = allRanges(who.doc);
  for (const id of before.keys()) if (!after.has(id)) run.remarks.delete(id);
}

function takeAway(who, token) {
  const { tr } = who.state;
  who.doc.forEach((line, pos) => {
    const found = line.textContent.indexOf(token);
    if (found >= 0) tr.delete(pos + 1 + found, pos + 1 + found + token.length);
  });
  if (tr.docChanged) who.dispatch(tr);
}

// Everything that one has is posted to the other, in pieces: some twice, in any order; it arrives at once or later.
function post(run, from, to) {
  const pieces = from.updates.flatMap((bytes) => (run.roll(4) ? [bytes] : [bytes, bytes]));
  for (let i = pieces.length; i > 1;) {
    const j = run.roll(i--);
    [pieces[i], pieces[j]] = [pieces[j], pieces[i]];
  }
  for (const bytes of pieces) to.receive(bytes);
  for (const index of from.known) to.known.add(index);
}

function step(run) {
  if (run.roll(12) === 0) both(run);
  const who = run.people[run.roll(4)];
  run.act(who, () => {
    const die = run.roll(14);
    if (die === 0) takeBack(run, who, who.history.undo);
    else if (die === 1 && !run.roll(2)) takeBack(run, who, who.history.redo);
    else if (die === 2) propose(run, who);
    else if (die === 3) settle(run, who);
    else change(run, who);
  });
  if (run.roll(5) === 0) {
    const other = run.people[run.roll(4)];
    if (other !== who) post(run, who, other);
  }
}

function finish(run) {
  // Twins part when they have met, so those who took one out tell the others.
  for (let round = 0; round < 3; round++) meet(...run.people);
  const [first] = run.people;
  if (first.text.toString().endsWith("\n")) return;
  first.ydoc.transact(() => first.text.insert(first.text.length, "\n", { l: newId() }), "server");
  meet(...run.people);
}

function play(seed) {
  const run = new Run(seed);
  for (let edit = 0; edit < EDITS; edit++) step(run);
  finish(run);
  return run;
}

function wantedTokens(run) {
  const wanted = new Map();
  for (const { token, alive } of run.pieces) wanted.set(token, Boolean(alive || wanted.get(token)));
  return wanted;
}

const runs = [];
const failures = [];
for (let index = 0; index < RUNS; index++) {
  const seed = SEED + index;
  try {
    runs.push(play(seed));
  } catch (error) {
    failures.push(`seed ${seed}: ${error.stack}`);
  }
}

/** Every run that breaks a promise, with its seed. */
function broken(promise) {
  return runs.flatMap((run) => promise(run).map((what) => `seed ${run.seed}: ${what}`));
}

test(`${RUNS} runs of ${EDITS} edits from seed ${SEED} on came to their end`, () => assert.deepEqual(failures, []));

test("invariant 1: all have the same letters, formats and kinds", () => {
  const [text] = [runs[0]?.people[0].whole()];
  assert.ok(text);
  assert.deepEqual(broken(({ people }) => (people.some((one) => one.whole() !== people[0].whole()) ? ["differs"] : [])), []);
});

test("invariant 2: no word is lost, none stands twice, and its letters are in order", () => {
  assert.deepEqual(broken((run) => {
    const there = count(run.people[0].tokens());
    const parted = new Set(run.twins.join("\n").match(TOKEN) ?? []);
    return [...wantedTokens(run)].filter(([token, alive]) => alive && there.get(token) !== 1 && !(parted.has(token) && !there.get(token)))
      .map(([token]) => `${token} stands ${there.get(token) ?? 0} times`);
  }), []);
});

test("invariant 3: no word that was deleted comes back", () => {
  assert.deepEqual(broken((run) => {
    const there = count(run.people[0].tokens());
    return [...wantedTokens(run)].filter(([token, alive]) => !alive && there.get(token)).map(([token]) => `${token} is back`);
  }), []);
});

test("invariant 9: remarks cover every letter of their words that is left, and no older one", () => {
  assert.deepEqual(broken(({ people: [one, other], remarks, revived }) => [...remarks].flatMap(([id, quote]) => {
    const ranges = rangesOf(one.doc, id, "r", quote);
    const covered = ranges.map(({ words }) => words).join("");
    const whole = covered.match(TOKEN) ?? [];
    const left = (quote.match(TOKEN) ?? []).filter((token) => one.tokens().includes(token));
    return [
      ...left.filter((token) => !whole.includes(token) && !revived.has(token)).map((token) => `${id} has lost ${token}`),
      ...whole.filter((token) => !quote.includes(token) && one.tokens().includes(token)).map((token) => `${id} has taken ${token}`),
      ...(JSON.stringify(ranges) === JSON.stringify(rangesOf(other.doc, id, "r", quote)) ? [] : [`${id} differs`]),
    ];
  })), []);
});

test("invariant 12: screens show the text, the repair path is never taken, ids are unique, sections stand once", () => {
  assert.deepEqual(broken(({ people }) => people.flatMap((one) => {
    const ids = one.ids();
    return [
      ...one.repairs.map((reason) => `repaired: ${reason}`),
      ...(one.mirrors() ? [] : ["the screen differs"]),
      ...ids.filter((id, index) => !id || ids.indexOf(id) !== index).map((id) => `line id ${id} twice or none`),
      ...SECTIONS.filter((id) => ids.filter((one) => one === id).length !== 1).map((id) => `${id} not once`),
    ];
  })), []);
});

test("no line has a kind that nobody gave it", () => {
  assert.deepEqual(broken((run) => {
    const [one] = run.people;
    return one.doc.content.content.filter(({ attrs: { l, k } }) => k !== undefined && run.given.has(l) && !run.given.get(l).has(k))
      .map(({ attrs: { l, k } }) => `${l} is ${k}`);
  }), []);
});

test("the work was real: words were written, deleted, brought back and refused", () => {
  const words = runs.reduce((sum, run) => sum + run.pieces.length, 0);
  const undone = runs.reduce((sum, run) => sum + run.pieces.filter(({ alive }) => !alive).length, 0);
  const refused = runs.reduce((sum, run) => sum + run.refused, 0);
  assert.ok(words > RUNS * 10 && undone > RUNS && refused > RUNS, `${words} words, ${undone} deleted, ${refused} refused`);
  console.log(`${words} words, ${undone} deleted, ${refused} refused, ${runs.reduce((sum, run) => sum + run.twins.length, 0)} twins`);
});
