// Words that wait on this device: brought away when their person opens a page, and before they sign out.
import { channelOf, DATABASE, DATABASE_VERSION, hintOf, journalOf, SIGNED_IN } from "../sync/names.js";
import { fill, say } from "./words.js";

const { person, sync } = document.body.dataset;

// Looking costs nothing where nobody ever wrote.
function hinted() {
  try {
    return Boolean(person && localStorage.getItem(hintOf(person)));
  } catch {
    return false;
  }
}

const waits = () =>
  new Promise((resolve) => {
    const request = indexedDB.open(DATABASE, DATABASE_VERSION);
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => resolve(false);
    request.onsuccess = () => {
      const rows = request.result.transaction("outbox").objectStore("outbox").index("of");
      rows.count(IDBKeyRange.bound([person], [person, []])).onsuccess = ({ target }) => resolve(target.result > 0);
      request.result.close();
    };
  });

async function arrive() {
  try {
    localStorage.setItem(SIGNED_IN, person);
  } catch {
    // Nothing is kept here, so nothing can go out under another name.
  }
  navigator.serviceWorker?.controller?.postMessage({ person });
  if (!hinted()) return;
  new BroadcastChannel(channelOf(person)).postMessage({ kind: "signedIn" });
  const typed = Object.keys(localStorage).some((key) => key.startsWith(journalOf(person)));
  if (typed || (await waits())) await (await import(sync)).bringAway({ person });
}
if (person) arrive().catch(() => {});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-leaving]") || form.dataset.free || !hinted()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say("here");
  const decide = (n) => confirm(fill(form.dataset.leaving, { n }));
  const go = () => ((form.dataset.free = "1"), form.requestSubmit());
  import(sync)
    .then(({ leave }) => leave({ person, decide }))
    .then((goes) => (goes ? go() : say("")), () => say("waiting", "silent"));
}, true);
