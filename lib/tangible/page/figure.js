// A figure on a page, whatever shows it and wherever its frames come from: its values, its present
// frame, its store, and what it has asked for.

import { alike, Store } from "./store.js";
import { same, wishes } from "./values.js";

export const PATIENCE = 1000; // milliseconds without an answer until the figure says that it waits
export const SILENCE = 8; // times that an idle source may leave that patience without an answer
export const QUIET = 60; // milliseconds after an answer until frames are drawn ahead
export const REST = 120; // milliseconds without a move until the source hears of a value painted from the store

/**
 * @typedef {import("./values.js").Spec} Spec
 * @typedef {import("./values.js").Values} Values
 * @typedef {import("./values.js").Value} Value
 * @typedef {import("./store.js").Frame} Frame
 * @typedef {import("./protocol.js").Answer} Answer
 * @typedef {import("./protocol.js").Question} Question
 * @typedef {{
 *   gone: boolean, dead: boolean, idle: boolean, underWay: number, full: boolean, figure: any,
 *   ask(show: Values, kept: Values, held: boolean, move: number): void,
 *   askAhead(values: Values): boolean, lose(): void, close(): void,
 * }} Source Where frames come from. It calls `answered`, `drawnAhead`, `prefetch` and `lose`.
 * @typedef {{
 *   seen: boolean, update(): void, showControls(): void, showWords(): void,
 *   count(stored: number, filled: boolean): void,
 * }} Viewer
 */

/** Those of the values that have these names. @param {Values} values @param {Iterable<string>} names @returns {Values} */
const pick = (values, names) => Object.fromEntries([...names].map((name) => [name, values[name]]));

export class Figure {
  /** @type {Set<Viewer>} */
  views = new Set();
  store = new Store();
  /** @type {Set<string>} keys that cannot be drawn */
  refused = new Set();
  /** @type {Set<string>} controls that the hand moved, and the kernel may not have heard of */
  touched = new Set();
  moves = 0; // how often the values moved,
  painted = 0; // and which move is on the screen
  pending = false; // values have moved since the last question
  held = false; // the hand holds a control,
  passing = false; // and has moved it: the source does not know yet that the values are at rest
  asleep = false; // the source does not answer,
  silence = 0; // though it has nothing to do
  /** @type {Values} */
  values = {};
  /** @type {Values} of the picture that is on the screen */
  shown = {};
  /** @type {DataView | null} */
  drawing = null;
  readout = "";
  /** @type {number[][]} */
  places = [];
  /** @type {string | null} */
  error = null;
  note = ""; // what a source has to say of the picture: that it shows other values, for instance
  /** @type {{ name: string, way: number } | undefined} */
  lastMove = undefined;
  /** @type {Generator<Values> | null} what may be wanted next, */
  wishing = null;
  /** @type {Values | undefined} the first of it that is not there, */
  wish = undefined;
  passed = 0; // how many came before that one,
  /** @type {Set<string>} and the keys of those that were asked for */
  awaited = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  resting = undefined;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  patience = undefined;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  fetching = undefined;

  /** @param {Spec} spec @param {Source} source @param {Answer} present @param {DataView} drawing */
  constructor(spec, source, present, drawing) {
    this.spec = spec;
    this.source = source;
    this.own = spec.controls.filter(({ kind }) => kind !== "widget").map(({ name }) => name);
    this.pure = this.own.length === spec.controls.length; // no value is unknown to the page
    this.answered(present, drawing, null);
    source.figure = this;
  }

  /** The values of the page's own controls, in one order. @param {Values} values @returns {Values} */
  ownOf(values) {
    return pick(values, this.own);
  }

  /** @param {Values} values */
  key(values) {
    return JSON.stringify(this.ownOf(values));
  }

  /** Whether the reader waits for a frame. */
  get waiting() {
    return this.source.underWay > 0;
  }

  /** Whether the hand is ahead of what the source has heard. */
  get ahead() {
    return this.waiting || this.pending || this.resting !== undefined;
  }

  /**
   * The reader has moved a control, or two at once. A stored frame is painted at once, without a
   * word to the source; it hears of the values when the hand rests. Otherwise the frame is asked
   * for; where too many questions are under way, the latest values are asked for as soon as an
   * answer comes.
   * @param {Values} moved
   */
  move(moved) {
    const changed = Object.entries(moved).filter(
      ([name, value]) => !same(this.values[name], value),
    );
    if (!changed.length) return;
    const [[name, value]] = changed;
    const before = this.values[name];
    this.lastMove = { name, way: Number(value) < Number(before) ? -1 : 1 };
    for (const [one] of changed) this.touched.add(one);
    this.values = { ...this.values, ...Object.fromEntries(changed) };
    this.moves++;
    this.passing = this.held;
    this.note = "";
    this.cancel();
    const frame = this.store.get(this.key(this.values));
    if (frame) {
      this.pending = false;
      this.resting = setTimeout(() => {
        this.resting = undefined;
        this.want();
      }, REST);
      this.take({ ...frame, values: this.values, error: null });
      return;
    }
    for (const view of this.views) {
      view.showControls();
      view.showWords();
    }
    this.want();
  }

  /** The hand takes hold of a control: what it passes is not where it goes. */
  hold() {
    this.held = true;
  }

  /** The hand lets go. */
  release() {
    this.held = false;
    if (this.passing) this.want();
  }

