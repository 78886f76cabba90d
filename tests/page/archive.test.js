import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { deflateSync } from "node:zlib";
import { Archive, bytesOf, inflated, Stored, unpacked } from "../../lib/tangible/page/archive.js";
import { Figure } from "../../lib/tangible/page/figure.js";

const slider = { kind: "slider", min: 0, max: 10, step: 1, digits: 0, decimals: 0 };
const spec = {
  name: "few",
  stages: [{ x: [0, 10, "linear"], y: [0, 10, "linear"] }],
  controls: [
    { ...slider, name: "a", label: "a" },
    { name: "p", label: "P", kind: "point", stage: 0, steps: [0.25, 0.25], along: null },
  ],
  grips: [],
};
const head = {
  names: ["a", "p"],
  values: [
    [0, [0, 0]],
    [5, [0, 0]],
    [0, [1, 0]],
    [5, [10, 10]],
  ],
  readouts: ["none", "five", "aside", "far"],
  places: [[], [], [], []],
  drawings: [
    [0, 2],
    [2, 2],
    [0, 2],
    [2, 2],
  ],
  met: [true, true, false, false],
  spoken: ["a"],
};

function pack() {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const whole = new Uint8Array(4 + text.length + 4);
  new DataView(whole.buffer).setUint32(0, text.length, true);
  whole.set(text, 4);
  whole.set([1, 2, 3, 4], 4 + text.length);
  return deflateSync(whole);
}

async function opened() {
  const frames = unpacked(await inflated(pack()));
  const state = { goal: { text: "Reach it.", met: false } };
  const model = {
    get: (name) => state[name],
    set: (name, value) => Object.assign(state, { [name]: value }),
  };
  const source = new Archive(frames, model);
  const first = { page: "", number: 0, values: frames.values(0), ...frames.frame(0), error: null };
  const figure = new Figure(spec, source, first, first.drawing);
  figure.store = new Stored(frames);
  return { frames, figure, state };
}

describe("an archive", () => {
  it("is read as it was packed", async () => {
    const { frames } = await opened();
    assert.deepEqual(frames.values(3), { a: 5, p: [10, 10] });
    assert.equal(frames.index({ a: 5, p: [0, 0] }), 1);
    assert.equal(frames.index({ a: 4, p: [0, 0] }), undefined);
    assert.deepEqual(
      new Uint8Array(frames.frame(1).drawing.buffer, frames.frame(1).drawing.byteOffset, 2),
      new Uint8Array([3, 4]),
    );
  });
  it("takes base 64 with and without the browser's own function", () => {
    assert.deepEqual(
      bytesOf(Buffer.from([0, 255, 7]).toString("base64")),
      new Uint8Array([0, 255, 7]),
    );
  });
  it("shows what is stored at once, without a word", async () => {
    const { figure } = await opened();
    figure.move({ a: 5 });
    assert.equal(figure.readout, "five");
    assert.equal(figure.note, "");
    figure.close();
  });
  it("shows the nearest of what is not stored, says so, and leaves the control with the hand", async () => {
    const { figure } = await opened();
    figure.move({ a: 4 });
    assert.equal(figure.readout, "five");
    assert.equal(figure.values.a, 4);
    assert.match(figure.note, /Shown is the nearest: a 5, P \(0, 0\)/);
    figure.move({ a: 5 });
    assert.equal(figure.note, "");
    figure.close();
  });
  it("lets a point go to the stored place beside it", async () => {
    const { figure } = await opened();
    figure.move({ p: [0.75, 0.25] });
    assert.deepEqual(figure.values.p, [1, 0]);
    assert.equal(figure.note, "");
    figure.close();
  });
  it("judges the goal when the hand has let go, and what the goal speaks of has moved", async () => {
    const { figure, state } = await opened();
    figure.want();
    assert.ok(!state.goal.met); // met at the start, but nothing has moved
    figure.hold();
    figure.move({ a: 4 });
    assert.ok(!state.goal.met);
    figure.release();
    assert.ok(state.goal.met);
    figure.close();
  });
});
