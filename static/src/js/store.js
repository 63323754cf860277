// Words the server has not acknowledged, kept in this browser per person, page and visit.
const person = document.body.dataset.person ?? "";
// A page that shows one part of a text at a time names it: words of another part are not offered there.
const part = document.querySelector("form[data-autosave]")?.dataset.autosave ?? "";
const page = `words|${person}|${location.pathname}|${part}|`;

export const uuid = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
  );

const mine = page + uuid();
// As long as this page lives, no other one offers its words: the lock ends with the page, however it ends.
navigator.locks?.request(mine, () => new Promise(() => {}));

export function keep(words) {
  try {
    localStorage.setItem(mine, JSON.stringify(words));
  } catch {
    // A full or forbidden store: the page itself still holds the words, and warns before it is left.
  }
}

export const drop = (key = mine) => localStorage.removeItem(key);

// What earlier visits left behind, the newest first: [{key, at, ...}]
export async function found() {
  const living = (await navigator.locks?.query())?.held.map((lock) => lock.name) ?? [mine];
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(page) && key !== mine && !living.includes(key))
    .map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }))
    .sort((one, other) => other.at - one.at);
}
