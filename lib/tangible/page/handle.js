// Handles on the picture: the browser moves them with the pointer, the picture follows.

import { describe, make } from "./dom.js";
import {
  axesOf,
  axis,
  count,
  indexOf,
  NUDGE,
  nearestOn,
  numberOf,
  sliderText,
  valueAt,
} from "./values.js";

/**
 * @typedef {import("./values.js").Control} Control
 * @typedef {import("./values.js").Value} Value
 * @typedef {import("./values.js").Values} Values
 * @typedef {import("./figure.js").Figure} Figure
 */

// Steps of a handle for each key, in units of arrow keys; Space only must not scroll.
/** @type {Record<string, [number, number]>} */
const WAYS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
  PageDown: [0, -5],
  PageUp: [0, 5],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
  " ": [0, 0],
};

/**
 * What a handle holds decides how it moves: `Held` is a point, or one or two sliders.
 * @typedef {{
 *   axes: ReturnType<typeof axis>[], free: boolean[], place(): number[],
 *   to(place: number[]): Values, step(steps: number[]): Values, low: number, high: number,
 *   now(): number, text(): string,
 * }} Held
 */

/** A point of the figure's own. @param {Control} control @param {Figure} figure @returns {Held} */
export function heldPoint({ name, along, ...rest }, figure) {
  const axes = axesOf({ name, along, ...rest }, figure.spec);
  const free = [along !== "y", along !== "x"];
  const main = free.indexOf(true);
  const place = () => /** @type {number[]} */ (figure.values[name]);
  /** @param {(i: number) => number} number */
  const only = (number) => ({ [name]: place().map((old, i) => (free[i] ? number(i) : old)) });
  return {
    axes,
    free,
    place,
    low: axes[main].low,
    high: axes[main].high,
    now: () => place()[main],
    text: () =>
      place()
        .map((number, i) => axes[i].text(number))
        .filter((_, i) => free[i])
        .join(", "),
    to: (at) => only((i) => axes[i].round(at[i])),
    step: (steps) =>
      only((i) => (steps[i] ? axes[i].step(place()[i], NUDGE * steps[i]) : place()[i])),
  };
}

/**
 * A place at which sliders are held: `x` and `y` name them, where the handle is free. Where it is
 * not, or is `placed`, its place comes with each frame.
 * @param {Control} grip @param {number} index @param {Figure} figure @returns {Held}
 */
export function heldSliders(grip, index, figure) {
  const stage = figure.spec.stages[grip.stage];
  const names = [grip.x, grip.y];
  const held = names.map((name) => figure.spec.controls.find((control) => control.name === name));
  const free = held.map(Boolean);
  const [main] = held.filter((control) => control !== undefined);
  /** @param {Control} control */
  const value = (control) => Number(figure.values[control.name]);
  /** @param {(control: Control, i: number) => number} next */
  const each = (next) =>
    Object.fromEntries(
      held.flatMap((control, i) => (control ? [[control.name, next(control, i)]] : [])),
    );
  return {
    axes: [axis(stage.x, 1), axis(stage.y, 1)],
    free,
    place: () =>
      held.map((control, i) =>
        control && !grip.placed
          ? numberOf(control, value(control))
          : (figure.places[index]?.[i] ?? Number.NaN),
      ),
    low: main.min,
    high: main.max,
    now: () => value(main),
    text: () =>
      held
        .flatMap((one) => (one ? [`${one.label} ${sliderText(one, value(one))}`] : []))
        .join(", "),
    to: (at) => each((control, i) => nearestOn(control, at[i])),
    step: (steps) =>
      each((control, i) => {
        const [from, to] = i ? stage.y : stage.x;
        const way = from <= to ? 1 : -1;
        const next = indexOf(control, value(control)) + way * steps[i];
        return valueAt(control, Math.max(0, Math.min(count(control), next)));
      }),
  };
}

export class Handle {
  /** @type {{ x: number, y: number } | null} where the pointer took it, from its middle */
  grasp = null;

  /** @param {Control} control @param {Held} held @param {Figure} figure @param {HTMLElement} place its stage's element */
  constructor(control, held, figure, place) {
    this.held = held;
    this.figure = figure;
    this.place = place;
    this.stage = figure.spec.stages[control.stage];
    this.el = make("div", "tangible-handle", place);
    this.el.style.setProperty("--handle", control.color);
    this.el.tabIndex = 0;
    describe(this.el, {
      role: "slider",
      "aria-roledescription": "draggable point",
      "aria-label": control.label,
      "aria-valuemin": held.low,
      "aria-valuemax": held.high,
    });
    this.el.addEventListener("pointerdown", (event) => this.grab(event));
    this.el.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) {
      this.el.addEventListener(end, () => this.release());
    }
    this.el.addEventListener("keydown", (event) => this.press(event));
  }

  /** Where the stage's axes lie on the screen now. */
  get box() {
    const box = this.place.getBoundingClientRect();
    const scale = box.width / this.stage.width;
    const [left, top, width, height] = this.stage.box.map((length) => length * scale);
    return { left: box.left + left, top: box.top + top, width, height };
  }

  /** @param {PointerEvent} event */
  grab(event) {
    if (event.button) return;
    event.preventDefault();
    this.el.focus();
    this.el.setPointerCapture(event.pointerId);
    const own = this.el.getBoundingClientRect();
    this.grasp = {
      x: event.clientX - own.left - own.width / 2,
      y: event.clientY - own.top - own.height / 2,
    };
  }

  /** @param {PointerEvent} event */
  drag(event) {
    if (!this.grasp) return;
    const { left, top, width, height } = this.box;
    const { axes, free } = this.held;
    const now = this.held.place();
    const part = [
      (event.clientX - this.grasp.x - left) / width,
      1 - (event.clientY - this.grasp.y - top) / height,
    ].map((p, i) => (free[i] ? Math.min(1, Math.max(0, p)) : axes[i].part(now[i])));
    this.figure.move(this.held.to(part.map((p, i) => axes[i].at(p))));
    // Under the pointer wherever it is, though the values are round.
    this.put(part.map((p, i) => (free[i] ? p : axes[i].part(this.held.place()[i]))));
  }

  release() {
    this.grasp = null;
    this.show();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const way = WAYS[event.key];
    if (!way) return;
    event.preventDefault();
    const [x, y] = way.map((steps) => steps * (event.shiftKey ? 5 : 1));
    // A handle with one direction goes along it by all keys, as a slider does.
    const both = this.held.free.every(Boolean);
    this.figure.move(this.held.step(both ? [x, y] : [x || y, x || y]));
  }

  /** @param {number[]} part */
  put([x, y]) {
    const { width, height, box } = this.stage;
    this.el.hidden = !Number.isFinite(x + y);
    this.el.style.left = `${(100 * (box[0] + x * box[2])) / width}%`;
    this.el.style.top = `${(100 * (box[1] + (1 - y) * box[3])) / height}%`;
  }

  show() {
    describe(this.el, { "aria-valuenow": this.held.now(), "aria-valuetext": this.held.text() });
    if (this.grasp) return;
    const place = this.held.place();
    this.put(this.held.axes.map((axis, i) => axis.part(place[i])));
  }

  close() {}
}
