// The kernel as a source of frames: questions with a name, and how many may be under way.
// What is said stands in protocol.md.

import { attempt, unique } from "./dom.js";
import { QUIET } from "./figure.js";

export const LOST = 5000; // milliseconds after which a question without an answer counts as lost
export const SLOW = 500; // milliseconds of drawing beyond which no frame is drawn ahead
const PROBES = 3; // answers until it is known how far the kernel is
const SOON = 100; // milliseconds of drawing up to which the next question may stand in the queue
const BUSY = 3; // times as long as its own work a drawing takes where others want the processor
const PAUSE = 10_000; // milliseconds without a frame drawn ahead on a busy machine
export const MOST = 16; // questions under way at a time, however far the kernel is

/**
 * @typedef {import("./values.js").Values} Values
 * @typedef {{
 *   page: string | null, number: number | null, ahead?: boolean, took?: number, worked?: number,
 *   values: Values, readout: string, places: number[][], error: string | null,
 * }} Answer
 * @typedef {{ ahead: boolean, at: number, move: number, turn: Turn | null }} Question
 *   `at`: when it was asked; `move`: which of the figure's moves it was asked for.
 * @typedef {{ at: number }} Turn
 * @typedef {{ prefetch(delay: number): void }} Waiting A figure that would have frames drawn ahead.
 * @typedef {{
 *   get(name: string): any, set(name: string, value: unknown): void, save_changes(): void,
 *   on(name: string, act: (...what: any[]) => void): void,
 *   off(name: string, act?: (...what: any[]) => void): void,
 *   send(message: unknown): void, widget_manager: any,
 * }} Model What a host gives to a widget's script.
 */

/** A buffer as hosts hand it over: most as a DataView, Colab as a Uint8Array. @param {any} buffer */
export function viewOf(buffer) {
  if (buffer instanceof DataView) return buffer;
  if (!buffer) return new DataView(new ArrayBuffer(0));
  return new DataView(buffer.buffer ?? buffer, buffer.byteOffset ?? 0, buffer.byteLength);
}

// Frames are drawn ahead in turn for all figures of a page, and none while the reader waits for
// one. So many questions are under way as keep the kernel at work and no more: the more, the
// longer a message travels and the faster a frame is drawn.
export class Turns {
  /** @type {Set<Turn>} */
  taken = new Set();
  /** @type {Set<Waiting>} figures that wait for a turn */
  queue = new Set();
  quietUntil = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  alarm = undefined;
  travel = Number.POSITIVE_INFINITY; // milliseconds a question and its answer are on their way, at best
  measured = 0; // how often that was measured
  window = 1; // how many questions keep the kernel at work
  took = 0; // milliseconds of the last drawing
  strain = 1; // how much longer drawings take of late than what they make the processor do
  rate = Number.POSITIVE_INFINITY; // frames that may be drawn ahead a second

  /** The turns of all figures of one kernel on this page. @param {Model} model */
  static of(model) {
    const manager = attempt(() => model.widget_manager) ?? NOBODY;
    const turns = ALL.get(manager) ?? new Turns();
    ALL.set(manager, turns);
    return turns;
  }

  /**
   * How long a question was away, and how much of that was drawing. Who waits behind something
   * else seems far away, so it takes some questions to tell; and the window opens by one in each
   * round, for what is asked at once arrives at once.
   * A drawing that takes much longer than it works waits for a processor that others want too.
   * @param {number} away @param {number} took @param {number} worked
   */
  measure(away, took, worked) {
    this.measured++;
    this.took = took;
    this.travel = Math.max(0, Math.min(this.travel, away - took));
    this.strain += (took / Math.max(1, Math.min(worked, took)) - this.strain) / 16; // 1.6 where a browser paints
    const wanted = this.measured < PROBES ? 1 : 1 + Math.floor(this.travel / Math.max(1, took));
    this.window = Math.min(MOST, wanted, this.window + 1 / Math.floor(this.window));
  }

  /**
   * A turn for `figure`, or null: then its `prefetch` is called when there may be one.
   * @param {Waiting} figure @param {(at: number) => boolean} lost whether a turn of that time is lost
   * @returns {Turn | null}
   */
  take(figure, lost) {
    const at = Date.now();
    if (this.strain > BUSY) {
      this.strain = 1; // a few frames after the pause tell whether it is over
      this.quietUntil = Math.max(this.quietUntil, at + PAUSE);
    }
    const wait = this.quietUntil - at;
    if (wait > 0) {
      figure.prefetch(wait);
      return null;
    }
    for (const turn of this.taken) if (lost(turn.at)) this.taken.delete(turn);
    if (
      this.taken.size >= Math.floor(this.window) ||
      (this.queue.size && !this.queue.has(figure))
    ) {
      this.queue.add(figure);
      this.alarm ??= setTimeout(() => this.wake(), LOST);
      return null;
    }
    this.queue.delete(figure);
    const turn = { at };
    this.taken.add(turn);
    this.quietUntil = Math.max(this.quietUntil, at + 1000 / this.rate);
    return turn;
  }

  /** @param {Turn | null} turn */
  giveBack(turn) {
    if (turn && this.taken.delete(turn)) this.wake();
  }

