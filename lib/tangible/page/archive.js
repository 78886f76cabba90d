// An archive as a source of frames: those that were drawn when the page was built. What is packed
// how stands in `publish/archive.py`.

import { NUDGE, same, significant, sliderText } from "./values.js";

/**
 * @typedef {import("./values.js").Value} Value
 * @typedef {import("./values.js").Values} Values
 * @typedef {import("./values.js").Spec} Spec
 * @typedef {import("./store.js").Frame} Frame
 * @typedef {import("./protocol.js").Answer} Answer
 * @typedef {import("./figure.js").Figure} Figure
 * @typedef {{
 *   names: string[], values: Value[][], readouts: string[], places: number[][][],
 *   drawings: [number, number][], met: boolean[], spoken: string[], folded?: boolean,
 * }} Head
 */

const FOLLOWED = 25; // how much more a control counts that the hand has just moved

/** @param {string} text in base 64 @returns {Uint8Array} */
export function bytesOf(text) {
  const fast = /** @type {any} */ (Uint8Array).fromBase64;
  if (fast) return fast.call(Uint8Array, text);
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/** @param {Uint8Array} packed @returns {Promise<ArrayBuffer>} */
export const inflated = (packed) =>
  new Response(
    new Blob([/** @type {BlobPart} */ (packed)])
      .stream()
      .pipeThrough(new DecompressionStream("deflate")),
  ).arrayBuffer();

/** What an archive holds. @param {ArrayBuffer} whole */
export function unpacked(whole) {
  const length = new DataView(whole).getUint32(0, true);
  /** @type {Head} */
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(whole, 4, length)));
  if (head.folded) unfold(new Uint8Array(whole, 4 + length), head.drawings);
  return new Frames(head, whole, 4 + length);
}

/** Drawings that were packed as differences, in their place. @param {Uint8Array} bytes @param {[number, number][]} drawings */
function unfold(bytes, drawings) {
  /** @type {Map<number, Uint16Array>} by their length, the last one */
  const last = new Map();
  let next = 0; // drawings lie one behind the other; some are used again
  for (const [start, length] of drawings) {
    if (start < next) continue;
    next = start + length;
    const words = new Uint16Array(length / 2);
    const before = last.get(length) ?? new Uint16Array(length / 2);
    const high = start + length / 2;
    for (let i = 0; i < words.length; i++) {
      words[i] = before[i] + bytes[start + i] + 256 * bytes[high + i];
    }
    last.set(length, words);
    bytes.set(new Uint8Array(words.buffer), start);
  }
}

export class Frames {
  /** @type {Map<string, number>} */
  indices = new Map();

  /** @param {Head} head @param {ArrayBuffer} whole @param {number} begin */
  constructor(head, whole, begin) {
    this.head = head;
    this.whole = whole;
    this.begin = begin;
    head.values.forEach((values, index) => {
      this.indices.set(JSON.stringify(values), index);
    });
  }

  /** Which frame shows these values; undefined if none does. @param {Values} values */
  index(values) {
    return this.indices.get(JSON.stringify(this.head.names.map((name) => values[name])));
  }

  /** @param {number} index @returns {Frame} */
  frame(index) {
    const [start, length] = this.head.drawings[index];
    return {
      drawing: new DataView(this.whole, this.begin + start, length),
      readout: this.head.readouts[index],
      places: this.head.places[index],
    };
  }

  /** @param {number} index @returns {Values} */
  values(index) {
    return Object.fromEntries(this.head.names.map((name, i) => [name, this.head.values[index][i]]));
  }

  /**
   * The frame whose values are nearest, each control measured by its own range; above all that of
   * those that the hand has just moved, so that the picture follows it.
   * @param {Values} values @param {Spec} spec @param {string[]} moved
   */
  nearest(values, spec, moved) {
    const wanted = this.head.names.map((name) => values[name]);
    const scales = this.head.names.map((name) => scaleOf(spec, name));
    const weights = this.head.names.map((name) => (moved.includes(name) ? FOLLOWED : 1));
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    this.head.values.forEach((some, index) => {
      let away = 0;
      for (let i = 0; i < some.length && away < least; i++) {
        away += weights[i] * apart(some[i], wanted[i], scales[i]);
      }
      if (away < least) [best, least] = [index, away];
    });
    return best;
  }
}

