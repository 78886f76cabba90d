// What shows a figure: its stages, each with two canvases and its handles, its readout and controls.

import { coloursOn, paperBehind } from "./colours.js";
import { CONTROLS } from "./controls.js";
import { describe, keepKeys, make, readable } from "./dom.js";
import { QUIET } from "./figure.js";
import { fit, unfit } from "./fit.js";
import { Handle, heldPoint, heldSliders } from "./handle.js";
import { runUpTo } from "./host.js";
import { cover, goal } from "./lesson.js";
import { paint, parts } from "./painter.js";

const WAITS = "Waiting for the kernel: the picture does not show this value yet.";
const GONE = "The kernel has forgotten this figure: run its cell again.";
const BEGIN = "Press ▶ to play it, or +1 for one step.";
const RUN = "Run the cells up to here";
const WHOLE = "This figure on the whole screen (z); Escape brings it back";
const MARGIN = 24; // CSS pixels around a figure that has the screen
const USUAL = 14; // CSS pixels of most letters, as they were drawn
const [FINE, LARGER] = [13, 1.6]; // CSS pixels that letters keep on a smaller picture, up to times
const [LEAST, LARGEST] = [11, 2.4]; // CSS pixels below which they must not fall, up to times
const EDGE = 2; // CSS pixels between letters and the edge of a picture

/**
 * @typedef {import("./painter.js").Layer} Layer
 * @typedef {import("./painter.js").Colours} Colours
 * @typedef {import("./figure.js").Figure} Figure
 * @typedef {import("./values.js").Stage} Stage
 */

// One stage on the page. Its fixed layers that lie below all of the frame's are painted once, on a
// canvas of their own; those between or above them are painted with each frame.
class Sheet {
  wanted = 0; // CSS pixels that a page asks letters to have, as on a slide; 0: as they were drawn
  whole = 0; // device pixels to a pixel of the stage,
  ratio = 0; // and to one of the drawing, which is smaller where its letters need more room
  scale = 1; // CSS pixels to one
  below = Number.NaN; // up to which z-order the lower canvas shows what is fixed
  /** @type {Layer[]} */
  frame = [];
  /** @type {Colours} */
  colour = () => null;
  /** @type {import("./painter.js").Room | undefined} */
  room = undefined;

  /** @param {Stage} stage @param {Layer[]} fixed @param {Element} picture */
  constructor(stage, fixed, picture) {
    this.stage = stage;
    this.fixed = fixed;
    this.el = make("div", "tangible-stage", picture);
    this.el.style.setProperty("--width", String(stage.width));
    this.el.style.aspectRatio = `${stage.width} / ${stage.height}`;
    this.canvases = [make("canvas", "", this.el), make("canvas", "", this.el)];
    this.canvases[0].setAttribute("aria-hidden", "true");
    this.canvases[1].setAttribute("role", "img");
    this.drawing = make("div", "tangible-drawing", this.el); // where that lies: handles are on it
  }

  /** Take its size from the page; tells whether it is another. */
  measure() {
    const { width } = this.el.getBoundingClientRect();
    const whole = (width * window.devicePixelRatio) / this.stage.width;
    const wanted = parseFloat(getComputedStyle(this.el).getPropertyValue("--letters")) || 0;
    if (!width || (whole === this.whole && wanted === this.wanted)) return false; // out of sight, or as before
    this.whole = whole;
    this.wanted = wanted;
    for (const canvas of this.canvases) {
      canvas.width = Math.round(this.stage.width * whole);
      canvas.height = Math.round(this.stage.height * whole);
    }
    const { left, top, share } = placed(this.stage, width / this.stage.width, wanted);
    this.ratio = whole * share;
    this.scale = (width / this.stage.width) * share;
    /** @type {[number, number]} */
    const origin = [Math.round(left * this.ratio), Math.round(top * this.ratio)];
    const shown = USUAL * this.scale * largerBy(USUAL, this.scale, wanted);
    this.el.dataset.letters = shown.toFixed(1); // CSS pixels, for tests
    this.room = {
      origin,
      left: EDGE - origin[0] / this.ratio,
      top: EDGE - origin[1] / this.ratio,
      right: (this.canvases[0].width - origin[0]) / this.ratio - EDGE,
      bottom: (this.canvases[0].height - origin[1]) / this.ratio - EDGE,
    };
    Object.assign(this.drawing.style, {
      left: `${(100 * origin[0]) / this.canvases[0].width}%`,
      top: `${(100 * origin[1]) / this.canvases[0].height}%`,
      width: `${100 * share}%`,
      height: `${100 * share}%`,
    });
    return true;
  }

