// The editor on the page: the text, its tools, and everything that is said beside it, in the place of the form.
import { FROM } from "../sync/names.js";
import { cut } from "../sync/cut.js";
import { prefer } from "../js/preferred.js";
import { authors, colours } from "./colours.js";
import { away } from "./away.js";
import { count } from "./count.js";
import { find, finding } from "./find.js";
import { going } from "./going.js";
import { handOn } from "./handon.js";
import { linkDialog } from "./link.js";
import { Notes } from "./notes.js";
import { outline } from "./outline.js";
import { neighbours, presence } from "./presence.js";
import { wordsOfRows } from "./refused.js";
import { SECTION_SIGN } from "./schema.js";
import { copy, standing } from "./standing.js";
import { strays, watchStrays } from "./strays.js";
import { mount, TITLE } from "./surface.js";
import { bindTitle } from "./title.js";
import { told } from "./told.js";
import { toolbar } from "./toolbar.js";

const isRemote = (origin) => origin === FROM.server;

export class Desk {
  #undo = [];

  /** @param {{session: object, form: HTMLFormElement, pattern: HTMLTemplateElement, live: object, sections: object}} its */
  constructor({ session, form, pattern, live, sections }) {
    Object.assign(this, { session, form, pattern, live, sections });
    this.headings = Object.fromEntries(Object.entries(sections).map(([key, { heading }]) => [key, heading]));
    this.onFail = () => {};
    this.place = document.createElement("div");
    this.at = (name) => this.place.querySelector(`[data-${name}]`);
    try {
      form.before(this.place);
      this.#open();
      this.#around();
      this.#hide(true);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  // What belongs to one document; after words were refused there is another.
  #open() {
    const { session, live } = this;
    this.place.replaceChildren(this.pattern.content.cloneNode(true));
    this.notes = new Notes(this.at("notes"));
    const openLink = linkDialog(this.at("link"));
    const place = this.at("surface");
    this.surface = mount(place, session.doc, {
      ...{ language: live.language, label: place.dataset.label, described: "editor-help", sections: this.sections, isRemote, onLink: openLink },
      plugins: [finding(), neighbours(), authors(), strays()],
    });
    const { surface } = this;
    const untie = bindTitle(this.at("title"), session.doc.getText("title"), TITLE, surface.undo);
    this.#editable(session.status().facts);
    const openFind = find(surface, this.at("find"));
    const bar = toolbar(surface, this.at("toolbar"), this.#tools(openLink, openFind));
    const more = { colours: colours(surface, this.pattern.dataset.authors), cut: () => cut.cut() };
    this.at("about").addEventListener("click", ({ target }) => more[target.closest("button")?.dataset.do]?.(target.closest("button")));
    surface.view.dom.addEventListener("keydown", (event) => this.#press(event, openFind, bar));
    const lists = [...document.querySelectorAll("[data-outline-list]")];
    const release = outline(surface, { lists, pattern: this.at("entry"), headings: this.headings, language: live.language, onGo: () => this.#fold() });
    count(surface, this.at("count"));
    const near = presence(surface, session, this.at("here"));
    const quieten = told(surface, this.at("told"), near.nameAt);
    const unwatch = watchStrays(surface, (found) => this.notes.stray(found));
    this.closeText = () => [untie, release, near.destroy, quieten, unwatch, () => surface.destroy()].forEach((act) => act());
  }

  #tools(openLink, openFind) {
    const { surface } = this;
    const lists = this.at("outline");
    return {
      link: () => openLink(surface.view),
      find: openFind,
      undo: () => (surface.undo.undo(), surface.view.focus()),
      redo: () => (surface.undo.redo(), surface.view.focus()),
      outline: () => this.#fold(lists.hidden),
      keys: () => {},
    };
  }
  #fold(open = false) {
    this.at("outline").hidden = !open;
    this.place.querySelector("[data-do=outline]").setAttribute("aria-expanded", String(open));
    if (open) this.at("outline").querySelector("a")?.focus();
  }
  #press(event, openFind, bar) {
    const mod = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const act = { f: mod && openFind, s: mod && (() => void this.session.flush()), F10: event.altKey && bar.focus }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  // What is of the page, whichever document is open.
  #around() {
    const { session, pattern } = this;
    const acts = document.querySelector("[data-acts]");
    const does = {
      copy: () => void copy(session.words("txt")),
      download: () => session.download("md"),
      late: () => void this.#late(),
      mend: () => cut.mend(),
    };
    const sentences = Object.fromEntries(Object.entries(pattern.dataset).filter(([name]) => name.startsWith("say")).map(([name, words]) => [name.slice(3).toLowerCase(), words]));
    this.#undo.push(standing(session, { line: document.querySelector("[data-status]"), sentences, acts, does }));
    this.#undo.push(going(session, { stays: (why) => this.#stays(why) }));
    const hears = {
      status: ({ detail: { facts } }) => this.#editable(facts),
      rights: ({ detail }) => this.#editable(detail),
      refused: () => void this.#renew(),
      cleared: () => location.reload(),
    };
    for (const [name, act] of Object.entries(hears)) session.addEventListener(name, act);
    this.#undo.push(handOn(session));
    away(session, { address: pattern.dataset.changes, show: (fragment) => this.notes.show(fragment) });
    const jump = (event) => this.#jump(event);
    const fail = (event) => this.#fail(event);
    document.addEventListener("click", jump);
    addEventListener("error", fail);
    this.#undo.push(() => document.removeEventListener("click", jump), () => removeEventListener("error", fail));
  }

  #hide(hidden) {
    for (const one of [this.form, ...document.querySelectorAll("[data-of-form]")]) one.hidden = hidden;
  }
  #editable({ readOnly, suggestOnly, gone, signedOut }) {
    const may = !(readOnly || suggestOnly || gone);
    if (may !== this.surface.editable) this.surface.setEditable(may);
    this.at("title").readOnly = !may;
    return signedOut;
  }
  #stays(why) {
    if (why === "form") prefer("editor");
    this.notes.say(why === "form" ? "noform" : "noact");
  }
  // Links of the page to sections of the form lead to those of the text.
  #jump(event) {
    const key = event.target.closest?.("a[href^='#section-']")?.getAttribute("href").slice("#section-".length);
    if (key === undefined) return;
    event.preventDefault();
    this.surface.goTo(SECTION_SIGN + key);
  }

  async #renew() {
    await this.session.renew();
    this.closeText();
    this.#open();
    await this.#late();
  }
  async #late() {
    const { session } = this;
    const rows = await session.outbox.aside(session.text);
    const words = wordsOfRows(await session.outbox.text(session.text), rows);
    this.notes.late(words, { copy: () => void copy(words.join("\n")), done: () => void session.forgetRefused() });
  }

  // An editor that stumbles is no place to write in: the words are kept, and the form is one press away.
  #fail({ filename = "", error }) {
    const its = document.body.dataset.sync;
    if (!(filename.endsWith(its) || error?.stack?.includes(its))) return;
    this.notes.say("broken");
  }
  close() {
    for (const undo of this.#undo.splice(0)) undo();
    this.closeText?.();
    this.place.remove();
    this.#hide(false);
    this.onFail();
  }
}
