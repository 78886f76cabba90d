import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  axesOf,
  axis,
  count,
  indexOf,
  minus,
  nearestOn,
  neighbours,
  numberOf,
  same,
  significant,
  sliderText,
  valueAt,
  wishes,
} from "../../lib/tangible/page/values.js";
import { slider, specOf, stage } from "./fakes.js";

const RANGES = [
  [0, 1, 0.3],
  [0, 1, 0.01],
  [-1, 1, 0.1],
  [0.5, 10, 0.1],
  [0, 9, 1],
  [-3, 3, 0.7],
  [0, 1e-12, 1e-14],
  [1000, 1001, 0.001],
  [-0.3, 0.3, 0.1],
  [0, 1, 1 / 3],
  [2, 2.05, 0.1],
];

describe("a slider's values", () => {
  for (const [min, max, step] of RANGES) {
    const range = slider("a", min, max, step);
    it(`${min} to ${max} by ${step}: every index comes back from its value`, () => {
      for (let i = 0; i <= count(range); i++) assert.equal(indexOf(range, valueAt(range, i)), i);
    });
  }
  it("begin at the lowest and end at the highest, whether or not the step divides the range", () => {
    for (const [min, max, step] of RANGES) {
      const range = slider("a", min, max, step);
      assert.equal(valueAt(range, 0), min);
      assert.equal(valueAt(range, count(range)), max);
    }
  });
  it("grow from index to index", () => {
    for (const [min, max, step] of RANGES) {
      const range = slider("a", min, max, step);
      for (let i = 0; i < count(range); i++) assert.ok(valueAt(range, i) < valueAt(range, i + 1));
    }
  });
  it("have the decimals of their step: nothing like 0.30000000000000004", () => {
    const range = slider("a", 0, 1, 0.1);
    assert.deepEqual(
      [1, 2, 3, 7].map((i) => valueAt(range, i)),
      [0.1, 0.2, 0.3, 0.7],
    );
  });
  it("are found from a value between two of them, and from beyond the ends", () => {
    const range = slider("a", 0, 1, 0.3);
    assert.equal(indexOf(range, 0.94), 3);
    assert.equal(indexOf(range, 0.97), 4);
    assert.equal(indexOf(range, 7), 4);
    assert.equal(indexOf(range, -7), 0);
  });
});

describe("what is read", () => {
  it("has a true minus", () => assert.equal(minus("-1.5"), "−1.5"));
  it("has three digits, where it is a power", () => {
    assert.equal(significant(1234.5), "1230");
    assert.equal(significant(-0.000123456), "−0.000123");
  });
  it("of a slider is its option, its power or its number", () => {
    assert.equal(sliderText(slider("a", 0, 1, 1, { options: ["x", "y"] }), 1), "y");
    assert.equal(sliderText(slider("a", -2, 2, 0.1, { base: 10 }), -2), "0.01");
    assert.equal(sliderText(slider("a", -2, 2, 0.1), -1), "−1.00");
  });
  it("says the number that is meant, where a slider begins or stands between its steps", () => {
    const halves = slider("a", 0.5, 5.5, 1, { decimals: 0 });
    assert.equal(sliderText(halves, 0.5), "0.5");
    assert.equal(sliderText(halves, 3.5), "3.5");
    assert.equal(sliderText(slider("a", 0, 1.25, 0.5, { decimals: 1 }), 1.25), "1.25");
    assert.equal(sliderText(slider("a", 0, 1.25, 0.5, { decimals: 1 }), 0.5), "0.5");
    assert.equal(sliderText(slider("a", 0, Math.PI, 0.1, { decimals: 1 }), Math.PI), "3.142");
    assert.equal(sliderText(slider("a", 0, 1, 0.1, { decimals: 1 }), 0.1 * 3), "0.3");
  });
  it("is the same where nothing differs", () => {
    assert.ok(same([1, 2], [1, 2]) && same("a", "a") && !same([1, 2], [1, 3]) && !same(1, "1"));
  });
});

