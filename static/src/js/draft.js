// What one page knows of a text: the words in its fields, and the words that its base token describes.
import { take } from "./caret.js";
import { uuid } from "./store.js";

export class Draft {
  constructor(form) {
    this.base = form.elements.base;
    this.fields = [...form.querySelectorAll("[data-section], [name=title]")];
    this.known = Object.fromEntries(this.fields.map((field) => [field.name, field.defaultValue]));
    this.pending = null;
  }

  now = () => Object.fromEntries(this.fields.map((field) => [field.name, field.value]));
  changed = () => this.fields.filter((field) => field.value !== this.known[field.name]);
  unsent = () => this.pending !== null || this.changed().length > 0;

  // A send without an answer is repeated letter for letter under its own number, so that it counts once.
  next() {
    const changed = this.changed().map((field) => [field.name, field.value]);
    if (!this.pending && changed.length) {
      this.pending = { base: this.base.value, request: uuid(), changed: Object.fromEntries(changed), sent: this.now() };
    }
    return this.pending;
  }

  // All merged sections are taken over, or none: a base must describe exactly what the fields hold.
  acknowledge(answer) {
    const { sent } = this.pending;
    const merged = { title: answer.title ?? sent.title };
    for (const [key, words] of Object.entries(answer.sections ?? {})) merged[`section-${key}`] = words;
    const differing = this.fields.filter(({ name }) => (merged[name] ?? sent[name]) !== sent[name]);
    const free = differing.every((field) => field.value === sent[field.name]);
    this.pending = null;
    this.known = { ...sent };
    this.base.value = free ? answer.base : answer.own_base;
    for (const field of free ? differing : []) {
      take(field, merged[field.name]);
      this.known[field.name] = field.value;
    }
  }

  // Nothing of the send was taken: its words stay in the fields and go out again with what comes after them.
  refuse() {
    this.pending = null;
  }

  snapshot() {
    return { base: this.base.value, known: this.known, now: this.now(), pending: this.pending };
  }

  restore({ base, known, now, pending }) {
    Object.assign(this, { known, pending });
    this.base.value = base;
    for (const field of this.fields) take(field, now[field.name] ?? field.value);
  }
}