  /** @param {Layer[]} frame */
  show(frame) {
    this.frame = frame;
    const below = frame.length ? frame[0].z : Number.POSITIVE_INFINITY;
    if (below !== this.below) {
      this.below = below;
      this.paint(
        0,
        this.fixed.filter(({ z }) => z <= below),
      );
    }
    const above = this.fixed.filter(({ z }) => z > below);
    this.paint(
      1,
      [...above, ...frame].sort((a, b) => a.z - b.z),
    ); // of equals, the fixed first
  }

  /** In another size or other colours. @param {Colours} colour */
  repaint(colour) {
    this.colour = colour;
    this.below = Number.NaN;
    this.show(this.frame);
  }

  /** @param {0 | 1} which @param {Layer[]} layers */
  paint(which, layers) {
    const canvas = this.canvases[which];
    const context = canvas.getContext("2d");
    if (!context || !this.ratio) return;
    context.clearRect(0, 0, canvas.width, canvas.height);
    const letters = (/** @type {number} */ _, /** @type {number} */ size) =>
      largerBy(size, this.scale, this.wanted);
    for (const layer of layers) paint(context, layer, this.ratio, this.colour, letters, this.room);
  }
}

/**
 * How many times larger than the rest letters are set on a picture of this scale: never larger
 * than they were drawn, unless a page asks that most of them have `wanted` pixels.
 * @param {number} size @param {number} scale @param {number} [wanted]
 */
export const largerBy = (size, scale, wanted = 0) => {
  const shown = size * scale;
  if (wanted) return Math.max(1, Math.min(wanted / (USUAL * scale), LARGEST));
  const larger = Math.max(Math.min(FINE / shown, LARGER), Math.min(LEAST / shown, LARGEST));
  return Math.max(1, Math.min(1 / scale, larger));
};

/**
 * Where a drawing lies on its stage shown at a scale: what of the stage it takes, and the room
 * (CSS pixels of the drawing) to its left and above it for the letters beside its axes.
 * @param {Stage} stage @param {number} scale @param {number} [wanted]
 */
export function placed({ width, height, box, letters }, scale, wanted = 0) {
  const margins = [box[0], box[1], width - box[0] - box[2], height - box[1] - box[3]];
  let share = 1;
  let more = margins.map(() => 0);
  for (let step = 0; step < 4; step++) {
    const larger = largerBy(USUAL, scale * share, wanted);
    more = margins.map((margin, i) =>
      larger > 1 ? Math.max(0, larger * letters[i] + EDGE - Math.max(margin, letters[i])) : 0,
    );
    share = Math.min(width / (width + more[0] + more[2]), height / (height + more[1] + more[3]));
  }
  const spare = [width, height].map((length, i) => length / share - length - more[i] - more[i + 2]);
  return { share, left: more[0] + spare[0] / 2, top: more[1] + spare[1] / 2 };
}

export class View {
  seen = false;
  tallest = { width: 0, height: 0 }; // of the readout
  theme = "";
  /** @type {Colours} */
  colour = () => null;

