// What shows a figure: its stages, each with two canvases and its handles, its readout and controls.

import { coloursOn, paperBehind } from "./colours.js";
import { CONTROLS } from "./controls.js";
import { describe, keepKeys, make, readable } from "./dom.js";
import { QUIET } from "./figure.js";
import { Handle, heldPoint, heldSliders } from "./handle.js";
import { runUpTo } from "./host.js";
import { cover, goal } from "./lesson.js";
import { paint, parts } from "./painter.js";

const WAITS = "Waiting for the kernel: the picture does not show this value yet.";
const GONE = "The kernel has forgotten this figure: run its cell again.";
const BEGIN = "Press ▶ to play it, or +1 for one step.";
const RUN = "Run the cells up to here";
const MOST_LARGER = 1.6; // times: beyond it, letters would cover one another
const LEAST_LETTERS = 13; // CSS pixels that letters keep where a picture is made smaller

/**
 * @typedef {import("./painter.js").Layer} Layer
 * @typedef {import("./painter.js").Colours} Colours
 * @typedef {import("./figure.js").Figure} Figure
 * @typedef {import("./values.js").Stage} Stage
 */

// One stage on the page. Its fixed layers that lie below all of the frame's are painted once, on a
// canvas of their own; those between or above them are painted with each frame.
class Sheet {
  ratio = 0; // device pixels to a pixel of the drawing
  scale = 1; // CSS pixels to one
  below = Number.NaN; // up to which z-order the lower canvas shows what is fixed
  /** @type {Layer[]} */
  frame = [];
  /** @type {Colours} */
  colour = () => null;

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
  }

  /** Take its size from the page; tells whether it is another. */
  measure() {
    const { width } = this.el.getBoundingClientRect();
    const ratio = (width * window.devicePixelRatio) / this.stage.width;
    if (!width || ratio === this.ratio) return false; // out of sight, or as before
    this.ratio = ratio;
    this.scale = width / this.stage.width;
    for (const canvas of this.canvases) {
      canvas.width = Math.round(this.stage.width * ratio);
      canvas.height = Math.round(this.stage.height * ratio);
    }
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
      largerBy(size, this.scale);
    for (const layer of layers) paint(context, layer, this.ratio, this.colour, letters);
  }
}

/** How many times larger than the rest letters are set on a picture of this scale: never larger than they were drawn. @param {number} size @param {number} scale */
export const largerBy = (size, scale) =>
  Math.max(1, Math.min(1 / scale, LEAST_LETTERS / (size * scale), MOST_LARGER));

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
      const place = this.sheets[control.stage].el;
      return [control.name, new Handle(control, heldPoint(control, figure), figure, place)];
    });
    this.grips = spec.grips.map((grip, index) => {
      const place = this.sheets[grip.stage].el;
      return new Handle(grip, heldSliders(grip, index, figure), figure, place);
    });
    this.leaveCover = cover(model, this.root);
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

  /** Follow the page: its size, its theme, what of it is in sight. */
  watch() {
    this.size = new ResizeObserver(() => this.resize());
    for (const { el } of this.sheets) this.size.observe(el);
    this.zoom = () => this.resize();
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
