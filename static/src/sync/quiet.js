// Stands in for the coloured log of a library of Yjs, which weighs more than all that it would ever say here.
export const warn = (...words) => console.warn(...words);
export const print = (...words) => console.log(...words);
