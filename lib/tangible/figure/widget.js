// A figure on a page: its canvases, its controls, and the talk with the kernel.
// page.js, painter.js and store.js stand before this text.

const PATIENCE = 1000; // milliseconds without an answer until the figure says that it waits
const WAITS = "Waiting for the kernel: the picture does not show this value yet.";
const GONE = "The kernel has forgotten this figure: run its cell again.";
const QUIET = 60; // milliseconds after an answer until frames are drawn ahead
const REST = 120; // milliseconds without a move until the kernel hears of a value painted from the store
const UNDER_WAY = 2; // questions at a time: the kernel draws one while the page paints another

export default () => {
  let figure; // one for all views of this widget
  return {
    initialize({ model }) {
      figure = new Figure(model);
      return () => figure.close();
    },
    render({ model, el, signal }) {
      const view = new View(figure, model, el);
      figure.views.add(view);
      view.update();
      signal?.addEventListener("abort", () => leave());
      const leave = () => { figure.views.delete(view); view.close(); };
      return leave;
    },
  };
};

// What all views of a figure share: its values, its present frame, its questions to the kernel.
class Figure {
  constructor(model) {
    this.model = model;
    this.spec = model.get("spec");
    this.background = model.get("background");
    this.own = this.spec.controls.filter(({ kind }) => kind !== "widget").map(({ name }) => name);
    this.pure = this.own.length === this.spec.controls.length; // no value is unknown to the page
    this.views = new Set();
    this.store = new Store();
    this.turns = Turns.of(model.widget_manager);
    this.refused = new Set(); // keys that cannot be drawn
    this.asked = this.heard = 0; // how many questions, how many answers
    this.moves = this.painted = 0; // how often the values moved, and which move is on the screen
    this.pending = false; // values have moved since the last question
    this.asleep = false; // the kernel does not answer
    const { drawing, ...present } = model.get("present");
    this.answered({ answer: null, ...present }, drawing);
    this.appear = () => this.prefetch(QUIET);
    document.addEventListener("visibilitychange", this.appear);
    model.on("comm:close", () => this.lose());
    model.on("msg:custom", (message, buffers) => {
      if (message.fetched) this.fetched(message, buffers[0]);
      else this.answered(message, buffers[0]);
    });
  }

  // Show a frame of `values`, or its error under the last good picture. The controls stand at `held`.
  take({ values, readout, error }, drawing, held = values) {
    this.values = held;
    this.error = error;
    if (!error || !this.drawing) Object.assign(this, { shown: values, readout, drawing });
    this.painted = this.moves;
    for (const view of this.views) view.update();
  }

  // The values of the page's own controls, in one order: what the kernel is asked for.
  ownOf(values) {
    return Object.fromEntries(this.own.map((name) => [name, values[name]]));
  }

  key(values) {
    return JSON.stringify(this.ownOf(values));
  }

  get waiting() {
    return this.asked > this.heard;
  }

  // The reader has moved a control. A stored frame is painted at once, without a word to the
  // kernel; it hears of the values when the control rests. Otherwise the frame is asked for; where
  // too many questions are under way, the latest values are asked for as soon as an answer comes.
  move(name, value) {
    const before = this.values[name];
    if (same(before, value)) return;
    this.values = { ...this.values, [name]: value };
    this.moved = { name, way: value < before ? -1 : 1 };
    this.moves++;
    this.cancel();
    const frame = this.store.get(this.key(this.values));
    if (frame) {
      this.pending = false;
      this.resting = setTimeout(() => { this.resting = null; this.want(); }, REST);
      this.take({ ...frame, values: this.values, error: null }, frame.drawing);
      return;
    }
    for (const view of this.views) {
      view.showControls();
      view.showWords();
    }
    this.want();
  }

  want() {
    if (this.asked - this.heard < UNDER_WAY) this.ask();
    else this.pending = true;
  }

  ask() {
    this.pending = false;
    this.cancel();
    this.patience ??= setTimeout(() => this.sleep(true), PATIENCE);
    this.asked++;
    this.turns.hush();
    const shown = this.drawing.byteLength ? this.ownOf(this.shown) : {};
    this.tell({ ask: this.moves, values: this.ownOf(this.values), shown });
  }

  tell(message) {
    try {
      this.model.send(message);
    } catch {
      this.lose();
    }
  }

