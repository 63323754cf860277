// When words go out, when they leave the outbox, and what happens when the line, the server or the login fails.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LATEST, LONGEST, PAUSE, untilAgain, untilSent } from "../../static/src/sync/rhythm.js";
import { ELSEWHERE } from "../../static/src/sync/lock.js";
import { Clock, opened, Server, settled, Tab, TEXT } from "./syncing.mjs";

const waiting = (tab) => tab.outbox.count(TEXT);

test("words go out after a pause in typing", async () => {
  const server = new Server();
  const tab = await opened(server);
  tab.type("Søg");
  await tab.clock.pass(PAUSE - 1);
  assert.equal(server.words(), "");
  await tab.clock.pass(1);
  assert.equal(server.words(), "Søg");
  assert.equal(await waiting(tab), 0);
});

test("somebody who never pauses is sent all the same", async () => {
  const server = new Server();
  const tab = await opened(server);
  for (let passed = 0; passed <= LATEST; passed += 100) {
    tab.type("a");
    await tab.clock.pass(100);
  }
  assert.ok(server.words().length >= 30);
});

test("the latest moment counts from the first unsent key", () => {
  assert.deepEqual([untilSent(0, 0), untilSent(0, 2500), untilSent(0, 2900), untilSent(0, 9000)], [400, 400, 100, 0]);
});

test("a quiet document asks when the server said so", async () => {
  const server = new Server();
  server.says = { wait: 40 };
  const tab = await opened(server);
  const before = server.asked.length;
  await tab.clock.pass(39_000);
  assert.equal(server.asked.length, before);
  await tab.clock.pass(2000);
  assert.equal(server.asked.length, before + 1);
});

test("a page that nobody looks at asks nothing, but sends", async () => {
  const server = new Server();
  const tab = await opened(server, { visible: () => false });
  const before = server.asked.length;
  await tab.clock.pass(600_000);
  assert.equal(server.asked.length, before);
  tab.type("x");
  await tab.clock.pass(PAUSE);
  assert.equal(server.words(), "x");
});

test("without a line the words stay, the pauses grow, and nothing is said to be saved", async () => {
  const tab = await opened(new Server());
  tab.line = "dead";
  tab.type("x");
  await tab.clock.pass(PAUSE);
  const pauses = [];
  for (let turn = 0; turn < 8; turn++) {
    pauses.push(tab.clock.next());
    await tab.clock.pass(tab.clock.next());
  }
  assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 16_000, LONGEST, LONGEST, LONGEST]);
  assert.equal(await waiting(tab), 1);
  assert.ok(tab.syncer.facts.failingSince);
});

test("no two browsers come back in the same moment", () => {
  assert.ok(untilAgain(3, 0) < untilAgain(3, 0.9));
});

test("when the line is back, everything goes at once", async () => {
  const server = new Server();
  const tab = await opened(server);
  tab.line = "dead";
  tab.type("x");
  await tab.clock.pass(60_000);
  tab.line = "good";
  await tab.syncer.kick({ hard: true });
  assert.equal(server.words(), "x");
  assert.equal(tab.syncer.facts.failingSince, null);
});

test("a request that hangs on a dead line is given up when a new line comes", async () => {
  const server = new Server();
  const tab = await opened(server);
  tab.line = "hanging";
  tab.type("x");
  await tab.clock.pass(PAUSE);
  tab.line = "good";
  void tab.syncer.kick({ hard: true });
  await tab.clock.pass(0);
  assert.equal(server.words(), "x");
});

test("a key ends a quiet question, so that its words need not wait for the answer", async () => {
  const server = new Server();
  const tab = await opened(server);
  tab.line = "hanging";
  void tab.syncer.kick();
  await settled();
  tab.line = "good";
  tab.type("x");
  await tab.clock.pass(PAUSE);
  assert.equal(server.words(), "x");
});

test("an answer that was lost does no harm: the words are there once", async () => {
  const server = new Server();
  const tab = await opened(server);
  tab.line = "deaf";
  tab.type("Søg nu.");
  await tab.clock.pass(5000);
  assert.equal(await waiting(tab), 1);
  tab.line = "good";
  await tab.clock.pass(LONGEST * 2);
  assert.equal(server.words(), "Søg nu.");
  assert.equal(server.rows.length, 1);
  assert.equal(await waiting(tab), 0);
});

