// What the scripts say to a person goes through here; the sentences themselves lie in the templates.
export const clock = () => new Date().toTimeString().slice(0, 5);
export const fill = (words, values) => words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

const event = (name, detail) => void document.dispatchEvent(new CustomEvent(name, { detail }));

// Kinds: here, server, waiting, refused, or "" for nothing to say; words: the name of a sentence of the status line.
export const say = (kind, words = kind, values = {}) => event("status", { kind, words, values });
// What others wrote meanwhile: [{name, section}]
export const tell = (others = []) => event("others", others);
