// What others did to the line in which a person is composing: it is in the Y.Text already and not yet on the screen.
//
// A flat offset of the screen (flat) and one of the Y.Text (live) differ by hunks: at `flat`, `came` letters stand in
// the Y.Text that are not on the screen, and the next `gone` letters of the screen are no longer in the Y.Text.
export class Held {
  constructor() {
    this.clear();
  }

  clear() {
    this.hunks = [];
    this.dirty = false;
  }

  get any() {
    return this.dirty || this.hunks.length > 0;
  }

  /** How much longer the Y.Text is than the text on the screen. */
  get surplus() {
    return this.hunks.reduce((sum, { came, gone }) => sum + came - gone, 0);
  }

  /** The offset in the Y.Text; where something came, before it. */
  toLive(flat) {
    let live = flat;
    for (const hunk of this.hunks) if (hunk.flat < flat) live += hunk.came - Math.min(hunk.gone, flat - hunk.flat);
    return live;
  }

  /** The stretches of the Y.Text, rising, that letters of the screen are: {at, length}, and where they are on it: flat. */
  stretches(flat, length) {
    const found = [];
    let from = flat;
    const take = (to) => to > from && found.push({ at: this.#after(from), length: to - from, flat: from });
    for (const hunk of this.hunks) {
      if (hunk.flat + hunk.gone < from || hunk.flat > flat + length) continue;
      take(Math.min(hunk.flat, flat + length));
      from = Math.max(from, hunk.flat + hunk.gone);
    }
    take(flat + length);
    return found;
  }

  // The letter at an offset stands behind what came there.
  #after(flat) {
    return this.hunks.reduce((live, h) => (h.flat <= flat ? live + h.came - h.gone : live), flat);
  }

  /** Letters came on both sides: on the screen at this offset, in the Y.Text before what came there, or behind it. */
  inserted(flat, length, behind = false) {
    const split = this.hunks.find((hunk) => hunk.flat < flat && flat < hunk.flat + hunk.gone);
    for (const hunk of this.hunks) if (hunk.flat > flat || (hunk.flat === flat && !behind)) hunk.flat += length;
    if (!split) return;
    const rest = split.flat + split.gone - flat;
    split.gone -= rest;
    this.hunks.splice(this.hunks.indexOf(split) + 1, 0, { flat: flat + length, came: 0, gone: rest });
  }

  /** Letters went from the screen, and those of them that were in the Y.Text from there. */
  deleted(flat, length) {
    const stop = flat + length;
    for (const hunk of this.hunks) {
      const end = hunk.flat + hunk.gone;
      hunk.gone -= Math.max(0, Math.min(end, stop) - Math.max(hunk.flat, flat));
      if (hunk.flat >= stop) hunk.flat -= length;
      else if (hunk.flat > flat) hunk.flat = flat;
    }
    this.#tidy();
  }

  /** The offset on the screen of a place in the Y.Text, and the hunk in whose new letters it stands. */
  toFlat(live) {
    let moved = 0;
    for (const hunk of this.hunks) {
      const start = hunk.flat + moved;
      if (live < start) break;
      if (live <= start + hunk.came && hunk.came) return { flat: hunk.flat, hunk };
      if (live === start) return { flat: hunk.flat };
      moved += hunk.came - hunk.gone;
    }
    return { flat: live - moved };
  }

  /** Letters that stand in the Y.Text at an offset of the screen and are not on it. */
  holdAt(flat, length) {
    this.#add({ flat, came: length, gone: 0 });
  }

  /** A letter came on the screen and will never be in the Y.Text. */
  refuse(flat) {
    this.inserted(flat, 1);
    this.#add({ flat, came: 0, gone: 1 });
  }

  /** How many letters stand in the Y.Text at this offset that are not on the screen. */
  cameAt(flat) {
    return this.hunks.find((hunk) => hunk.flat === flat)?.came ?? 0;
  }

  /** Others wrote in the Y.Text; it is not to be on the screen yet. */
  holdInsertion(live, length) {
    const { flat, hunk } = this.toFlat(live);
    if (hunk) hunk.came += length;
    else this.#add({ flat, came: length, gone: 0 });
  }

  /** Others deleted in the Y.Text; it is to stay on the screen for now. */
  holdDeletion(live, length) {
    for (let left = length; left > 0;) {
      const step = this.#holdPiece(live, left);
      left -= step;
    }
  }

  // What is deleted is either new letters of a hunk or letters on the screen, up to the next hunk.
  #holdPiece(live, left) {
    let moved = 0;
    for (const hunk of this.hunks) {
      const start = hunk.flat + moved;
      if (live < start) return this.#goes(live - moved, Math.min(left, start - live));
      if (live < start + hunk.came) {
        const step = Math.min(left, start + hunk.came - live);
        hunk.came -= step;
        this.#tidy();
        return step;
      }
      moved += hunk.came - hunk.gone;
    }
    return this.#goes(live - moved, left);
  }

  #goes(flat, length) {
    this.#add({ flat, came: 0, gone: length });
    return length;
  }

  #add(hunk) {
    this.hunks.push(hunk);
    this.#tidy();
  }

  #tidy() {
    const sorted = this.hunks.filter(({ came, gone }) => came || gone).sort((one, other) => one.flat - other.flat);
    this.hunks = [];
    for (const hunk of sorted) {
      const last = this.hunks.at(-1);
      // Neighbours become one; what came behind letters that went may as well stand before them.
      if (last && hunk.flat <= last.flat + last.gone) {
        last.came += hunk.came;
        last.gone += hunk.gone;
      } else this.hunks.push({ ...hunk });
    }
  }

  /** What is to be done on the screen, as a delta; ``slice`` gives the letters of the Y.Text from one offset to another. */
  delta(slice) {
    const ops = [];
    let flat = 0;
    let moved = 0;
    for (const hunk of this.hunks) {
      if (hunk.flat > flat) ops.push({ retain: hunk.flat - flat });
      const live = hunk.flat + moved;
      ops.push(...slice(live, live + hunk.came));
      if (hunk.gone) ops.push({ delete: hunk.gone });
      flat = hunk.flat + hunk.gone;
      moved += hunk.came - hunk.gone;
    }
    return ops;
  }
}
