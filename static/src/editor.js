// The editor and all that it needs of the sync: loaded once the page with the form can be used.
export * from "./sync.js";
export { start } from "./editor/start.js";
