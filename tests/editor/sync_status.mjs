// What is said of the words is true, and "saved" is never said while one of them is on its way.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { statusOf } from "../../static/src/sync/status.js";

const at = (hours, minutes) => new Date(2026, 10, 22, hours, minutes).getTime();
const CALM = {
  ...{ waiting: 0, since: null, unstored: 0, storage: null, refusedRows: 0, isOpen: true, cutSeconds: 0 },
  ...{ failingSince: null, answeredAt: at(14, 3), savedAt: at(14, 3) },
  ...{ signedOut: false, gone: false, refused: false, tooLarge: false, readOnly: false, suggestOnly: false },
};
const TABLE = [
  ["saved at the server, with the time", {}, "server", "server", { time: "14:03" }],
  ["saved, when nothing of it is mine", { savedAt: null }, "server", "same", {}],
  ["saved on this device, with how much", { waiting: 3, since: at(14, 4) }, "here", "here", { n: 3 }],
  ["waiting for the line, since the first word that waits", { waiting: 12, since: at(13, 40), failingSince: at(13, 41) }, "waiting", "waiting", { time: "13:40", n: 12 }],
  ["no line, when nothing waits for it", { failingSince: at(13, 41) }, "waiting", "noline", { time: "13:41" }],
  ["no line, and the text was never here", { failingSince: at(13, 41), isOpen: false, savedAt: null }, "waiting", "unopened", { time: "13:41" }],
  ["signed out, with what waits", { signedOut: true, waiting: 2 }, "refused", "signedout", { n: 2 }],
  ["signed out, with nothing at stake", { signedOut: true }, "refused", "signedoutsaved", { n: 0 }],
  ["read only", { readOnly: true }, "", "readonly", { n: 0 }],
  ["read only, with words nobody takes", { readOnly: true, waiting: 2 }, "refused", "readonlywaiting", { n: 2 }],
  ["came too late", { refusedRows: 4 }, "refused", "late", { n: 4 }],
  ["the storage is full", { storage: "full", unstored: 2, waiting: 2 }, "refused", "storagefull", { n: 2 }],
  ["cut off on purpose", { cutSeconds: 17, waiting: 1 }, "waiting", "cut", { seconds: 17, n: 1 }],
  ["opening", { answeredAt: null, savedAt: null, isOpen: false }, "", "opening", {}],
];
for (const [name, facts, kind, words, values] of TABLE) {
  test(`it says: ${name}`, () => assert.deepEqual(statusOf({ ...CALM, ...facts }), { kind, words, values }));
}

test("words that this device does not keep are told before everything else", () => {
  assert.equal(statusOf({ ...CALM, storage: "refused", unstored: 1, waiting: 1, signedOut: true }).words, "storagerefused");
});

// Every state that there can be, possible or not.
function* all(waiting) {
  const switches = ["signedOut", "gone", "refused", "tooLarge", "readOnly", "suggestOnly", "isOpen"];
  const more = [{ failingSince: at(13, 0) }, { unstored: 1 }, { refusedRows: 1 }, { cutSeconds: 3 }, { savedAt: null }, { answeredAt: null }];
  for (const storage of [null, "full", "refused", "missing", "lost"]) {
    for (let bits = 0; bits < 2 ** (switches.length + more.length); bits++) {
      const facts = { ...CALM, waiting, storage, since: waiting ? at(12, 0) : null };
      switches.forEach((name, place) => (facts[name] = Boolean((bits >> place) & 1)));
      more.forEach((some, place) => (bits >> (switches.length + place)) & 1 && Object.assign(facts, some));
      yield facts;
    }
  }
}

test("nothing says saved while words wait, whatever else is the case", () => {
  for (const facts of all(1)) {
    const { kind, words } = statusOf(facts);
    assert.notEqual(kind, "server");
    assert.ok(!["server", "same", "noline", "signedoutsaved"].includes(words), words);
  }
});

test("there is a sentence for everything that can be said, and no other", () => {
  const page = readFileSync(new URL("../../templates/components/syncing.html", import.meta.url), "utf-8");
  const there = [...page.matchAll(/"data-(\w+)"/g)].map(([, name]) => name);
  const said = new Set([0, 1].flatMap((waiting) => [...all(waiting)].map((facts) => statusOf(facts).words)));
  assert.deepEqual(there.sort(), [...said].sort());
});
