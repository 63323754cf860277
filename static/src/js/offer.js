// Words an earlier visit could not save are offered back, with the base they were written on.
import { fill } from "./words.js";
import { drop, found } from "./store.js";

export async function offer({ form, draft, typed }, flush) {
  const note = form.querySelector("[data-found]");
  const words = note?.querySelector("[data-words]");
  const pattern = words?.textContent;
  const left = note ? await found() : [];

  function show() {
    note.hidden = !left.length;
    if (left.length) words.textContent = fill(pattern, left[0]);
  }
  function leave() {
    drop(left.shift().key);
    show();
  }

  note?.addEventListener("click", async (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "leave") leave();
    if (act !== "take" || !(await flush())) return;
    draft.restore(left[0]);
    typed();
    leave();
    draft.fields.find((field) => field.value !== draft.known[field.name])?.focus();
  });
  if (note) show();
}
