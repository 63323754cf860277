// Saves a form while it is being written; no word is forgotten before the server has acknowledged it.
import { Draft } from "./draft.js";
import { each } from "./each.js";
import { guard } from "./guard.js";
import { pace } from "./pace.js";
import { ask } from "./sending.js";
import { drop, keep } from "./store.js";
import { clock, say, tell } from "./words.js";

each("form[data-autosave]", (form) => {
  const draft = new Draft(form);
  const now = () => ({ at: Date.now(), time: clock() });
  const remember = () => (draft.unsent() ? keep({ ...now(), ...draft.snapshot() }) : drop());
  const { send, waits, calm, soon, again } = pace(round);
  let since = null;

  function typed() {
    since ??= now();
    remember();
    if (waits()) return;
    say("here");
    soon(since.at);
  }

  async function round() {
    const first = since ?? now();
    since = null;
    const pending = draft.next();
    remember();
    if (!pending) return say("server", "same");
    const { answer, refusal, signedout } = await ask(form, pending);
    if (answer) return saved(answer);
    since = first;
    if (refusal === undefined && !signedout) {
      say("waiting", "waiting", { time: since.time });
      return again();
    }
    calm();
    draft.refuse();
    remember();
    return say("refused", signedout ? "signedout" : "refused", { reason: refusal });
  }

  function saved(answer) {
    calm();
    draft.acknowledge(answer);
    remember();
    tell(answer.others);
    if (answer.findings_url) document.body.dispatchEvent(new Event("findings"));
    if (draft.unsent()) typed();
    else say("server", "server", { time: answer.saved_at });
    return true;
  }

  form.addEventListener("input", typed);
  guard({ form, draft, send, waits, typed });
});
