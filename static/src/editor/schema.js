// What a text looks like in the editor: flat lines, section lines among them, and a mark for every attribute of a letter.
import { Schema } from "prosemirror-model";

/** A line whose id starts with this sign opens a section. */
export const SECTION_SIGN = "§";
/** The kinds of a line; none of them is a paragraph. */
export const KINDS = ["h2", "h3", "ul", "ol", "q"];

const TAGS = { h2: "h2", h3: "h3", q: "blockquote" };
const ADDRESS = /^(?:https?:\/\/[^\s/?#]|mailto:[^\s]|tel:[^\s])[^\s]*$/i;
const EMAIL = /^[^\s@:/?#]+@[^\s@:/?#]+\.\w+$/;
const LONGEST_ADDRESS = 2000;

export const opensSection = (id) => id?.[0] === SECTION_SIGN;

/** The address as a link may carry it, or "" when it leads anywhere but to http(s), mailto or tel. */
export function address(written) {
  let wanted = String(written).replace(/[\x00-\x08\x0e-\x1f\x7f-\x9f]/g, "").trim();
  if (wanted.length > LONGEST_ADDRESS) return "";
  if (/^www\./i.test(wanted)) wanted = `https://${wanted}`;
  else if (EMAIL.test(wanted)) wanted = `mailto:${wanted}`;
  return ADDRESS.test(wanted) ? wanted : "";
}

function line(node) {
  const { l, k } = node.attrs;
  const its = { "data-line": l ?? "" };
  if (k === "ul" || k === "ol") return [k, its, ["li", 0]];
  return [TAGS[k] ?? "p", its, 0];
}

function link(mark) {
  const href = address(mark.attrs.h);
  return ["a", href ? { href, rel: "noopener noreferrer" } : { "data-address": mark.attrs.h }, 0];
}

// A range with a name of its own: several stand on the same letters, and typing at the edge is outside of it.
const named = (tag, data) => ({
  attrs: { id: {} },
  excludes: "",
  inclusive: false,
  toDOM: (mark) => [tag, { [data]: mark.attrs.id }, 0],
});

export const schema = new Schema({
  nodes: {
    doc: { content: "(section | block)+" },
    block: {
      content: "text*",
      // null: the line break is missing; "": it is there and has no id.
      attrs: { l: { default: null }, k: { default: "" } },
      toDOM: line,
    },
    section: {
      content: "text*",
      attrs: { l: {} },
      defining: true,
      isolating: true,
      toDOM: (node) => ["h2", { "data-section": node.attrs.l.slice(SECTION_SIGN.length), "data-line": node.attrs.l }, 0],
    },
    text: {},
  },
  // The order is the order of nesting on the page.
  marks: {
    a: { attrs: { h: {} }, inclusive: false, toDOM: link },
    b: { toDOM: () => ["strong", 0] },
    i: { toDOM: () => ["em", 0] },
    r: named("mark", "data-remark"),
    n: named("ins", "data-new"),
    d: named("del", "data-gone"),
    x: { attrs: { name: {}, value: {} }, excludes: "", inclusive: false, toDOM: () => ["span", 0] },
  },
});
