// Controls below a picture. Each is made of its spec in `place`, tells the figure when the reader
// moves it, and shows the value it is given.

import { attempt, describe, make, unique } from "./dom.js";
import { count, indexOf, sliderText, valueAt } from "./values.js";

/**
 * @typedef {import("./values.js").Control} Control
 * @typedef {import("./values.js").Value} Value
 * @typedef {import("./figure.js").Figure} Figure
 * @typedef {{ show(value: Value): void, close(): void }} Shown
 */

const CALM = "(prefers-reduced-motion: reduce)"; // a reader who wants no motion sees its end
const LONG = 10_000; // milliseconds that a play takes, which may then be hastened
const FASTER = 4; // times
const NOT_HERE = "This control shows in JupyterLab only; its value can be set from Python.";

/**
 * A labelled row with one input.
 * @template {"input" | "select"} Tag
 * @param {Control} control @param {Element} place @param {Tag} tag @param {object} properties
 */
function field(control, place, tag, properties = {}) {
  const row = make("div", "tangible-control", place);
  const label = make("label", "", row, control.label);
  const input = make(tag, "", row);
  Object.assign(input, properties, { id: unique() });
  label.htmlFor = input.id;
  return { row, input };
}

class Slider {
  /** @param {Control} control @param {Figure} figure @param {Element} place */
  constructor(control, figure, place) {
    this.control = control;
    this.figure = figure;
    const range = { type: "range", min: 0, max: count(control), step: 1 };
    const { row, input } = field(control, place, "input", range);
    this.row = row;
    this.input = input;
    this.output = make("output", "", row);
    this.output.htmlFor.add(input.id);
    input.addEventListener("input", () => this.move(Number(input.value)));
  }
  /** @param {number} index */
  move(index) {
    this.figure.move({ [this.control.name]: valueAt(this.control, index) });
  }
  get index() {
    return indexOf(this.control, Number(this.figure.values[this.control.name]));
  }
  /** @param {Value} value */
  show(value) {
    const text = sliderText(this.control, Number(value));
    const index = indexOf(this.control, Number(value));
    if (Number(this.input.value) !== index) this.input.value = String(index);
    if (this.output.textContent === text) return;
    this.output.textContent = text;
    this.input.setAttribute("aria-valuetext", text);
  }
  close() {}
}

/** @param {string} outline */
const icon = (outline) =>
  `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${outline}"/></svg>`;
const ICONS = {
  reset: icon("M3 3h2v10H3zM13 3v10L6 8z"),
  play: icon("M4 2.5v11L13.5 8z"),
  pause: icon("M4 3h3v10H4zM9 3h3v10H9z"),
};

class Steps extends Slider {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  timer = undefined;
  /** @type {HTMLButtonElement | undefined} */
  faster = undefined;