  answered(message, drawing) {
    if (message.answer !== null) this.heard++;
    clearTimeout(this.patience);
    this.patience = this.waiting ? setTimeout(() => this.sleep(true), PATIENCE) : null;
    this.sleep(false);
    this.turns.hush();
    if (this.pending) this.ask();
    const { readout, values } = message;
    if (!message.error) this.keep(this.key(values), { readout, drawing }, message.answer === null);
    // The picture never goes back: a late frame is stored, not painted.
    if (message.answer === null || message.answer >= this.painted) {
      // While newer values are on their way to the kernel, the controls stay where the hand is.
      const newer = this.waiting || this.resting;
      this.take(message, drawing, newer ? this.values : values);
      if (message.answer !== null) this.painted = message.answer;
    }
    this.prefetch(QUIET);
  }

  // Store a frame that the kernel drew just now. If what is stored cannot be true any more, because
  // the data or the value of a widget that the page does not know have changed, it goes.
  keep(key, frame, unasked) {
    const stored = this.store.get(key);
    if ((unasked && !this.pure) || (stored && !alike(stored, frame))) {
      this.store.clear();
      this.refused.clear();
      for (const view of this.views) view.count(0, false);
    }
    this.store.put(key, frame);
  }

  // While the reader looks and the kernel is free, have the next frame drawn that may be wanted.
  prefetch(delay) {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.fetch(), delay);
  }

  fetch() {
    const seen = !document.hidden && [...this.views].some((view) => view.seen);
    if (!seen || this.fetching || this.waiting || this.resting || this.gone) return;
    const values = this.nextWish();
    for (const view of this.views) view.count(this.store.frames.size, !values);
    if (!values || !this.turns.take(this)) return;
    this.fetching = true;
    this.tell({ fetch: this.ownOf(values) });
  }

  // The values that are wanted most and not stored yet, as far as there is room.
  nextWish() {
    let room = this.store.room;
    for (const values of wishes(this.spec, this.values, this.moved)) {
      if (room-- <= 1) return null; // one is for the present frame
      const key = this.key(values);
      if (!this.store.has(key) && !this.refused.has(key)) return values;
    }
    return null;
  }

  fetched({ fetched, readout, error }, drawing) {
    this.fetching = false;
    if (error) this.refused.add(this.key(fetched));
    else this.store.put(this.key(fetched), { readout, drawing });
    this.turns.leave(this);
    this.prefetch(0);
  }

  cancel() {
    clearTimeout(this.resting);
    clearTimeout(this.idle);
    this.resting = null;
  }

  // The kernel was restarted or has ended; it does not know this figure any more.
  lose() {
    this.gone = true;
    this.turns.leave(this);
    for (const view of this.views) view.showWords();
  }

  sleep(asleep) {
    if (asleep === this.asleep) return;
    this.asleep = asleep;
    for (const view of this.views) view.showWords();
  }

  close() {
    clearTimeout(this.patience);
    this.cancel();
    this.turns.leave(this);
    document.removeEventListener("visibilitychange", this.appear);
  }
}

const alike = (a, b) => a.readout === b.readout && sameBytes(a.drawing, b.drawing);

function sameBytes(a, b) {
  if (a.byteLength !== b.byteLength) return false;
  for (let i = 0; i < a.byteLength; i++) if (a.getUint8(i) !== b.getUint8(i)) return false;
  return true;
}

class View {
  constructor(figure, model, el) {
    this.figure = figure;
    const { spec } = figure;
    this.root = make("figure", "tangible", el);
    this.root.setAttribute("aria-label", spec.name);
    const picture = make("div", "tangible-picture", this.root);
    picture.style.maxWidth = `${spec.width}px`;
    picture.style.aspectRatio = `${spec.width} / ${spec.height}`;
    this.sheets = ["background", "frame"].map(() => make("canvas", "", picture));
    this.sheets[0].setAttribute("aria-hidden", "true");
    this.sheets[1].setAttribute("role", "img");
    this.readout = make("p", "tangible-readout", this.root);
    this.readout.setAttribute("role", "status");
    const panel = make("div", "tangible-controls", this.root);
    this.message = make("p", "tangible-message", this.root); // last, so that nothing moves under the hand
    this.message.setAttribute("role", "alert");
    this.controls = spec.controls.map((control) =>
      new CONTROLS[control.kind](control, figure, control.kind === "point" ? picture : panel, model));
    keepKeys(this.root);

    this.size = new ResizeObserver(() => this.resize());
    try {
      this.size.observe(this.sheets[1], { box: "device-pixel-content-box" });
    } catch {
      this.size.observe(this.sheets[1]); // a browser without that box
    }
    this.sight = new IntersectionObserver(([entry]) => {
      this.seen = entry.isIntersecting;
      if (this.seen) figure.prefetch(QUIET);
    });
    this.sight.observe(this.root);
    this.theme = new MutationObserver(() => this.repaint());
    this.theme.observe(document.body, { attributes: true });
  }