const AXES = {
  plain: [0, 1, "linear"],
  inverted: [1, 0, "linear"],
  logarithmic: [0.001, 1000, "log"],
  "logarithmic and inverted": [1000, 0.001, "log"],
  odd: [-0.7, 9.999, "linear"],
  "oddly logarithmic": [0.0123, 9.999, "log"],
};

describe("a point on an axis", () => {
  for (const [name, limits] of Object.entries(AXES)) {
    const made = axis(limits, 0.0025);
    it(`${name}: every part comes back from its number`, () => {
      for (const part of [0, 0.1, 0.5, 0.93, 1]) {
        assert.ok(Math.abs(made.part(made.at(part)) - part) < 1e-12);
      }
    });
    it(`${name}: rounding never leaves the bounds`, () => {
      for (let part = -0.2; part <= 1.2; part += 0.01) {
        const value = made.round(made.at(part));
        assert.ok(value >= made.low && value <= made.high, String(value));
      }
    });
    it(`${name}: a step to the right goes to the right, to the very end`, () => {
      let value = made.round(made.at(0.5));
      for (let k = 0; k < 3000; k++) {
        const next = made.step(value, 4);
        assert.ok(made.part(next) >= made.part(value));
        value = next;
      }
      assert.ok(made.part(value) > 0.99);
      assert.equal(made.part(made.step(value, Number.POSITIVE_INFINITY)), 1);
      assert.ok(made.part(made.step(value, Number.NEGATIVE_INFINITY)) <= 0);
    });
  }
  it("is written with the decimals of its step", () => {
    assert.equal(axis([0, 1, "linear"], 0.0025).text(-0.5), "−0.500");
    assert.equal(axis([1, 1000, "log"], 1).text(123.4), "123");
  });
});

describe("a slider that is held at a place", () => {
  it("takes the value nearest to the number", () => {
    const range = slider("a", 0, 1, 0.3);
    assert.equal(nearestOn(range, 0.31), 0.3);
    assert.equal(nearestOn(range, 0.99), 1);
  });
  it("of powers takes the power nearest to it", () => {
    const range = slider("a", -2, 2, 0.5, { base: 10 });
    assert.equal(nearestOn(range, 100), 2);
    assert.equal(nearestOn(range, -1), -2);
    assert.equal(numberOf(range, 2), 100);
  });
});

describe("what may be wanted next", () => {
  const spec = specOf([slider("a", 0, 1, 0.3), slider("b", 0, 9, 1)]);
  const here = { a: 0.3, b: 4 };
  it("holds every value of the control that moved, the shorter last step too", () => {
    const found = [...wishes(spec, here, { name: "a", way: 1 })].filter(({ b }) => b === 4);
    assert.deepEqual(new Set(found.map(({ a }) => a)), new Set([0, 0.6, 0.9, 1]));
  });
  it("begins on the way that the hand took", () => {
    const [first] = wishes(spec, here, { name: "b", way: -1 });
    assert.deepEqual(first, { a: 0.3, b: 3 });
  });
  it("changes one control at a time and never gives what is there", () => {
    for (const values of wishes(spec, here, undefined)) {
      assert.equal(Number(values.a !== 0.3) + Number(values.b !== 4), 1);
    }
  });
  it("knows choices, checks, points, and nothing of what it does not know", () => {
    const spec = specOf([], [], [stage([1, 0, "linear"])]);
    const point = { kind: "point", stage: 0, steps: [0.01, 0.01], along: "x" };
    assert.deepEqual(neighbours({ kind: "choice", options: ["x", "y"] }, 0, 1, spec), [1]);
    assert.deepEqual(neighbours({ kind: "check" }, false, 1, spec), [true]);
    assert.deepEqual(neighbours({ kind: "check" }, false, 2, spec), []);
    assert.deepEqual(neighbours(point, [0.5, 0.5], 1, spec), [
      [0.46, 0.5],
      [0.54, 0.5],
    ]);
    assert.deepEqual(neighbours({ kind: "text" }, "a", 1, spec), []);
    assert.equal(axesOf(point, spec)[0].low, 0);
  });
});
