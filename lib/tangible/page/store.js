// The frame store: because a figure is a pure function of its controls, finished frames can wait
// in the browser.
//
// Drawings are kept as they come and painted anew; no bitmaps are kept. Measured in Chromium without
// a GPU, script and rasterisation together, at 1 and 2 device pixels to a CSS pixel: the figures of
// the start page take 0.1 to 0.5 and 0.3 to 3.0 ms, 500 markers 4.5 and 6.8 ms; a bitmap takes 0.1
// to 0.2 and 0.4 to 0.9 ms, but fills 0.8 or 3.2 MB a frame, so that 24 MB hold 30 or 7 frames of a
// slider that has hundreds. Every frame is well inside the 16.7 ms of the screen without them.
//
// The kernel keeps no frames: all that it could answer faster is a page that is loaded anew, and
// what it keeps would outlive the data that a cell has changed.

/**
 * @typedef {{ drawing: DataView, readout: string, places: number[][] }} Frame
 *   `places`: where each grip lies.
 */

export const STORE_LIMIT = 8e6; // bytes of drawings that a figure holds

export class Store {
  bytes = 0;
  /** @type {Map<string, Frame>} the least recently used first */
  frames = new Map();

  /** @param {number} limit bytes */
  constructor(limit = STORE_LIMIT) {
    this.limit = limit;
  }
  /** @param {string} key */
  has(key) {
    return this.frames.has(key);
  }
  /** @param {string} key */
  get(key) {
    const frame = this.frames.get(key);
    if (frame) {
      this.frames.delete(key);
      this.frames.set(key, frame);
    }
    return frame;
  }
  /** @param {string} key @param {Frame} frame */
  put(key, frame) {
    this.drop(key);
    this.frames.set(key, frame);
    this.bytes += size(frame);
    for (const old of this.frames.keys()) {
      if (this.bytes <= this.limit) break;
      this.drop(old);
    }
  }
  clear() {
    this.frames.clear();
    this.bytes = 0;
  }
  /** @param {string} key */
  drop(key) {
    const frame = this.frames.get(key);
    if (!frame) return;
    this.bytes -= size(frame);
    this.frames.delete(key);
  }
  /** The number of frames of the present average size that the limit allows. */
  get room() {
    return this.frames.size ? Math.floor(this.limit / (this.bytes / this.frames.size)) : 1;
  }
}

/** @param {Frame} frame */
const size = (frame) => frame.drawing.byteLength + 2 * frame.readout.length + 200;

/** Whether two frames show the same. @param {Frame} a @param {Frame} b */
export const alike = (a, b) => a.readout === b.readout && sameBytes(a.drawing, b.drawing);

/** @param {DataView} a @param {DataView} b */
function sameBytes(a, b) {
  if (a.byteLength !== b.byteLength) return false;
  for (let i = 0; i < a.byteLength; i++) if (a.getUint8(i) !== b.getUint8(i)) return false;
  return true;
}