  /** @param {Waiting} figure */
  leave(figure) {
    if (this.queue.delete(figure)) this.wake();
  }

  /** Whoever waits longest may try again. */
  wake() {
    clearTimeout(this.alarm);
    this.alarm = undefined;
    const [next] = this.queue;
    next?.prefetch(0);
  }

  /** The reader asks the kernel for something. */
  hush() {
    this.quietUntil = Date.now() + QUIET;
  }
}

/** @type {WeakMap<object, Turns>} */
const ALL = new WeakMap();
const NOBODY = {}; // stands for the manager of a host that has none

/**
 * @typedef {{
 *   answered(answer: Answer, drawing: DataView, question: Question | null): void,
 *   drawnAhead(answer: Answer, drawing: DataView): void, lose(): void, prefetch(delay: number): void,
 * }} Listener
 */

/** @type {Question} that was given up as lost, and is answered after all */
const LATE = { ahead: false, at: 0, move: -1, turn: null };

/** Asks the kernel for frames and tells the figure what comes. */
export class Kernel {
  page = unique();
  number = 0;
  gone = false;
  busyAt = 0; // when the host last said that the kernel is at work
  slow = false; // whether this figure takes long to draw
  /** @type {Map<number, Question>} */
  asked = new Map();
  /** @type {Listener | null} */
  figure = null;

  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.turns = Turns.of(model);
    this.turns.rate = model.get("spec")?.ahead ?? this.turns.rate; // what the kernel's host allows
    model.on("msg:custom", (message, buffers) => this.hear(message, viewOf(buffers?.[0])));
    model.on("comm:close", () => this.lose());
  }

  /** Questions for the reader's eyes that may still be answered. */
  get underWay() {
    const own = [...this.asked.values()].filter((one) => !one.ahead);
    return own.filter(({ at }) => !this.lost(at)).length;
  }

  /**
   * Whether what was asked at that time will not be answered any more. A kernel at work forgets
   * nothing; with one whose host does not say what it does, patience grows with each question
   * that stays without an answer.
   * @param {number} at
   */
  lost(at) {
    const now = Date.now();
    if (this.status === "busy") this.busyAt = now;
    const patience = this.status ? LOST : LOST * Math.max(1, this.asked.size);
    return now - Math.max(at, this.busyAt) >= patience;
  }

  /**
   * Whether no more may be asked now. Where frames are drawn quickly, the kernel draws one while
   * the page paints another; where not, a second one would only keep a cell waiting.
   */
  get full() {
    const near = this.turns.took > SOON ? 1 : 2;
    return this.underWay >= Math.max(near, Math.floor(this.turns.window));
  }

  /** Have a frame drawn, and these controls set. @param {Values} show @param {Values} kept @param {boolean} held @param {number} move */
  ask(show, kept, held, move) {
    this.turns.hush();
    this.send({ show, kept, held }, { ahead: false, at: Date.now(), move, turn: null });
  }

  /** Have a frame drawn that may be wanted later, if it is this figure's turn. @param {Values} ahead */
  askAhead(ahead) {
    if (!this.figure || this.slow || !this.turns.rate) return false;
    const turn = this.turns.take(this.figure, (at) => this.lost(at));
    if (turn) this.send({ ahead }, { ahead: true, at: turn.at, move: -1, turn });
    return Boolean(turn);
  }

  /** @param {object} message @param {Question} question */
  send(message, question) {
    this.asked.set(++this.number, question);
    try {
      this.model.send({ page: this.page, number: this.number, ...message });
    } catch {
      this.lose();
    }
  }

  /** @param {Answer} answer @param {DataView} drawing */
  hear(answer, drawing) {
    if (!this.figure || !answer.values) return;
    const own = answer.page === this.page && answer.number !== null;
    const number = Number(answer.number);
    const question = own ? (this.asked.get(number) ?? LATE) : null;
    if (own) this.settle(number);
    if (question && question !== LATE) {
      const took = answer.took ?? 0;
      this.turns.measure(Date.now() - question.at, took, answer.worked ?? took);
      this.slow = (answer.took ?? 0) > SLOW;
    }
    if (answer.ahead) {
      this.figure.drawnAhead(answer, drawing);
      if (own) this.figure.prefetch(0);
    } else {
      this.turns.hush();
      this.figure.answered(answer, drawing, question);
    }
  }

  /** What was asked up to `number` is answered, or lost. @param {number} number */
  settle(number) {
    for (const [earlier, { turn }] of this.asked) {
      if (earlier > number) break;
      this.asked.delete(earlier);
      this.turns.giveBack(turn);
    }
  }

  /** What the host knows of the kernel. (JupyterLab's manager knows.) */
  get status() {
    return attempt(() => this.model.widget_manager.kernel?.status);
  }

  get dead() {
    return ["dead", "terminating"].includes(this.status);
  }

  get idle() {
    return this.status === "idle";
  }

  /** The kernel was restarted or has ended; it does not know this figure any more. */
  lose() {
    this.close();
    this.figure?.lose();
  }

  close() {
    this.gone = true;
    this.settle(this.number);
    if (this.figure) this.turns.leave(this.figure);
  }
}
