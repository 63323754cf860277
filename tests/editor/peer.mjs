// The sync as a program: one question a line, one answer a line, for tests in another language.
import readline from "node:readline";
import * as Y from "yjs";
import { canonical, hashOf } from "../../static/src/sync/hash.js";
import { decodeAnswer, encodeRequest } from "../../static/src/sync/wire.js";

const bytes = (letters) => new Uint8Array(Buffer.from(letters, "base64"));
const letters = (some) => Buffer.from(some).toString("base64");

const ACTS = {
  request: async ({ update, ...request }) => letters(await encodeRequest({ ...request, update: bytes(update) })),
  answer: async ({ answer }) => {
    const { update, ...told } = await decodeAnswer(bytes(answer));
    return { ...told, update: letters(update) };
  },
  text: ({ state }) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, bytes(state));
    return { canonical: canonical(doc), hash: hashOf(doc) };
  },
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { act, ...facts } = JSON.parse(line);
  console.log(JSON.stringify(await ACTS[act](facts)));
}
