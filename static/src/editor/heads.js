// The lines that open sections: their heading and guidance, which nobody writes in, and where an empty section begins.
import { Plugin } from "prosemirror-state";
import { startLine } from "./commands.js";
import { SECTION_SIGN } from "./schema.js";

/**
 * @typedef {{heading: string, guide?: Element, language?: string, blank?: string}} Section  guide: what belongs there,
 *   folded; blank: what stands where nothing is written yet
 * @param {Record<string, Section>} sections by key
 */
export const heads = (sections) => new Plugin({
  props: {
    nodeViews: { section: (node) => new Head(node, sections[node.attrs.l.slice(SECTION_SIGN.length)]) },
    handleDOMEvents: { compositionstart: open, beforeinput: open, paste: open },
  },
});

// A line that will not keep letters is no place for a composition or for what is pasted: the section's first line is opened.
function open(view, event) {
  if (event.type === "beforeinput" && !/^insert(Text|Composition)/.test(event.inputType)) return false;
  const { $from, empty } = view.state.selection;
  if (!view.editable || !empty || $from.parent.type.name !== "section") return false;
  startLine($from.parent.attrs.l)(view.state, view.dispatch);
  return false;
}

class Head {
  constructor(node, section = { heading: node.attrs.l.slice(SECTION_SIGN.length) }) {
    this.id = node.attrs.l;
    this.dom = element("div", "opening");
    this.dom.dataset.line = this.id;
    const heading = element("h2");
    heading.textContent = section.heading;
    if (section.language) heading.lang = section.language;
    this.top = element("div");
    this.top.contentEditable = "false";
    this.top.append(heading, ...(section.guide ? [section.guide.cloneNode(true)] : []));
    this.contentDOM = element("p", "blank");
    this.contentDOM.dataset.blank = section.blank ?? "";
    this.dom.append(this.top, this.contentDOM);
    this.update(node);
  }

  update(node) {
    if (node.type.name !== "section" || node.attrs.l !== this.id) return false;
    this.dom.classList.toggle("strays", node.content.size > 0);
    return true;
  }
  stopEvent({ target }) {
    return this.top.contains(target) && target.closest?.("details") !== null;
  }
  ignoreMutation({ target }) {
    return !this.contentDOM.contains(target);
  }
}

function element(name, its = "") {
  const made = document.createElement(name);
  if (its) made.className = its;
  return made;
}