  /** @param {Control} control @param {Figure} figure @param {Element} place */
  constructor(control, figure, place) {
    super(control, figure, place);
    this.row.classList.add("tangible-steps");
    const bar = make("div", "tangible-buttons", this.row);
    describe(bar, { role: "group", "aria-label": `${control.label}: play` });
    /** @param {string} face @param {string} title @param {() => void} act */
    const button = (face, title, act) => {
      const made = make("button", "", bar);
      made.type = "button";
      made.addEventListener("click", act);
      return this.face(made, face, title);
    };
    button(ICONS.reset, "Back to the start", () => this.step(-this.index));
    button("−1", "One step back", () => this.step(-1));
    this.player = button(ICONS.play, "Play", () => (this.timer ? this.stop() : this.play()));
    button("+1", "One step on", () => this.step(1));
    if (count(control) * control.interval > LONG) {
      this.faster = button(`×${FASTER}`, "Play faster", () => this.hasten());
      this.faster.setAttribute("aria-pressed", "false");
    }
    this.input.addEventListener("input", () => this.stop());
  }
  /** @param {HTMLButtonElement} button @param {string} face @param {string} title */
  face(button, face, title) {
    button.innerHTML = face;
    button.title = title;
    button.setAttribute("aria-label", `${title}: ${this.control.label}`);
    return button;
  }
  /** By hand, which ends playing. @param {number} by */
  step(by) {
    this.stop();
    this.to(this.index + by);
  }
  /** @param {number} index */
  to(index) {
    if (index >= 0 && index <= count(this.control)) this.move(index);
  }
  play() {
    const last = count(this.control);
    if (matchMedia(CALM).matches) return this.to(last);
    if (this.index >= last) this.to(0);
    this.figure.hold(); // what is played passes
    const hastened = this.faster?.ariaPressed === "true";
    this.timer = setInterval(
      () => {
        if (this.figure.waiting) return; // never faster than the pictures come
        if (this.figure.error || this.figure.source.gone) return this.stop();
        this.to(this.index + 1);
        if (this.index >= last) this.stop();
      },
      this.control.interval / (hastened ? FASTER : 1),
    );
    this.face(this.player, ICONS.pause, "Pause");
  }
  /** Play faster, or again as at first. */
  hasten() {
    const pressed = this.faster?.ariaPressed === "true";
    this.faster?.setAttribute("aria-pressed", String(!pressed));
    if (!this.timer) return;
    this.stop();
    this.play();
  }
  stop() {
    if (this.timer) this.figure.release();
    clearInterval(this.timer);
    this.timer = undefined;
    this.face(this.player, ICONS.play, "Play");
  }
  close() {
    this.stop();
  }
}

class Check {
  /** @param {Control} control @param {Figure} figure @param {Element} place */
  constructor(control, figure, place) {
    const { input } = field(control, place, "input", { type: "checkbox" });
    this.input = input;
    input.addEventListener("change", () => figure.move({ [control.name]: input.checked }));
  }
  /** @param {Value} value */
  show(value) {
    this.input.checked = Boolean(value);
  }
  close() {}
}

class Choice {
  /** @param {Control} control @param {Figure} figure @param {Element} place */
  constructor(control, figure, place) {
    const { input } = field(control, place, "select");
    this.input = input;
    for (const option of control.options) make("option", "", input, option);
    input.addEventListener("change", () => figure.move({ [control.name]: input.selectedIndex }));
  }
  /** @param {Value} value */
  show(value) {
    this.input.selectedIndex = Number(value ?? -1);
  }
  close() {}
}

class Text {
  /** @param {Control} control @param {Figure} figure @param {Element} place */
  constructor(control, figure, place) {
    const { input } = field(control, place, "input", { type: "text" });
    this.input = input;
    input.addEventListener("input", () => figure.move({ [control.name]: input.value }));
  }
  /** @param {Value} value */
  show(value) {
    if (this.input.value !== value) this.input.value = String(value ?? "");
  }
  close() {}
}

// A widget that we do not know shows its own view; its value reaches the figure by the kernel.
class Foreign {
  /** @type {any} */
  view = null;

  /** @param {Control} control @param {Figure} _ @param {Element} place @param {any} model */
  constructor(control, _, place, model) {
    this.row = make("div", "tangible-control tangible-foreign", place);
    this.fill(control, model);
  }
  /** @param {Control} control @param {any} model */
  async fill(control, model) {
    try {
      const manager = model.widget_manager;
      const child = await manager.get_model(control.model);
      this.view = await manager.create_view(child);
      this.row.append(this.view.el);
      this.view.trigger("displayed");
    } catch {
      this.row.textContent = `${control.label}: ${NOT_HERE}`;
    }
  }
  show() {}
  close() {
    attempt(() => this.view?.remove());
  }
}

/** @type {Record<string, new (control: Control, figure: Figure, place: Element, model: any) => Shown>} */
export const CONTROLS = {
  slider: Slider,
  steps: Steps,
  check: Check,
  choice: Choice,
  text: Text,
  widget: Foreign,
};