test("words typed while a request is under way stay in the outbox until their own answer", async () => {
  const server = new Server();
  const tab = await opened(server);
  tab.line = "held";
  tab.type("a");
  await tab.clock.pass(PAUSE);
  tab.type("b");
  tab.release();
  await settled();
  assert.equal(await waiting(tab), 1);
  tab.line = "good";
  await tab.clock.pass(PAUSE);
  assert.equal(server.words(), "ab");
  assert.equal(await waiting(tab), 0);
});

test("hours of work without a line arrive in parts, in the order of typing", async () => {
  const server = new Server();
  const tab = await opened(server);
  tab.line = "dead";
  const sheet = "abcdefgh".repeat(2500);
  for (let turn = 0; turn < 30; turn++) tab.type(`${turn}${sheet}\n`);
  tab.line = "good";
  assert.equal(await tab.syncer.flush(), true);
  assert.ok(server.rows.length > 2);
  assert.equal(server.words(), tab.text.toString());
});

test("on a line that swallows large requests, smaller ones go", async () => {
  const server = new Server();
  const tab = await opened(server);
  for (let turn = 0; turn < 30; turn++) tab.type("x".repeat(9000));
  tab.ask = null;
  tab.syncer.ask = async (request) => {
    if (request.update.length > 40_000) return { kind: "silence" };
    return { kind: "answer", answer: server.answer(request) };
  };
  await tab.clock.pass(300_000);
  assert.equal(server.words(), tab.text.toString());
});

test("two people end with the same words", async () => {
  const server = new Server();
  const clock = new Clock();
  const [one, other] = [await opened(server, { clock }), await opened(server, { clock })];
  one.type("Hun søger. ");
  other.type("Han svarer. ");
  await clock.pass(40_000);
  assert.equal(one.text.toString(), other.text.toString());
  assert.equal(server.words().length, "Hun søger. Han svarer. ".length);
});

test("a server that lacks what the words stand on gets everything there is", async () => {
  const server = new Server();
  const tab = await opened(server);
  tab.type("first ");
  await tab.clock.pass(PAUSE);
  server.rows = [];
  tab.type("second");
  await tab.clock.pass(PAUSE + 100);
  assert.equal(server.words(), "first second");
  assert.equal(await waiting(tab), 0);
});

test("a server that was brought back from a copy gets what it lost, without a key being pressed", async () => {
  const server = new Server();
  const tab = await opened(server);
  tab.type("words");
  await tab.clock.pass(PAUSE);
  server.rows = [];
  await tab.clock.pass(40_000);
  assert.equal(server.words(), "words");
});

test("a gap that nothing closes is no reason to hurry", async () => {
  const server = new Server();
  const tab = await opened(server);
  server.says = { gap: true };
  tab.type("x");
  const before = server.asked.length;
  await tab.clock.pass(60_000);
  assert.ok(server.asked.length - before < 12, `${server.asked.length - before} requests`);
  assert.equal(await waiting(tab), 1);
  server.says = {};
  await tab.clock.pass(LONGEST * 2);
  assert.equal(server.words(), "x");
});

test("a text that is not the same as at the server is mended, once, and it is told", async () => {
  const server = new Server();
  const tab = await opened(server);
  tab.type("words");
  await tab.clock.pass(PAUSE);
  tab.doc.transact(() => tab.text.insert(0, "ghost "), "sync");
  await tab.clock.pass(40_000);
  assert.deepEqual(tab.heard, [["mismatch"]]);
  const healing = server.asked.filter((request) => request.heal);
  assert.equal(healing.length, 1);
  assert.equal(healing[0].seq, 0);
  await tab.clock.pass(120_000);
  assert.equal(tab.heard.length, 1);
});

test("a login that ended costs no word and no request", async () => {
  const server = new Server();
  const tab = await opened(server);
  tab.line = { kind: "signedOut" };
  tab.type("x");
  await tab.clock.pass(PAUSE);
  const before = tab.syncer.tries;
  tab.type("y");
  await tab.clock.pass(600_000);
  assert.equal(tab.syncer.tries, before);
  assert.equal(tab.syncer.facts.signedOut, true);
  assert.equal(await waiting(tab), 2);
  tab.line = "good";
  await tab.syncer.kick();
  assert.equal(server.words(), "xy");
  assert.equal(tab.syncer.facts.signedOut, false);
});

