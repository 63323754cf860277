// The line between here and the server: the one place on a page that says where the words are.
import { clock, fill, say } from "./words.js";

const EVERY = 60_000;
const CALM = ["", "here", "server", "same", "waiting"];
// The answer to these is shown on the page itself.
const SHOWN = [403, 404, 409, 413, 422, 429];
const last = { kind: "", at: 0 };

document.addEventListener("status", ({ detail: { kind, words, values } }) => {
  const line = document.querySelector("[data-status]");
  if (!line) return;
  const told = kind && fill(line.dataset[words] ?? "", { time: clock(), ...values });
  line.dataset.l = kind;
  line.querySelector("[data-words]").textContent = told;
  line.querySelector("[data-again]").hidden = CALM.includes(words);
  if (kind !== "here") announce(kind, told);
});

// A screen reader hears what is new: every change of kind, and an unbroken row of savings once a minute.
function announce(kind, told) {
  const now = Date.now();
  if (kind === last.kind && now - last.at < EVERY) return;
  Object.assign(last, { kind, at: now });
  document.querySelector("[data-announce]").textContent = told;
}

document.addEventListener("others", ({ detail }) => {
  const place = document.querySelector("[data-others]");
  if (!place || !detail.length) return;
  place.hidden = false;
  place.querySelector("[data-words]").textContent = detail.map((one) => fill(place.dataset.others, one)).join(" ");
});

// Answers that leave the page as it is: nobody answers, the server stumbled, or the login has ended.
let troubled = null;
function trouble({ detail: { elt, xhr } }) {
  if (SHOWN.includes(xhr.status)) return;
  troubled = elt;
  if (xhr.status === 401) say("refused", "signedout");
  else say("waiting", xhr.status ? "stumbled" : "silent");
}
for (const name of ["sendError", "timeout", "responseError"]) document.addEventListener(`htmx:${name}`, trouble);
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!troubled || !detail.successful || (detail.elt !== troubled && detail.requestConfig.verb === "get")) return;
  troubled = null;
  say("");
});
// HX-Trigger: {"saved": {"at": "14:03"}}
document.addEventListener("saved", ({ detail }) => say("server", "server", { time: detail.at }));
