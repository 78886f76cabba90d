// Stand-ins: a host's model, a kernel at some distance, a page's view.

/** A model as a host gives it, with a kernel behind it that answers as ours does. */
export class FakeModel {
  constructor(state = {}, { buffers = (bytes) => new DataView(bytes.buffer) } = {}) {
    this.state = state;
    this.values = {}; // of the controls in the kernel
    this.heard = {};
    this.sent = [];
    this.buffers = buffers;
    this.manager = { kernel: { status: "idle" } };
  }
  get widget_manager() {
    if (this.hostile) throw new Error("no manager here");
    return this.manager;
  }
  get(name) {
    return this.state[name];
  }
  set(name, value) {
    this.state[name] = value;
    this.tell(`change:${name}`);
  }
  save_changes() {
    if (this.hostile) throw new Error("cannot save");
    this.saved = true;
  }
  on(name, act) {
    this.heard[name] = [...(this.heard[name] ?? []), act];
  }
  off(name, act) {
    if (this.hostile) throw new Error("cannot forget");
    this.heard[name] = (this.heard[name] ?? []).filter((one) => one !== act);
  }
  send(message) {
    if (this.dead) throw new Error("no kernel");
    this.sent.push(message);
  }
  tell(name, ...what) {
    for (const act of this.heard[name] ?? []) act(...what);
  }
  /** An answer to the oldest question, or to `question`. */
  answer(
    question = this.sent.shift(),
    { took = 5, worked = took, error = null, byte = 1, values } = {},
  ) {
    const { page, number, show, ahead } = question;
    if (show) Object.assign(this.values, values ?? show);
    const shown = ahead ?? { ...this.values };
    const message = {
      page,
      number,
      ahead: Boolean(ahead),
      took,
      worked,
      values: shown,
      error,
      readout: `at ${JSON.stringify(shown)}`,
      places: [],
    };
    const drawing = error
      ? new Uint8Array()
      : Uint8Array.from([byte, JSON.stringify(shown).length]);
    this.tell("msg:custom", message, [this.buffers(drawing)]);
    return message;
  }
  /** Python moves the figure. */
  news(values, options) {
    return this.answer({ page: null, number: null, show: values }, options);
  }
  get questions() {
    return this.sent.filter((message) => message.show);
  }
  get aheads() {
    return this.sent.filter((message) => message.ahead);
  }
}

/** A view that keeps in mind what it was told. */
export class FakeView {
  seen = true;
  updates = 0;
  stored = 0;
  filled = false;
  update() {
    this.updates++;
  }
  showControls() {}
  showWords() {}
  count(stored, filled) {
    Object.assign(this, { stored, filled });
  }
}

export const slider = (name, min, max, step, more = {}) => ({
  name,
  label: name,
  kind: "slider",
  min,
  max,
  step,
  digits: decimals(step),
  decimals: 2,
  ...more,
});

function decimals(step) {
  const [, fraction = "", exponent = "0"] = /^\d*\.?(\d*)(?:e([-+]\d+))?$/.exec(String(step));
  return Math.max(0, fraction.length - Number(exponent));
}

export const stage = (x = [0, 1, "linear"], y = [0, 1, "linear"]) => ({
  left: 0,
  width: 460,
  height: 380,
  box: [40, 10, 400, 330],
  x,
  y,
});

export const specOf = (controls, grips = [], stages = [stage()]) => ({
  name: "figure",
  description: "",
  width: 460,
  height: 380,
  paper: "#ffffff",
  dark: {},
  stages,
  controls,
  grips,
});