  close() {
    this.size.disconnect();
    this.theme.disconnect();
    this.sight.disconnect();
    for (const control of this.controls) control.close?.();
    this.root.remove();
  }

  resize() {
    const box = this.sheets[1].getBoundingClientRect();
    if (!box.width) return; // out of sight
    const ratio = (box.width * window.devicePixelRatio) / this.figure.spec.width;
    if (ratio === this.ratio) return;
    this.ratio = ratio;
    for (const sheet of this.sheets) {
      sheet.width = Math.round(this.figure.spec.width * ratio);
      sheet.height = Math.round(this.figure.spec.height * ratio);
    }
    this.repaint();
  }

  // Everything anew: another size, another theme.
  repaint() {
    const { spec, background } = this.figure;
    this.colour = colours(spec, this.root);
    if (!this.ratio) return;
    this.paint(this.sheets[0], background);
    this.paint(this.sheets[1], this.figure.drawing);
  }

  paint(sheet, drawing) {
    const context = sheet.getContext("2d");
    context.clearRect(0, 0, sheet.width, sheet.height);
    paint(context, drawing, this.ratio, this.colour);
  }

  update() {
    if (this.ratio) this.paint(this.sheets[1], this.figure.drawing);
    this.showWords();
    this.showControls();
  }

  showWords() {
    const { spec, readout, error, asleep, gone, painted, moves } = this.figure;
    const alternative = [spec.description, readout].filter(Boolean).join(" ");
    this.sheets[1].setAttribute("aria-label", alternative || spec.name);
    this.readout.textContent = readout;
    const state = gone ? GONE : asleep && painted < moves ? WAITS : "";
    this.message.textContent = error || state;
    this.message.classList.toggle("tangible-error", Boolean(error));
  }

  // How many frames wait, and whether all that may be wanted are there: for benchmarks and tests.
  count(stored, filled) {
    Object.assign(this.root.dataset, { stored, filled });
  }

  showControls() {
    const { spec, values } = this.figure;
    spec.controls.forEach(({ name }, i) => this.controls[i].show(values[name]));
  }
}

// Colours of a page: paper, ink and grid follow it, data colours stay; on a dark paper translucent
// ones cover more of it, or they would sink in it. A page is dark when what lies behind the figure is.
function colours(spec, el) {
  let paper = null;
  for (let node = el; node && !paper; node = node.parentElement) {
    const [r, g, b, a = 1] = getComputedStyle(node).backgroundColor.match(/[\d.]+/g).map(Number);
    if (a > 0.5) paper = [r, g, b];
  }
  const dark = paper && 0.2126 * paper[0] + 0.7152 * paper[1] + 0.0722 * paper[2] < 110;
  const swaps = new Map(dark ? Object.entries(spec.dark).map(([from, to]) => [key(from), hex(to)]) : []);
  if (paper) swaps.set(key(spec.paper), paper);
  el.dataset.theme = dark ? "dark" : "light";
  const known = new Map();
  return (r, g, b, a) => {
    if (!a) return null;
    const name = ((r << 24) | (g << 16) | (b << 8) | a) >>> 0;
    let colour = known.get(name);
    if (!colour) {
      const [red, green, blue] = swaps.get((r << 16) | (g << 8) | b) ?? [r, g, b];
      const through = 1 - a / 255;
      colour = `rgba(${red},${green},${blue},${1 - (dark ? through ** 2 : through)})`;
      known.set(name, colour);
    }
    return colour;
  };
}

