// What is said above the text, each thing once, and put away again by whoever has read it. The sentences stand in patterns.
import { fill } from "../js/words.js";

const SHORT = 160;

export class Notes {
  /** @param {HTMLElement} place its templates are the notes, by data-note */
  constructor(place) {
    this.place = place;
    this.shown = place.querySelector("[data-shown]");
    this.shown.addEventListener("click", ({ target }) => {
      if (target.closest("[data-do=close]")) target.closest(".note").remove();
    });
  }

  #made(name) {
    this.shown.querySelector(`[data-note="${name}"]`)?.remove();
    const note = this.place.querySelector(`template[data-pattern="${name}"]`).content.firstElementChild.cloneNode(true);
    note.dataset.note = name;
    return note;
  }
  #put(note) {
    this.shown.append(note);
    return note;
  }

  say(name) {
    this.#put(this.#made(name)).scrollIntoView({ block: "nearest" });
  }
  /** @param {DocumentFragment} fragment of the server */
  show(fragment) {
    this.shown.querySelector("[data-away]")?.remove();
    this.shown.append(fragment);
  }
  stray({ words, keep, leave }) {
    const note = this.#made("stray");
    const said = note.querySelector("[data-words]");
    said.textContent = fill(said.textContent, { words: words.length > SHORT ? `${words.slice(0, SHORT)}...` : words });
    this.#acts(note, { keep, leave });
    this.#put(note);
  }
  late(words, { copy, done }) {
    const note = this.#made("late");
    note.querySelector("[data-late]").textContent = words.join("\n");
    note.querySelector("[data-kept]").hidden = !words.length;
    this.#acts(note, { done });
    note.querySelector("[data-do=copy]").addEventListener("click", copy);
    this.#put(note);
  }
  #acts(note, acts) {
    for (const [name, act] of Object.entries(acts)) {
      note.querySelector(`[data-do=${name}]`).addEventListener("click", () => {
        note.remove();
        act();
      });
    }
  }
}
