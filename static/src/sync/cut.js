// Takes this browser off the network for a while, and shows that nothing is lost: the sync goes through here.
import { clock as real } from "./clock.js";

const NOTE = "line cut until";
const SECOND = 1000;
export const SECONDS = 30;

const read = () => Number(globalThis.localStorage?.getItem(NOTE) ?? 0);

/** Tells listeners "cut" and, each second, "left" ({seconds}), in all tabs; then "mended". */
export class Cut extends EventTarget {
  #stop = () => {};
  #told = false;

  constructor(clock = real) {
    super();
    this.clock = clock;
    this.until = safely(read) ?? 0;
    globalThis.addEventListener?.("storage", (event) => event.key === NOTE && this.#start(Number(event.newValue ?? 0)));
    this.#tick();
  }

  isCut = () => this.until > this.clock.now();
  left = () => Math.max(0, Math.ceil((this.until - this.clock.now()) / SECOND));

  /** Cut the line; requests under way get no answer either. */
  cut(seconds = SECONDS) {
    const until = this.clock.now() + seconds * SECOND;
    safely(() => globalThis.localStorage?.setItem(NOTE, String(until)));
    this.#start(until);
  }
  mend() {
    safely(() => globalThis.localStorage?.removeItem(NOTE));
    this.#start(0);
  }

  #start(until) {
    this.until = until;
    globalThis.navigator?.serviceWorker?.controller?.postMessage({ cutUntil: until });
    this.#stop();
    this.#tick();
  }
  #tick() {
    if (this.isCut()) {
      if (!this.#told) this.dispatchEvent(new Event("cut"));
      this.#told = true;
      this.#tell("left", { seconds: this.left() });
      this.#stop = this.clock.after(SECOND, () => this.#tick());
    } else if (this.#told) {
      this.#told = false;
      this.dispatchEvent(new Event("mended"));
    }
  }
  #tell(name, detail) {
    this.dispatchEvent(Object.assign(new Event(name), { detail }));
  }
}

function safely(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

export const cut = new Cut();