for (const kind of ["gone", "refused", "tooLarge", "silence"]) {
  test(`an answer of the kind ${kind} leaves the outbox alone`, async () => {
    const server = new Server();
    const tab = await opened(server);
    tab.line = { kind };
    tab.type("x");
    await tab.clock.pass(120_000);
    assert.equal(await waiting(tab), 1);
    tab.line = "good";
    await tab.clock.pass(LONGEST * 2);
    assert.equal(server.words(), "x");
    assert.equal(tab.syncer.facts[kind] ?? false, false);
  });
}

test("a server that asks for time gets it", async () => {
  const tab = await opened(new Server());
  tab.line = { kind: "later", after: 20_000 };
  tab.type("x");
  await tab.clock.pass(PAUSE);
  assert.equal(tab.clock.next(), 20_000);
});

test("words the server puts aside leave the outbox, stay here as a copy, and are not in the text again", async () => {
  const server = new Server();
  const tab = await opened(server);
  server.says = { quarantined: true, readOnly: true };
  tab.type("too late");
  await tab.clock.pass(PAUSE);
  assert.equal(await waiting(tab), 0);
  assert.equal((await tab.outbox.aside(TEXT)).length, 1);
  assert.equal((await tab.outbox.text(TEXT)).state.length, 0);
  assert.deepEqual(tab.heard, [["refused", 1]]);
  assert.equal(tab.syncer.facts.readOnly, true);
});

test("words of somebody who may only read stay, and are offered without hurry", async () => {
  const server = new Server();
  const tab = await opened(server);
  server.says = { readOnly: true };
  tab.type("x");
  const before = server.asked.length;
  await tab.clock.pass(60_000);
  assert.equal(await waiting(tab), 1);
  assert.ok(server.asked.length - before < 12);
});

test("what another tab has sent is not sent again", async () => {
  const server = new Server();
  const tab = await opened(server);
  const before = server.asked.length;
  tab.syncer.exclusively = async (_name, act) => {
    await tab.outbox.acknowledge(TEXT, await tab.outbox.rows(TEXT), { seq: 1, updates: [] });
    return act();
  };
  tab.type("x");
  await tab.clock.pass(PAUSE);
  assert.equal(server.asked.length, before);
});

test("two tabs ask as often as one", async () => {
  const server = new Server();
  const clock = new Clock();
  let holder = null;
  const exclusively = async (_name, act) => {
    if (holder) return ELSEWHERE;
    holder = act();
    return holder.finally(() => (holder = null));
  };
  const one = await opened(server, { clock, exclusively });
  const other = new Tab(server, { clock, exclusively, outbox: one.outbox });
  one.syncer.page.took = () => void other.syncer.answeredElsewhere({ ...one.syncer.facts });
  other.syncer.page.took = () => void one.syncer.answeredElsewhere({ ...other.syncer.facts });
  await other.syncer.round();
  const before = server.asked.length;
  await clock.pass(300_000);
  assert.ok(server.asked.length - before <= 11, `${server.asked.length - before} requests in 5 minutes`);
});

test("a text that was taken off this device does not come back with a late answer", async () => {
  const server = new Server();
  const tab = await opened(server);
  tab.line = "held";
  tab.type("x");
  await tab.clock.pass(PAUSE);
  await tab.outbox.clear();
  tab.release();
  await settled();
  assert.equal(await tab.outbox.text(TEXT), null);
  assert.equal(await tab.syncer.round(), "cleared");
});

test("what was written and deleted again does not fill the device", async () => {
  const server = new Server();
  const tab = await opened(server);
  for (let turn = 0; turn < 12; turn++) {
    tab.type("x".repeat(20_000));
    await tab.clock.pass(PAUSE);
    tab.text.delete(0, 20_000);
    await tab.clock.pass(PAUSE);
  }
  tab.type("Søg nu.");
  await tab.clock.pass(PAUSE);
  const { state } = await tab.outbox.text(TEXT);
  assert.ok(state.length < 80_000, `${state.length} bytes`);
  const again = await opened(new Server(), { outbox: tab.outbox });
  assert.equal(again.text.toString(), "Søg nu.");
});