const hex = (text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
const key = (text) => parseInt(text.slice(1, 7), 16);

// Controls. Each is made of its spec in `place`, tells the figure when the reader moves it, and
// shows the value it is given.

class Slider {
  constructor(spec, figure, place) {
    const range = { type: "range", min: 0, max: count(spec), step: 1 };
    Object.assign(this, { name: spec.name, spec, figure }, field(spec, place, "input", range));
    this.value = make("output", "", this.row);
    this.value.htmlFor.add(this.input.id);
    this.input.addEventListener("input", () => this.move(Number(this.input.value)));
  }
  move(index) {
    this.figure.move(this.name, valueAt(this.spec, index));
  }
  get index() {
    return indexOf(this.spec, this.figure.values[this.name]);
  }
  show(value) {
    const { options, base, decimals } = this.spec;
    const text = options ? options[value] : base ? significant(base ** value) : minus(value.toFixed(decimals));
    if (Number(this.input.value) !== this.index) this.input.value = this.index;
    if (this.value.textContent !== text) {
      this.value.textContent = text;
      this.input.setAttribute("aria-valuetext", text);
    }
  }
}

const icon = (outline) => `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${outline}"/></svg>`;
const ICONS = {
  reset: icon("M3 3h2v10H3zM13 3v10L6 8z"),
  play: icon("M4 2.5v11L13.5 8z"),
  pause: icon("M4 3h3v10H4zM9 3h3v10H9z"),
};

class Steps extends Slider {
  constructor(spec, figure, place) {
    super(spec, figure, place);
    this.row.classList.add("tangible-steps");
    const bar = make("div", "tangible-buttons", this.row);
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", `${spec.label}: play`);
    const button = (icon, title, act) => {
      const made = make("button", "", bar);
      made.innerHTML = icon;
      Object.assign(made, { type: "button", title });
      made.setAttribute("aria-label", `${title}: ${spec.label}`);
      made.addEventListener("click", act);
      return made;
    };
    button(ICONS.reset, "Back to the start", () => { this.stop(); this.to(0); });
    button("−1", "One step back", () => { this.stop(); this.to(this.index - 1); });
    this.player = button(ICONS.play, "Play", () => (this.timer ? this.stop() : this.play()));
    button("+1", "One step on", () => { this.stop(); this.to(this.index + 1); });
    this.input.addEventListener("input", () => this.stop());
  }
  to(index) {
    if (index >= 0 && index <= count(this.spec)) this.move(index);
  }
  play() {
    if (this.index >= count(this.spec)) this.to(0);
    this.timer = setInterval(() => {
      if (this.figure.waiting) return; // never faster than the pictures come
      if (this.figure.error || this.figure.gone) return this.stop();
      this.to(this.index + 1);
      if (this.index >= count(this.spec)) this.stop();
    }, this.spec.interval);
    this.face(ICONS.pause, "Pause");
  }
  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.face(ICONS.play, "Play");
  }
  face(icon, title) {
    this.player.innerHTML = icon;
    this.player.title = title;
    this.player.setAttribute("aria-label", `${title}: ${this.spec.label}`);
  }
  close() {
    this.stop();
  }
}

class Check {
  constructor(spec, figure, place) {
    this.input = field(spec, place, "input", { type: "checkbox" }).input;
    this.input.addEventListener("change", () => figure.move(spec.name, this.input.checked));
  }
  show(value) {
    this.input.checked = value;
  }
}

class Choice {
  constructor(spec, figure, place) {
    this.input = field(spec, place, "select").input;
    for (const option of spec.options) make("option", "", this.input, option);
    this.input.addEventListener("change", () => figure.move(spec.name, this.input.selectedIndex));
  }
  show(value) {
    this.input.selectedIndex = value ?? -1;
  }
}

class Text {
  constructor(spec, figure, place) {
    this.input = field(spec, place, "input", { type: "text" }).input;
    this.input.addEventListener("input", () => figure.move(spec.name, this.input.value));
  }
  show(value) {
    if (this.input.value !== value) this.input.value = value;
  }
}

// A widget that we do not know shows its own view; its value reaches the figure by the kernel.
class Foreign {
  constructor(spec, figure, place, model) {
    const row = make("div", "tangible-control tangible-foreign", place);
    const manager = model.widget_manager;
    manager.get_model(spec.model)
      .then((child) => manager.create_view(child))
      .then((view) => { this.view = view; row.append(view.el); view.trigger("displayed"); });
  }
  show() {}
  close() {
    this.view?.remove();
  }
}

