// What the values of controls are: pure functions that know neither the page nor the kernel.

/**
 * @typedef {number | boolean | string | number[] | null} Value What the page holds of one control.
 * @typedef {Record<string, Value>} Values Of all controls, by name.
 * @typedef {[from: number, to: number, scale: string]} Limits What a stage shows in one direction.
 * @typedef {{ left: number, width: number, height: number, box: number[], letters: number[], x: Limits, y: Limits }} Stage
 *   `left`, `width`, `height`: its part of the picture; `box`: left, top, width and height of its
 *   axes in that part; `letters`: how far the letters beside these reach, to the left, up, to the
 *   right and down. CSS pixels, y down.
 * @typedef {{ min: number, max: number, step: number, digits: number }} Range
 *   `digits`: decimals of the values on it.
 * @typedef {{
 *   name: string, label: string, kind: string, min: number, max: number, step: number,
 *   digits: number, decimals: number, base?: number, options: string[], interval: number,
 *   stage: number, steps: [number, number], along: "x" | "y" | null, color: string,
 *   x?: string, y?: string, placed?: boolean, model: string,
 * }} Control As `controls.spec` describes it; which of these there are depends on its kind.
 * @typedef {{
 *   name: string, description: string, width: number, height: number,
 *   stages: Stage[], controls: Control[], grips: Control[],
 *   paper: string, dark: Record<string, string>,
 * }} Spec What a figure is, whatever its values.
 */

// A slider's values lie `step` apart, counted from the lowest; the last step may be shorter.

/** The number of steps from the lowest to the highest value. @param {Range} range */
export const count = ({ min, max, step }) => Math.ceil((max - min) / step - 1e-9);

/** @param {Range} range @param {number} index */
export const valueAt = (range, index) =>
  index >= count(range)
    ? range.max
    : Number((range.min + index * range.step).toFixed(range.digits));

/** The index of the value on a slider that is nearest to `value`. @param {Range} range @param {number} value */
export function indexOf(range, value) {
  const last = count(range);
  const index = Math.max(0, Math.min(last, Math.round((value - range.min) / range.step)));
  const apart = (/** @type {number} */ i) => Math.abs(valueAt(range, i) - value);
  return index === last - 1 && apart(last) < apart(index) ? last : index;
}

/** @param {unknown} a @param {unknown} b @returns {boolean} */
export const same = (a, b) =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((item, i) => item === b[i])
    : a === b;

// Numbers as they are read.

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** With a true minus, and a power of ten as one writes it by hand. @param {string | number} number */
export function minus(number) {
  const [text, power] = String(number).split("e");
  const digits = text.replace("-", "−");
  if (power === undefined) return digits;
  const exponent = [...String(Number(power))];
  const ten = `10${exponent.map((sign) => RAISED[Number(sign)] ?? "⁻").join("")}`;
  return /^−?1$/.test(digits) ? digits.replace("1", ten) : `${digits} · ${ten}`;
}

/** In three digits. @param {number} value */
export const significant = (value) => minus(Number(value.toPrecision(3)));

/** What a slider's value is called. @param {Control} control @param {number} value */
export function sliderText({ options, base, decimals, step }, value) {
  if (options) return options[value] ?? "";
  if (base) return significant(base ** value);
  // In as many decimals as its step has; in more, where that would be another number.
  const apart = (/** @type {number} */ d) => Math.abs(Number(value.toFixed(d)) - value);
  let d = decimals;
  while (d < 100 && apart(d) > step / 100) d++;
  return minus(value.toFixed(d));
}

/** The number that a slider's value stands for on an axis. @param {Control} control @param {number} value */
export const numberOf = ({ base }, value) => (base ? base ** value : value);

/** The value of a slider that is nearest to a number on an axis. @param {Control} control @param {number} number */
export function nearestOn(control, number) {
  const place = control.base ? Math.log(number) / Math.log(control.base) : number;
  return valueAt(control, indexOf(control, Number.isNaN(place) ? control.min : place));
}

