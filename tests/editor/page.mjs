// A page for tests: as much of HTML as the clipboard of Word and of browsers needs, read into plain nodes.
const VOID = new Set(["BR", "HR", "IMG", "META", "LINK", "INPUT", "COL"]);
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0", middot: "·", oslash: "ø", aring: "å", aelig: "æ" };
const decoded = (text) => text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (all, ten, hex, name) =>
  (name ? NAMED[name] ?? all : String.fromCodePoint(ten ? Number(ten) : parseInt(hex, 16))));

function element(name, attributes = "") {
  const its = Object.fromEntries([...attributes.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/g)]
    .map(([, key, one, two, three]) => [key.toLowerCase(), decoded(one ?? two ?? three)]));
  return { nodeType: 1, nodeName: name.toUpperCase(), childNodes: [], getAttribute: (key) => its[key] ?? null };
}

/** Read HTML into nodes. */
export function page(html) {
  const root = element("body");
  const open = [root];
  for (const [part, name, attributes, raw] of html.matchAll(/<!--[^]*?-->|<![^>]*>|<\/?([a-z][\w:]*)([^>]*)>|([^<]+)/gi)) {
    const at = open.at(-1);
    if (raw) at.childNodes.push({ nodeType: 3, nodeName: "#text", nodeValue: decoded(raw), childNodes: [] });
    else if (name && part[1] === "/") {
      const index = open.findLastIndex((one) => one.nodeName === name.toUpperCase());
      if (index > 0) open.length = index;
    } else if (name) {
      const one = element(name, attributes);
      at.childNodes.push(one);
      if (!VOID.has(one.nodeName) && !attributes.endsWith("/")) open.push(one);
    }
  }
  return root;
}

/** A document that can make nodes, and what they look like written out. */
export const blank = {
  createDocumentFragment: () => made(""),
  createElement: (name) => made(name),
  createTextNode: (text) => ({ text, toString: () => text }),
};

function made(name) {
  const its = { nodeName: name.toUpperCase(), children: [], attributes: "" };
  its.appendChild = (child) => (its.children.push(child), child);
  its.setAttribute = (key, value) => (its.attributes += ` ${key}="${value}"`);
  its.toString = () => (name ? `<${name}${its.attributes}>${its.children.join("")}</${name}>` : its.children.join(""));
  return its;
}
