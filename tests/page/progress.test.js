import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { isDone, lastPlace, merged, wholeProgress } from "../../lib/tangible/page/progress.js";

const cases = JSON.parse(readFileSync(new URL("../progress.json", import.meta.url), "utf-8"));

for (const { name, one, other, together } of cases) {
  test(`two files become one: ${name}`, () => {
    assert.deepEqual(merged(one, other), together);
  });
}

test("what is no progress is none, and what a newer course has added stays", () => {
  for (const nothing of [null, 3, [], "text", { goals: [] }]) {
    assert.deepEqual(wholeProgress(nothing).goals, {});
  }
  assert.deepEqual(wholeProgress({ stars: 3 }).stars, 3);
});

const items = [
  { kind: "predictions", name: "a", words: "" },
  { kind: "goals", name: "b", words: "" },
  { kind: "exercises", name: "c", words: "Exercise 1: c" },
];
const contents = [
  {
    chapter: "01_x",
    title: "Chapter 1",
    sections: items.map((item) => ({ title: item.name, anchor: item.name, items: [item] })),
  },
];

test("an exercise is done when an attempt was right, the others when they are there", () => {
  const progress = wholeProgress({
    predictions: { a: { first: "no", right: false, when: "2026-01-01T00:00:00Z" } },
    exercises: { c: { attempts: [{ answer: "1", right: false, when: "2026-01-02T00:00:00Z" }] } },
  });
  assert.deepEqual(
    items.map((item) => isDone(progress, item)),
    [true, false, false],
  );
  progress.exercises.c.attempts.push({ answer: "2", right: true, when: "2026-01-03T00:00:00Z" });
  assert.equal(isDone(progress, items[2]), true);
});

test("the last place is that of the last act, or what was read after it", () => {
  assert.equal(lastPlace(contents, wholeProgress({})), undefined);
  const acts = {
    goals: { b: { when: "2026-01-05T00:00:00Z" } },
    predictions: { a: { when: "2026-01-04T00:00:00Z" } },
  };
  assert.equal(lastPlace(contents, wholeProgress(acts))?.section.anchor, "b");
  const reading = { chapter: "01_x", anchor: "z", title: "Z", when: "2026-01-06T00:00:00Z" };
  assert.equal(lastPlace(contents, wholeProgress({ ...acts, reading }))?.section.anchor, "z");
});
