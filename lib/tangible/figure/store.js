// The frame store: because a figure is a pure function of its controls, finished frames can wait
// in the browser. What the reader may want next is drawn while the kernel has nothing else to do.

const STORE_LIMIT = 8e6; // bytes of drawings that a figure holds
const REACH = 12; // steps along each control, where there are several

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

const size = (frame) => frame.drawing.byteLength + 2 * frame.readout.length + 200;

// The values that the reader may want next, nearest first, and first of all on the way that the
// last move took (`moved`: the control's name and +1 or -1).
function* wishes(spec, values, moved) {
  const { controls } = spec;
  const alone = controls.length === 1 && ["slider", "steps"].includes(controls[0].kind);
  const reach = alone ? count(controls[0]) : REACH;
  const order = [...controls].sort((a, b) => (b.name === moved?.name) - (a.name === moved?.name));
  for (let distance = 1; distance <= reach; distance++) {
    for (const control of order) {
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
        [axes[0].step(x, NUDGE * d), y],
        [x, axes[1].step(y, NUDGE * d)],
      ]);
    }
  }
  return [];
}

// The number of steps from the lowest to the highest value; a last, shorter step counts.
const count = ({ min, max, step }) => Math.ceil((max - min) / step - 1e-9);
const indexOf = ({ min, step }, value) => Math.round((value - min) / step);
const valueAt = ({ min, max, step }, index) => Number(Math.min(max, min + index * step).toFixed(12));