  /** @param {Figure} figure @param {DataView} background @param {any} model @param {Element} el */
  constructor(figure, background, model, el) {
    const { spec } = figure;
    this.figure = figure;
    this.root = make("figure", "tangible", el);
    this.root.setAttribute("aria-label", spec.name);
    const task = make("p", "tangible-goal", this.root);
    const body = make("div", "tangible-body", this.root);
    const picture = make("div", "tangible-picture", body);
    picture.style.setProperty("--width", String(spec.width));
    picture.style.setProperty("--height", String(spec.height));
    const fixed = parts(background);
    this.sheets = spec.stages.map((stage, i) => new Sheet(stage, fixed[i]?.layers ?? [], picture));
    const side = make("div", "tangible-side", body);
    const panel = make("div", "tangible-controls", side);
    // Below the controls, so that nothing moves under the hand.
    this.readout = make("p", "tangible-readout", side);
    this.readout.setAttribute("role", "status");
    this.begin = make("p", "tangible-begin", side, BEGIN);
    this.message = make("p", "tangible-message", side);
    this.leaveGoal = goal(model, task, make("p", "tangible-why", side));
    this.message.setAttribute("role", "alert");
    /** @type {[string, { show(value: any): void, close(): void }][]} */
    this.controls = spec.controls.map((control) => {
      if (control.kind !== "point") {
        return [control.name, new CONTROLS[control.kind](control, figure, panel, model)];
      }
      const place = this.sheets[control.stage].drawing;
      return [control.name, new Handle(control, heldPoint(control, figure), figure, place)];
    });
    this.grips = spec.grips.map((grip, index) => {
      const place = this.sheets[grip.stage].drawing;
      return new Handle(grip, heldSliders(grip, index, figure), figure, place);
    });
    this.leaveCover = cover(model, this.root);
    this.offerWhole(picture);
    keepKeys(this.root);
    this.feel(picture, panel);
    this.watch();
  }

  /** Tell the figure when the hand holds a control, and when it lets go. @param {Element[]} parts */
  feel(...parts) {
    const hold = () => {
      const grasp = new AbortController();
      this.figure.hold();
      for (const end of ["pointerup", "pointercancel"]) {
        const letGo = () => {
          grasp.abort();
          this.figure.release();
        };
        window.addEventListener(end, letGo, { signal: grasp.signal });
      }
    };
    for (const part of parts) part.addEventListener("pointerdown", hold);
  }

  /** A button in the picture's corner, and a key, that give the figure the whole screen. @param {HTMLElement} picture */
  offerWhole(picture) {
    if (!document.fullscreenEnabled) return;
    const button = make("button", "tangible-whole", picture, "⤢");
    button.type = "button";
    describe(button, { title: WHOLE, "aria-label": WHOLE });
    button.addEventListener("click", () => this.toggleWhole());
    const press = (/** @type {KeyboardEvent} */ { key, ctrlKey, altKey, metaKey, target }) => {
      const types = target instanceof HTMLInputElement && target.type === "text";
      if (key === "z" && !ctrlKey && !altKey && !metaKey && !types) this.toggleWhole();
    };
    this.root.addEventListener("keydown", press, { capture: true }); // before controls keep it
    this.root.addEventListener("fullscreenchange", () => this.fill());
  }

  toggleWhole() {
    if (document.fullscreenElement === this.root) document.exitFullscreen();
    else this.root.requestFullscreen().catch(() => {}); // a browser may refuse, and says so itself
  }

  /** Fill the screen, if that is the figure's; else be as before. */
  fill() {
    if (document.fullscreenElement === this.root) {
      fit(this.root, window.innerWidth - 2 * MARGIN, window.innerHeight - 2 * MARGIN);
    } else if (this.root.dataset.room) unfit(this.root);
  }