// A handle on the picture. The browser moves it with the pointer; the picture follows.
class Handle {
  constructor(spec, figure, place) {
    Object.assign(this, { name: spec.name, spec, figure, place });
    this.stage = figure.spec.stages[spec.stage];
    this.axes = axesOf(spec, figure.spec);
    this.free = spec.along ? [spec.along === "x", spec.along === "y"] : [true, true];
    const main = this.axes[this.free.indexOf(true)];
    this.el = make("div", "tangible-handle", place);
    this.el.style.setProperty("--handle", spec.color);
    this.el.tabIndex = 0;
    this.el.setAttribute("role", "slider");
    this.el.setAttribute("aria-roledescription", "draggable point");
    this.el.setAttribute("aria-label", spec.label);
    this.el.setAttribute("aria-valuemin", main.low);
    this.el.setAttribute("aria-valuemax", main.high);
    this.el.addEventListener("pointerdown", (event) => this.grab(event));
    this.el.addEventListener("pointermove", (event) => this.held && this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) this.el.addEventListener(end, () => this.release());
    this.el.addEventListener("keydown", (event) => this.key(event));
  }
  // Where the stage lies on the screen now.
  box() {
    const box = this.place.getBoundingClientRect();
    const scale = box.width / this.figure.spec.width;
    const { left, top, width, height } = this.stage;
    return { left: box.left + left * scale, top: box.top + top * scale, width: width * scale, height: height * scale };
  }
  grab(event) {
    if (event.button) return;
    event.preventDefault();
    this.el.focus();
    this.el.setPointerCapture(event.pointerId);
    const own = this.el.getBoundingClientRect();
    this.held = { x: event.clientX - own.left - own.width / 2, y: event.clientY - own.top - own.height / 2 };
  }
  drag(event) {
    const box = this.box();
    const value = this.figure.values[this.name];
    const part = [
      (event.clientX - this.held.x - box.left) / box.width,
      1 - (event.clientY - this.held.y - box.top) / box.height,
    ].map((p, i) => (this.free[i] ? Math.min(1, Math.max(0, p)) : this.axes[i].part(value[i])));
    this.put(part);
    this.move((axis, i) => axis.round(axis.at(part[i])));
  }
  // To a new place, in the directions in which it is free.
  move(place) {
    const value = this.figure.values[this.name];
    this.figure.move(this.name, value.map((number, i) => (this.free[i] ? place(this.axes[i], i) : number)));
  }
  release() {
    this.held = null;
    this.show(this.figure.values[this.name]);
  }
  key(event) {
    if (!WAYS[event.key]) return;
    event.preventDefault();
    // A handle with one direction goes along it by all keys, as a slider does.
    const [x, y] = WAYS[event.key];
    const way = this.spec.along ? [x || y, x || y] : [x, y];
    const steps = event.shiftKey ? 5 * NUDGE : NUDGE;
    const value = this.figure.values[this.name];
    this.move((axis, i) => (way[i] ? axis.step(value[i], way[i] * steps) : value[i]));
  }
  put([x, y]) {
    const { width, height } = this.figure.spec;
    this.el.style.left = `${(100 * (this.stage.left + x * this.stage.width)) / width}%`;
    this.el.style.top = `${(100 * (this.stage.top + (1 - y) * this.stage.height)) / height}%`;
  }
  show(value) {
    const text = value.map((number, i) => this.axes[i].text(number));
    this.el.setAttribute("aria-valuenow", value[this.free.indexOf(true)]);
    this.el.setAttribute("aria-valuetext", text.filter((_, i) => this.free[i]).join(", "));
    if (!this.held) this.put(this.axes.map((axis, i) => axis.part(value[i])));
  }
}

// Steps of a handle for each key, in units of NUDGE steps of its axes; Space only must not scroll.
const NUDGE = 4;
const WAYS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1],
  PageDown: [0, -5], PageUp: [0, 5], Home: [-Infinity, 0], End: [Infinity, 0], " ": [0, 0],
};

// The two directions in which a point moves.
function axesOf(control, spec) {
  const stage = spec.stages[control.stage];
  return ["x", "y"].map((name, i) => axis(stage[name], control.steps[i]));
}

// One direction of a stage: between numbers on it and parts of its length, from 0 to 1.
function axis([from, to, scale], step) {
  const [go, back] = scale === "log" ? [Math.log10, (v) => 10 ** v] : [(v) => v, (v) => v];
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const inside = (v) => Math.min(high, Math.max(low, v));
  const round = scale === "log"
    ? (v) => Number(inside(v).toPrecision(3))
    : (v) => Number(inside(Math.round(v / step) * step).toPrecision(12));
  return {
    low, high, round,
    at: (part) => back(go(from) + part * (go(to) - go(from))),
    part: (v) => (go(v) - go(from)) / (go(to) - go(from)),
    step: (v, n) => (scale === "log" ? round(v * 1.02 ** n) : round(v + n * step)),
    text: (v) => minus(scale === "log" ? significant(v) : v.toFixed(Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)))),
  };
}

const CONTROLS = {
  slider: Slider, steps: Steps, check: Check, choice: Choice, text: Text, widget: Foreign, point: Handle,
};

const minus = (text) => String(text).replace("-", "−");
const significant = (value) => minus(Number(value.toPrecision(3)));

// A labelled row with one input.
function field(spec, place, tag, properties = {}) {
  const row = make("div", "tangible-control", place);
  const label = make("label", "", row, spec.label);
  const input = make(tag, "", row);
  Object.assign(input, properties, { id: unique() });
  label.htmlFor = input.id;
  return { row, input };
}

function same(a, b) {
  return Array.isArray(a) ? a.every((item, i) => item === b[i]) : a === b;
}
