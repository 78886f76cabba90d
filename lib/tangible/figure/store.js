// The frame store: because a figure is a pure function of its controls, finished frames can wait
// in the browser. What the reader may want next is drawn while the kernel has nothing else to do.
//
// Drawings are kept as they come and painted anew; no bitmaps are kept. Measured in Chromium without
// a GPU, script and rasterisation together, at 1 and 2 device pixels to a CSS pixel: the figures of
// the start page take 0.1 to 0.5 and 0.3 to 3.0 ms, 500 markers 4.5 and 6.8 ms; a bitmap takes 0.1
// to 0.2 and 0.4 to 0.9 ms, but fills 0.8 or 3.2 MB a frame, so that 24 MB hold 30 or 7 frames of a
// slider that has hundreds. Every frame is well inside the 16.7 ms of the screen without them.
//
// The kernel keeps no frames: all that it could answer faster is a page that is loaded anew, and
// what it keeps would outlive the data that a cell has changed.

const STORE_LIMIT = 8e6; // bytes of drawings that a figure holds
const REACH = 100; // steps along each control but the one that moves

class Store {
  constructor() {
    this.frames = new Map(); // key -> frame, the least recently used first
    this.bytes = 0;
  }
  has(key) {
    return this.frames.has(key);
  }
  get(key) {
    const frame = this.frames.get(key);
    if (frame) {
      this.frames.delete(key);
      this.frames.set(key, frame);
    }
    return frame;
  }
  put(key, frame) {
    this.drop(key);
    this.frames.set(key, frame);
    this.bytes += size(frame);
    for (const old of this.frames.keys()) {
      if (this.bytes <= STORE_LIMIT) break;
      this.drop(old);
    }
  }
  clear() {
    this.frames.clear();
    this.bytes = 0;
  }
  drop(key) {
    if (!this.frames.has(key)) return;
    this.bytes -= size(this.frames.get(key));
    this.frames.delete(key);
  }
  // The number of frames of the present average size that the limit allows.
  get room() {
    return this.frames.size ? Math.floor(STORE_LIMIT / (this.bytes / this.frames.size)) : 1;
  }
}

// Frames are drawn ahead one at a time for all figures of a page, and none while the reader waits
// for one: whatever goes first waits for one frame at the most. Each figure has this module for
// itself, so the turns stand with the widget manager, which a page has for each kernel.
class Turns {
  static of(manager) {
    const all = (globalThis.tangibleTurns ??= new WeakMap());
    if (!all.has(manager)) all.set(manager, new Turns());
    return all.get(manager);
  }
  constructor() {
    this.holder = null;
    this.queue = new Set();
    this.quietFrom = 0; // when the next frame may be drawn ahead
  }
  // Whether `figure` may have a frame drawn now; otherwise its `prefetch` is called later.
  take(figure) {
    const wait = this.quietFrom - performance.now();
    if (wait > 0) figure.prefetch(wait);
    else if (this.holder) this.queue.add(figure);
    else this.holder = figure;
    return this.holder === figure;
  }
  leave(figure) {
    this.queue.delete(figure);
    if (this.holder !== figure) return;
    this.holder = null;
    const [next] = this.queue;
    this.queue.delete(next);
    next?.prefetch(0);
  }
  // The reader asks the kernel for something.
  hush() {
    this.quietFrom = performance.now() + QUIET;
  }
}

const size = (frame) => frame.drawing.byteLength + 2 * frame.readout.length + 200;

// The values that the reader may want next, nearest first, and first of all on the way that the
// last move took (`moved`: the control's name and +1 or -1). Of the control that moved last, or of
// the first before any move, these are all values in the end.
function* wishes(spec, values, moved) {
  const order = [...spec.controls].sort((a, b) => (b.name === moved?.name) - (a.name === moved?.name));
  const [favourite] = order;
  const whole = favourite?.step ? count(favourite) : 0;
  for (let distance = 1; distance <= Math.max(whole, REACH); distance++) {
    for (const control of distance <= REACH ? order : [favourite]) {
      const way = control.name === moved?.name ? moved.way : 1;
      for (const value of neighbours(control, values[control.name], way * distance, spec)) {
        yield { ...values, [control.name]: value };
      }
    }
  }
}

// The values of one control at a distance, ahead and behind.
function neighbours(control, value, distance, spec) {
  const both = [distance, -distance];
  switch (control.kind) {
    case "slider":
    case "steps": {
      const index = indexOf(control, value);
      return both.map((d) => index + d).filter((i) => i >= 0 && i <= count(control)).map((i) => valueAt(control, i));
    }
    case "choice":
      return both.map((d) => value + d).filter((i) => i >= 0 && i < control.options.length);
    case "check":
      return Math.abs(distance) === 1 ? [!value] : [];
    case "point": {
      const axes = axesOf(control, spec);
      const [x, y] = value;
      return Math.abs(distance) > 3 ? [] : both.flatMap((d) => [
        ...(control.along === "y" ? [] : [[axes[0].step(x, NUDGE * d), y]]),
        ...(control.along === "x" ? [] : [[x, axes[1].step(y, NUDGE * d)]]),
      ]);
    }
  }
  return [];
}

// The number of steps from the lowest to the highest value; a last, shorter step counts.
const count = ({ min, max, step }) => Math.ceil((max - min) / step - 1e-9);
const indexOf = ({ min, step }, value) => Math.round((value - min) / step);
const valueAt = ({ min, max, step }, index) => Number(Math.min(max, min + index * step).toFixed(12));