/** The ranges of a control: of a slider one, of a point two. @param {Spec} spec @param {string} name @returns {number[]} */
function scaleOf(spec, name) {
  const control = spec.controls.find((one) => one.name === name);
  if (!control) return [1];
  if (control.kind === "point") {
    const { x, y } = spec.stages[control.stage];
    return [x[1] - x[0], y[1] - y[0]];
  }
  return [control.max - control.min || 1];
}

/** How far two values are from each other; a choice is either right or far off. @param {Value} a @param {Value} b @param {number[]} scale */
function apart(a, b, scale) {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.reduce((sum, one, i) => sum + ((one - b[i]) / (scale[i] || 1)) ** 2, 0);
  }
  if (typeof a === "number" && typeof b === "number" && Number.isFinite(scale[0])) {
    return ((a - b) / scale[0]) ** 2;
  }
  return a === b ? 0 : 10;
}

/** Stands in the place of a figure's store: all frames are there already. */
export class Stored {
  room = Number.POSITIVE_INFINITY;

  /** @param {Frames} frames */
  constructor(frames) {
    this.archive = frames;
    this.frames = new Map();
  }
  /** @param {string} key */
  has(key) {
    return this.archive.index(JSON.parse(key)) !== undefined;
  }
  /** @param {string} key @returns {Frame | undefined} */
  get(key) {
    const index = this.archive.index(JSON.parse(key));
    return index === undefined ? undefined : this.archive.frame(index);
  }
  put() {}
  clear() {}
}

/** Which setting is shown, in words. @param {Spec} spec @param {Values} values */
function shownInstead(spec, values) {
  const each = spec.controls.map((control) => {
    const value = values[control.name];
    const text = Array.isArray(value)
      ? `(${value.map(significant).join(", ")})`
      : control.kind === "slider" || control.kind === "steps"
        ? sliderText(control, Number(value))
        : control.kind === "choice"
          ? control.options[Number(value)]
          : value
            ? "on"
            : "off";
    return `${control.label} ${text}`;
  });
  return `This page keeps some settings only. Shown is the nearest: ${each.join(", ")}. The notebook has them all.`;
}

export class Archive {
  gone = false;
  dead = false;
  idle = true;
  underWay = 0;
  full = false;
  /** @type {Figure | null} */
  figure = null;

  /**
   * @param {Frames} frames @param {{ get(name: string): any, set(name: string, value: any): void }} model
   * @param {number} start the frame that is shown first
   */
  constructor(frames, model, start = 0) {
    this.frames = frames;
    this.model = model;
    this.start = start;
  }

  /**
   * Show what is stored of these values; where they are not, what is nearest, and say so. A point
   * goes to the nearest place on its grid without a word.
   * @param {Values} show @param {Values} _kept @param {boolean} held @param {number} move
   */
  ask(show, _kept, held, move) {
    const { figure, frames } = this;
    if (!figure) return;
    let values = { ...figure.values, ...show };
    const exact = frames.index(values);
    const index = exact ?? frames.nearest(values, figure.spec, Object.keys(show));
    const found = frames.values(index);
    figure.note = "";
    if (exact === undefined) {
      if (snaps(figure.spec, values, found)) values = found;
      else figure.note = shownInstead(figure.spec, found);
    }
    const answer = { page: "", number: 0, values, ...frames.frame(index), error: null };
    figure.answered(answer, answer.drawing, { ahead: false, at: 0, move, turn: null });
    if (!held) this.judge(index);
  }

  /** The hand has let go: is the goal met? @param {number} index */
  judge(index) {
    const goal = this.model.get("goal");
    const { head } = this.frames;
    const [now, start] = [this.frames.values(index), this.frames.values(this.start)];
    const moved = head.spoken.some((name) => !same(now[name], start[name]));
    if (goal?.text && !goal.met && moved && head.met[index]) {
      this.model.set("goal", { ...goal, met: true });
    }
  }

  askAhead() {
    return false;
  }
  lose() {}
  close() {}
}

/** Whether two settings differ by no more than points that lie near. @param {Spec} spec @param {Values} a @param {Values} b */
const snaps = (spec, a, b) =>
  spec.controls.every(({ kind, name, steps }) => {
    const [one, other] = [a[name], b[name]];
    if (kind !== "point" || !Array.isArray(one) || !Array.isArray(other)) return same(one, other);
    return one.every((value, i) => Math.abs(value - other[i]) <= (NUDGE / 2) * steps[i] * 1.01);
  });
