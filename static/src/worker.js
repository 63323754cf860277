// The service worker: hashed files, and the pages of a person's own texts that were opened or chosen. Nothing else.
const PAGES = "pages";
const FILES = "files";
const OWNER = "X-Owner";
const KEPT_AT = "X-Kept-At";
const WHO = "/worker-who";
const PATIENCE = 4000;
const MOST = { [PAGES]: 60, [FILES]: 60 };
const DRAFT = /^\/articles\/[0-9a-f-]{36}\/text$/;
const FILE = /^\/static\/[\w.-]+-[0-9A-Z]{8}\.[a-z]+$/;
const FILES_IN_PAGE = /\/static\/[\w.-]+-[0-9A-Z]{8}\.[a-z]+/g;
const PERSON_IN_PAGE = /<body[^>]* data-person="([^"]*)"/;
// A proxy answers, but not the workbench.
const NOBODY_BEHIND = 502;
const LOST = [403, 404, 410];
const ENTITIES = { "&amp;": "&", "&#39;": "'", "&#34;": '"', "&lt;": "<", "&gt;": ">" };

let cutUntil = 0;
const isCut = () => cutUntil > Date.now();
const plain = (words) => words.replace(/&(amp|#39|#34|lt|gt);/g, (entity) => ENTITIES[entity]);

async function who() {
  const answer = await (await caches.open(PAGES)).match(WHO);
  return answer ? answer.text() : "";
}

// The pages of somebody else go as soon as it is known that this device is now another's.
async function isNow(person) {
  if (!person || (await who()) === person) return;
  await caches.delete(PAGES);
  await (await caches.open(PAGES)).put(WHO, new Response(person));
}

async function thin(cache, most) {
  const keys = (await cache.keys()).filter((key) => new URL(key.url).pathname !== WHO);
  for (const key of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(key);
}

async function keep(pathname, answer) {
  const pages = await caches.open(PAGES);
  if (LOST.includes(answer.status)) return void (await pages.delete(pathname));
  const isPage = answer.status === 200 && !answer.redirected && answer.headers.get("Content-Type")?.startsWith("text/html");
  if (!isPage) return undefined;
  const words = await answer.text();
  const owner = plain(PERSON_IN_PAGE.exec(words)?.[1] ?? "");
  if (!owner) return undefined;
  await isNow(owner);
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
  headers.set(OWNER, encodeURIComponent(owner));
  headers.set(KEPT_AT, String(Date.now()));
  const fresh = await caches.open(PAGES);
  await fresh.delete(pathname);
  await fresh.put(pathname, new Response(words, { headers }));
  await thin(fresh, MOST[PAGES]);
  await Promise.all([...new Set(words.match(FILES_IN_PAGE))].map((path) => file(path).catch(() => null)));
  return pathname;
}

async function kept(pathname) {
  const answer = await (await caches.open(PAGES)).match(pathname);
  if (!answer || decodeURIComponent(answer.headers.get(OWNER)) !== (await who())) return null;
  const words = await answer.text();
  const marked = words.replace("<body", `<body data-kept-at="${answer.headers.get(KEPT_AT)}"`);
  return new Response(marked, { headers: answer.headers });
}

const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds, null));

// The network first; after some seconds, or without it, what is kept. Where nothing is kept, the network alone.
async function page(event) {
  const { pathname } = new URL(event.request.url);
  if (isCut()) return (await kept(pathname)) ?? Response.error();
  const network = fetch(event.request).then((answer) => {
    if (answer.type === "basic") event.waitUntil(keep(pathname, answer.clone()).catch(() => null));
    return answer;
  });
  const silence = network.catch(() => null);
  event.waitUntil(silence);
  const first = await Promise.race([silence, after(PATIENCE)]);
  if (first && first.status < NOBODY_BEHIND) return first;
  return (await kept(pathname)) ?? network;
}

async function file(request) {
  const files = await caches.open(FILES);
  const known = await files.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.status === 200 && answer.type === "basic") {
    await files.put(request, answer.clone());
    await thin(files, MOST[FILES]);
  }
  return answer;
}

async function choose(pathname) {
  if (!DRAFT.test(pathname)) return null;
  try {
    return await keep(pathname, await fetch(pathname, { credentials: "same-origin" }));
  } catch {
    return null;
  }
}

async function list() {
  const keys = await (await caches.open(PAGES)).keys();
  return keys.map((key) => new URL(key.url).pathname).filter((pathname) => pathname !== WHO);
}

async function heard({ person, keep: chosen, drop, list: asked, cutUntil: until }) {
  if (until !== undefined) cutUntil = until;
  if (person) await isNow(person);
  if (chosen) return (await Promise.all(chosen.map(choose))).filter(Boolean);
  if (drop) {
    const pages = await caches.open(PAGES);
    await Promise.all(drop.map((pathname) => pages.delete(pathname)));
  }
  return asked ? list() : true;
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  event.waitUntil(heard(event.data).then((answer) => event.ports[0]?.postMessage(answer)));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && pathname === "/sign-out") event.waitUntil(caches.delete(PAGES));
  if (request.method !== "GET") return;
  if (FILE.test(pathname)) event.respondWith(file(request));
  else if (request.mode === "navigate" && DRAFT.test(pathname)) event.respondWith(page(event));
});
