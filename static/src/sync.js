// What the editor and other pages need of the sync; loaded when it is needed.
export { dropText, keepText, keptTexts } from "./sync/chosen.js";
export { cut } from "./sync/cut.js";
export { bringAway, leave } from "./sync/leaving.js";
export { canKeepPages, dropPages, keepPages, keptPages, startWorker } from "./sync/offline.js";
export { openOutbox } from "./sync/outbox.js";
export { openSession } from "./sync/session.js";
export { statusOf } from "./sync/status.js";
