import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { coloursOn, contrast, legible } from "../../lib/tangible/page/colours.js";
import { isOurs } from "../../lib/tangible/page/dom.js";
import { largerBy, placed } from "../../lib/tangible/page/view.js";

const PALETTE = { paper: "#ffffff", dark: { "#ffffff": "#111111", "#1f2328": "#e6e8eb" } };
const BLACK = [17, 17, 17];

describe("colours", () => {
  it("are as they were drawn on a white page, and on one that is not known", () => {
    for (const paper of [[255, 255, 255], null]) {
      const { theme, colour } = coloursOn(PALETTE, paper);
      assert.equal(theme, "light");
      assert.equal(colour(0, 114, 178, 255), "rgba(0,114,178,1)");
    }
  });
  it("of paper and ink turn with a dark page, those of data stay", () => {
    const { theme, colour } = coloursOn(PALETTE, BLACK);
    assert.equal(theme, "dark");
    assert.equal(colour(255, 255, 255, 255), "rgba(17,17,17,1)");
    assert.equal(colour(31, 35, 40, 255), "rgba(230,232,235,1)");
    assert.equal(colour(0, 114, 178, 255), "rgba(0,114,178,1)");
  });
  it("of letters, whatever they are, can be read on a dark page", () => {
    const { colour } = coloursOn(PALETTE, BLACK);
    for (const data of [
      [0, 114, 178],
      [213, 94, 0],
      [204, 121, 167],
      [0, 0, 139],
    ]) {
      const [r, g, b] = colour(...data, 255, 4)
        .match(/\d+/g)
        .map(Number);
      assert.ok(contrast([r, g, b], BLACK) >= 7);
      assert.deepEqual(legible([250, 250, 250], BLACK), [250, 250, 250]);
    }
    assert.equal(
      coloursOn(PALETTE, [255, 255, 255]).colour(0, 114, 178, 255, 4),
      "rgba(0,114,178,1)",
    );
  });
  it("of letters can be read on a white page", () => {
    const white = [255, 255, 255];
    for (const data of [
      [204, 121, 167],
      [0, 158, 115],
      [213, 94, 0],
    ]) {
      const [r, g, b] = coloursOn(PALETTE, white)
        .colour(...data, 255, 4)
        .match(/\d+/g)
        .map(Number);
      assert.ok(contrast([r, g, b], white) >= 4.5);
    }
  });
  it("of letters that stand on a colour of their own stay", () => {
    assert.equal(coloursOn(PALETTE, BLACK).colour(22, 24, 28, 255, 5), "rgba(22,24,28,1)");
  });
  it("that let light through cover more of a dark page", () => {
    assert.equal(coloursOn(PALETTE, BLACK).colour(9, 9, 9, 51), `rgba(9,9,9,${1 - 0.8 ** 2})`);
    assert.equal(coloursOn(PALETTE, null).colour(9, 9, 9, 0), null);
  });
});

describe("letters", () => {
  it("are as they were drawn where the picture is", () => {
    for (const scale of [1, 1.5, 3]) assert.equal(largerBy(14, scale), 1);
  });
  it("shrink less than the picture, and never grow beyond their size", () => {
    assert.ok(14 * 0.7 * largerBy(14, 0.7) >= 13);
    assert.ok(Math.abs(8 * 0.7 * largerBy(8, 0.7) - 8) < 1e-9);
    assert.equal(largerBy(30, 0.7), 1);
  });
});

describe("keys", () => {
  const press = (key, more = {}) =>
    isOurs({ key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...more });
  it("that controls use do not travel on", () => {
    for (const key of ["ArrowLeft", "Home", "Enter", " ", "b", "λ", "Backspace"])
      assert.ok(press(key));
  });
  it("that belong to the notebook or the browser do", () => {
    assert.ok(!press("Escape") && !press("Tab") && !press("F5"));
    assert.ok(!press("s", { ctrlKey: true }) && !press("Enter", { shiftKey: true }));
  });
});

describe("a drawing on its stage", () => {
  const stage = { left: 0, width: 460, height: 380, box: [60, 30, 380, 300], x: [0, 1], y: [0, 1] };
  it("fills it where its letters are as they were drawn", () => {
    const { share, left, top } = placed({ ...stage, letters: [50, 25, 8, 45] }, 1);
    assert.deepEqual([share, left, top], [1, 0, 0]);
  });
  it("leaves the letters beside its axes the room that they need when they are larger", () => {
    const letters = [50, 25, 8, 45];
    for (const scale of [0.4, 0.6, 0.8]) {
      const { share, left, top } = placed({ ...stage, letters }, scale);
      const larger = largerBy(14, scale * share);
      assert.ok(share < 1 && larger > 1);
      const right = 460 / share - 460 - left;
      const bottom = 380 / share - 380 - top;
      const room = [60 + left, 30 + top, 20 + right, 50 + bottom];
      for (const i of [0, 1, 2, 3]) assert.ok(room[i] > larger * letters[i], `${scale} ${i}`);
    }
  });
  it("needs no more for what has room enough", () => {
    const { share } = placed(
      { ...stage, box: [200, 100, 100, 100], letters: [20, 20, 8, 20] },
      0.6,
    );
    assert.equal(share, 1);
  });
});