// Places on a stage.

export const NUDGE = 4; // steps of a point's axes that an arrow key moves it

/**
 * One direction of a stage: between numbers on it and parts of its length, from 0 to 1.
 * `low` and `high` are the bounds whichever way the axis runs; a step goes by sight: to the right,
 * or up.
 * @param {Limits} limits @param {number} step the smallest move on a linear axis
 */
export function axis([from, to, scale], step) {
  const log = scale === "log";
  const go = log ? Math.log10 : (/** @type {number} */ v) => v;
  const back = log ? (/** @type {number} */ v) => 10 ** v : go;
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const way = from <= to ? 1 : -1;
  const inside = (/** @type {number} */ v) => Math.min(high, Math.max(low, v));
  const rounded = (/** @type {number} */ v) =>
    Number(log ? v.toPrecision(3) : (Math.round(v / step) * step).toPrecision(12));
  const round = (/** @type {number} */ v) => inside(rounded(inside(v)));
  const decimals = Math.min(20, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  return {
    low,
    high,
    round,
    at: (/** @type {number} */ part) => back(go(from) + part * (go(to) - go(from))),
    part: (/** @type {number} */ v) => (go(v) - go(from)) / (go(to) - go(from)),
    step: (/** @type {number} */ v, /** @type {number} */ n) =>
      round(log ? v * 1.02 ** (way * n) : v + way * n * step),
    text: (/** @type {number} */ v) => (log ? significant(v) : minus(v.toFixed(decimals))),
  };
}

/** The two directions in which a point moves. @param {Control} control @param {Spec} spec */
export function axesOf({ stage, steps }, spec) {
  const { x, y } = spec.stages[stage];
  return [axis(x, steps[0]), axis(y, steps[1])];
}

// What the reader may want next.

export const REACH = 100; // steps along each control but the one that moves

/**
 * The values that the reader may want next, nearest first, and first of all on the way that the
 * last move took (`moved`: the control's name and +1 or -1). Of the control that moved last, or of
 * the first before any move, these are all values in the end.
 * @param {Spec} spec @param {Values} values @param {{ name: string, way: number }} [moved]
 */
export function* wishes(spec, values, moved) {
  const last = (/** @type {Control} */ control) => Number(control.name === moved?.name);
  const order = [...spec.controls].sort((a, b) => last(b) - last(a));
  const [favourite] = order;
  const whole = favourite?.step ? count(favourite) : 0;
  for (let distance = 1; distance <= Math.max(whole, REACH); distance++) {
    for (const control of distance <= REACH ? order : [favourite]) {
      const way = moved && control.name === moved.name ? moved.way : 1;
      for (const value of neighbours(control, values[control.name], way * distance, spec)) {
        yield { ...values, [control.name]: value };
      }
    }
  }
}

/**
 * The values of one control at a distance, ahead and behind.
 * @param {Control} control @param {Value} value @param {number} distance @param {Spec} spec
 * @returns {Value[]}
 */
export function neighbours(control, value, distance, spec) {
  const both = [distance, -distance];
  switch (control.kind) {
    case "slider":
    case "steps": {
      const index = indexOf(control, Number(value));
      return both
        .map((d) => index + d)
        .filter((i) => i >= 0 && i <= count(control))
        .map((i) => valueAt(control, i));
    }
    case "choice":
      return both.map((d) => Number(value) + d).filter((i) => i >= 0 && i < control.options.length);
    case "check":
      return Math.abs(distance) === 1 ? [!value] : [];
    case "point": {
      const [across, up] = axesOf(control, spec);
      const [x, y] = /** @type {number[]} */ (value);
      if (Math.abs(distance) > 3) return [];
      return both.flatMap((d) => [
        ...(control.along === "y" ? [] : [[across.step(x, NUDGE * d), y]]),
        ...(control.along === "x" ? [] : [[x, up.step(y, NUDGE * d)]]),
      ]);
    }
  }
  return [];
}