  /** Follow the page: its size, its theme, what of it is in sight. */
  watch() {
    this.size = new ResizeObserver(() => this.resize());
    for (const { el } of this.sheets) this.size.observe(el);
    this.zoom = () => {
      if (document.fullscreenElement) this.fill();
      this.resize();
    };
    window.addEventListener("resize", this.zoom);
    this.sight = new IntersectionObserver(([entry]) => {
      this.seen = entry.isIntersecting;
      if (this.seen) this.figure.prefetch(QUIET);
    });
    this.sight.observe(this.root);
    this.lines = new ResizeObserver(([{ contentRect }]) => this.keepHeight(contentRect));
    this.lines.observe(this.readout);
    this.turned = new MutationObserver(() => this.retheme());
    for (const el of [document.documentElement, document.body]) {
      this.turned.observe(el, { attributes: true });
    }
    // A theme's style sheet may come after the attribute that tells of it.
    this.loaded = () => this.retheme();
    document.addEventListener("load", this.loaded, true);
    this.retheme();
  }

  /** A readout is as high as it ever was at this width. @param {{ width: number, height: number }} now */
  keepHeight({ width, height }) {
    if (width !== this.tallest.width) {
      this.readout.style.minHeight = "";
      this.tallest = { width, height: this.readout.clientHeight };
    } else if (height > this.tallest.height) {
      this.tallest.height = height;
    }
    this.readout.style.minHeight = `${this.tallest.height}px`;
  }

  close() {
    this.size?.disconnect();
    this.lines?.disconnect();
    this.turned?.disconnect();
    this.sight?.disconnect();
    if (this.zoom) window.removeEventListener("resize", this.zoom);
    if (this.loaded) document.removeEventListener("load", this.loaded, true);
    this.leaveGoal();
    this.leaveCover();
    for (const [, control] of this.controls) control.close();
    this.root.remove();
  }

  resize() {
    const changed = this.sheets.filter((sheet) => sheet.measure());
    if (!this.retheme() && changed.length) this.repaint();
  }

  /** Paint anew if the paper has changed, and only then: hosts set attributes for many reasons. */
  retheme() {
    const paper = paperBehind(this.root);
    const theme = String(paper);
    if (theme === this.theme || !this.root.isConnected) return false;
    this.theme = theme;
    if (paper) this.root.style.setProperty("--tangible-paper", `rgb(${paper})`);
    const { theme: name, colour } = coloursOn(this.figure.spec, paper);
    this.root.dataset.theme = name;
    this.colour = colour;
    this.repaint();
    return true;
  }

  repaint() {
    for (const sheet of this.sheets) sheet.repaint(this.colour);
  }

  paintFrame() {
    const frames = this.figure.drawing ? parts(this.figure.drawing) : [];
    this.sheets.forEach((sheet, i) => {
      sheet.show(frames[i]?.layers ?? []);
    });
  }

  update() {
    this.paintFrame();
    this.showWords();
    this.showControls();
  }

  showWords() {
    const { spec, readout, error, note, asleep, painted, moves, source } = this.figure;
    const alternative = [spec.description, readout].filter(Boolean).join(" ") || spec.name;
    for (const { canvases } of this.sheets) describe(canvases[1], { "aria-label": alternative });
    readable(this.readout, readout);
    const state = source.gone ? GONE : asleep && painted < moves ? WAITS : "";
    this.message.textContent = source.gone ? GONE : error || note || state;
    this.begin.hidden = !this.waitsForHand;
    this.message.classList.toggle("tangible-error", Boolean(error));
    if (source.gone && this.root.closest(".jp-Notebook")) {
      const button = make("button", "", this.message, RUN);
      button.addEventListener("click", () => runUpTo(this.root));
    }
  }

  /** Whether there are steps, and nobody has taken one. */
  get waitsForHand() {
    const { spec, values, moves } = this.figure;
    return !moves && spec.controls.some(({ kind, name }) => kind === "steps" && !values[name]);
  }

  /** How many frames wait, and whether all that may be wanted are there: for benchmarks and tests. @param {number} stored @param {boolean} filled */
  count(stored, filled) {
    Object.assign(this.root.dataset, { stored, filled });
  }

  showControls() {
    for (const [name, control] of this.controls) control.show(this.figure.values[name]);
    for (const grip of this.grips) grip.show();
  }
}
