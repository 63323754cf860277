// Two browsers write in one text with all that Yjs has: every update, merged ones with holes, and what is there at last.
import readline from "node:readline";
import * as Y from "yjs";
import { canonical } from "../../static/src/sync/hash.js";

const LETTERS = ["a", "å", "ĸ", "Ø", "e\u0301", "\u00ad", '"', "\\", "</p>"];
const letters = (some) => Buffer.from(some).toString("base64");

function chances(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

function act(doc, chance, number) {
  const text = doc.getText("text");
  const at = chance(text.length + 1);
  const most = Math.min(6, text.length - at);
  const acts = [
    () => text.insert(at, LETTERS[chance(LETTERS.length)].repeat(1 + chance(3)), chance(2) ? {} : { [`n:${chance(9)}`]: true, b: true }),
    () => text.insert(at, "\n", { l: `l${doc.clientID}${number}` }),
    () => text.delete(at, chance(most + 1)),
    () => text.format(at, chance(most + 1), { [["b", "a", `r:${number}`][chance(3)]]: [true, "https://x.example", null][chance(3)] }),
    () => doc.getMap("kind").set(`l${chance(9)}`, ["h2", "ul", ""][chance(3)]),
    () => doc.getText("title").insert(0, "ø"),
    () => doc.getMap("kind").delete(`l${chance(9)}`),
  ];
  acts[[0, 0, 0, 1, 2, 2, 3, 3, 4, 5, 6][chance(11)]]();
}

// Half of a whale is taken away, as no editor of ours does.
function cutWhale(first) {
  const doc = new Y.Doc();
  const updates = [];
  Y.applyUpdate(doc, new Uint8Array(Buffer.from(first, "base64")));
  doc.on("update", (update) => updates.push(letters(update)));
  doc.getText("text").insert(0, "En \u{1F40B}.", {});
  doc.getText("text").delete(3, 1);
  return updates;
}

function story({ seed, first, cut }) {
  if (cut) return cutWhale(first);
  const chance = chances(seed);
  const docs = [0, 1].map(() => new Y.Doc());
  const updates = [[], []];
  docs.forEach((doc, number) => {
    Y.applyUpdate(doc, new Uint8Array(Buffer.from(first, "base64")));
    doc.on("update", (update, origin) => origin !== "far" && updates[number].push(update));
  });
  const undos = docs.map((doc) => new Y.UndoManager([doc.getText("text"), doc.getMap("kind"), doc.getText("title")]));
  for (let number = 0; number < 80; number++) {
    const who = chance(2);
    if (chance(12) === 0) undos[who].undo();
    else act(docs[who], chance, number);
    if (chance(6) === 0) Y.applyUpdate(docs[1 - who], Y.encodeStateAsUpdate(docs[who]), "far");
  }
  docs.forEach((doc, number) => Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[1 - number]), "far"));
  const holes = Y.mergeUpdates(updates[0].filter((_, number) => number % 2));
  return {
    updates: updates.map((some) => some.map(letters)),
    holes: letters(holes),
    whole: letters(Y.encodeStateAsUpdate(docs[0])),
    clients: docs.map((doc) => doc.clientID),
    canonical: canonical(docs[0]),
  };
}

for await (const line of readline.createInterface({ input: process.stdin })) console.log(JSON.stringify(story(JSON.parse(line))));