  /** Ask for the present values, now or as soon as that is possible. */
  want() {
    if (this.source.gone) return;
    this.pending = this.source.full;
    if (this.pending) return;
    this.cancel();
    this.wait();
    const kept = this.drawing?.byteLength ? this.ownOf(this.shown) : {};
    this.passing = this.held;
    this.source.ask(pick(this.values, this.touched), kept, this.held, this.moves);
  }

  /**
   * Be patient for an answer, then say so. A question that is lost is asked again; a source that
   * has nothing to do and still gives no answer has forgotten the figure.
   */
  wait() {
    this.patience ??= setTimeout(() => {
      this.patience = undefined;
      this.silence += Number(this.source.idle);
      if (this.source.dead || this.silence > SILENCE) return this.source.lose();
      this.sleep(true);
      if (!this.waiting) this.want();
      if (this.ahead) this.wait();
    }, PATIENCE);
  }

  /**
   * Show a frame, or the error under the last good picture. The controls stand at `held`.
   * @param {Frame & { values: Values, error: string | null }} frame
   */
  take({ values, readout, places, error, drawing }, held = values) {
    this.values = held;
    this.error = error;
    if (!error || !this.drawing) Object.assign(this, { shown: values, readout, places, drawing });
    this.painted = this.moves;
    this.wishing = null;
    for (const view of this.views) view.update();
  }

  /**
   * `question` is the one of this page's that is answered; null: this is news.
   * @param {Answer} answer @param {DataView} drawing @param {Question | null} question
   */
  answered(answer, drawing, question) {
    clearTimeout(this.patience);
    this.patience = undefined;
    this.silence = 0;
    this.sleep(false);
    if (this.pending) this.want();
    if (this.waiting) this.wait();
    const { values, readout, places, error } = answer;
    if (!error) this.keep(values, { readout, places, drawing }, answer.page === null);
    // While the hand is ahead, what it moved stays where it is; of all else the source knows best.
    const held = this.ahead ? { ...values, ...pick(this.values, this.touched) } : values;
    if (question && !this.ahead) this.touched.clear();
    // The picture never goes back: a late frame is stored, not painted, and so is news while the
    // hand is ahead.
    if (question ? question.move >= this.painted : !this.ahead) {
      this.take({ values, readout, places, error, drawing }, held);
      if (question) this.painted = question.move;
    } else if (!question) {
      this.values = held;
      for (const view of this.views) view.showControls();
    }
    this.prefetch(QUIET);
  }

  /**
   * Store a frame that was drawn just now. If what is stored cannot be true any more, because the
   * data or the value of a widget that the page does not know have changed, it goes.
   * @param {Values} values @param {Frame} frame @param {boolean} unasked
   */
  keep(values, frame, unasked) {
    const key = this.key(values);
    const stored = this.store.get(key);
    if ((unasked && !this.pure) || (stored && !alike(stored, frame))) {
      this.store.clear();
      this.refused.clear();
      this.wishing = null;
      for (const view of this.views) view.count(0, false);
    }
    this.store.put(key, frame);
  }

  /** While the reader looks and the source is free, have frames drawn that may be wanted. @param {number} delay */
  prefetch(delay) {
    clearTimeout(this.fetching);
    this.fetching = setTimeout(() => this.fetch(), delay);
  }

  fetch() {
    const seen = !globalThis.document?.hidden && [...this.views].some((view) => view.seen);
    if (!seen || this.ahead || this.source.gone) return;
    for (;;) {
      const values = this.nextWish();
      const filled = !values && !this.awaited.size;
      for (const view of this.views) view.count(this.store.frames.size, filled);
      if (!values || !this.source.askAhead(this.ownOf(values))) return;
      this.awaited.add(this.key(values));
    }
  }

  /** The values that are wanted most, neither stored nor asked for yet, as far as there is room. */
  nextWish() {
    if (!this.wishing) {
      this.wishing = wishes(this.spec, this.values, this.lastMove);
      this.wish = undefined;
      this.passed = 0;
      this.awaited.clear();
    }
    for (;;) {
      this.wish ??= this.wishing.next().value ?? undefined;
      // One place is for the present frame.
      if (!this.wish || this.passed + 1 >= this.store.room) return null;
      const key = this.key(this.wish);
      const known = [this.store, this.refused, this.awaited].some((keys) => keys.has(key));
      if (!known) return this.wish;
      this.wish = undefined;
      this.passed++;
    }
  }

  /** @param {Answer} answer @param {DataView} drawing */
  drawnAhead({ values, readout, places, error }, drawing) {
    const key = this.key(values);
    this.awaited.delete(key);
    if (error) this.refused.add(key);
    else this.store.put(key, { readout, places, drawing });
  }

  cancel() {
    clearTimeout(this.resting);
    clearTimeout(this.fetching);
    this.resting = undefined;
  }

  /** No more frames will come. */
  lose() {
    this.pending = false;
    clearTimeout(this.patience);
    this.patience = undefined;
    for (const view of this.views) view.showWords();
  }

  /** @param {boolean} asleep */
  sleep(asleep) {
    if (asleep === this.asleep) return;
    this.asleep = asleep;
    for (const view of this.views) view.showWords();
  }

  close() {
    clearTimeout(this.patience);
    this.cancel();
    this.source.close();
  }
}
