import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { Figure, PATIENCE, QUIET, REST } from "../../lib/tangible/page/figure.js";
import { Kernel, LOST, MOST, SLOW, Turns, viewOf } from "../../lib/tangible/page/protocol.js";
import { FakeModel, FakeView, slider, specOf } from "./fakes.js";

const SPEC = specOf([slider("a", 0, 9, 1)]);
const present = (values) => ({
  page: null,
  number: null,
  values,
  readout: "at first",
  places: [],
  error: null,
});

/** A figure on a page, its model (the kernel is the test), and a view that looks at it. */
function open({ spec = SPEC, values = { a: 4 }, model = new FakeModel(), seen = false } = {}) {
  const figure = new Figure(spec, new Kernel(model), present(values), viewOf(Uint8Array.of(0, 0)));
  Object.assign(model.values, values);
  const view = new FakeView();
  view.seen = seen;
  figure.views.add(view);
  return { figure, model, view };
}

/** Two pages on one kernel: whatever is answered, both hear. */
function two(spec = SPEC, values = { a: 4 }) {
  const pages = [open({ spec, values }), open({ spec, values })];
  const answer = (question, options) => {
    const message = pages[0].model.answer(question, options);
    const drawing = Uint8Array.from([1, JSON.stringify(message.values).length]);
    pages[1].model.tell("msg:custom", message, [viewOf(drawing)]);
  };
  return { pages, answer };
}

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] }));
afterEach(() => mock.timers.reset());
const pass = (milliseconds) => mock.timers.tick(milliseconds);

describe("a move", () => {
  it("that is not stored is asked for at once", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    assert.equal(model.sent.length, 1);
    const [{ page, number, show }] = model.sent;
    assert.deepEqual(show, { a: 5 });
    assert.ok(page && number === 1);
  });
  it("to where it is already says nothing", () => {
    const { figure, model } = open();
    figure.move({ a: 4 });
    assert.equal(model.sent.length, 0);
  });
  it("is shown when its answer comes, and not before", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    assert.equal(figure.readout, "at first");
    model.answer();
    assert.equal(figure.readout, 'at {"a":5}');
    assert.deepEqual(figure.shown, { a: 5 });
  });
  it("that is stored is shown at once, and told when the hand rests", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    model.answer();
    figure.move({ a: 6 });
    model.answer();
    figure.move({ a: 5 });
    assert.equal(figure.readout, 'at {"a":5}');
    assert.equal(model.sent.length, 0);
    pass(REST);
    assert.deepEqual(model.sent[0].show, { a: 5 });
  });
  it("of two controls at once is one question", () => {
    const spec = specOf([slider("a", 0, 9, 1), slider("b", 0, 9, 1)]);
    const { figure, model } = open({ spec, values: { a: 4, b: 4 } });
    figure.move({ a: 5, b: 6 });
    assert.equal(model.sent.length, 1);
    assert.deepEqual(model.sent[0].show, { a: 5, b: 6 });
  });
  it("finds no more than two questions under way, and the last value is asked for in the end", () => {
    const { figure, model } = open();
    for (const a of [5, 6, 7, 8]) figure.move({ a });
    assert.deepEqual(
      model.sent.map(({ show }) => show.a),
      [5, 6],
    );
    model.answer();
    assert.deepEqual(
      model.sent.map(({ show }) => show.a),
      [6, 8],
    );
    model.answer();
    model.answer();
    assert.deepEqual(figure.shown, { a: 8 });
    assert.ok(!figure.waiting && !figure.pending);
  });
  it("keeps a cell from waiting for a second frame where drawing takes long", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    model.answer(undefined, { took: 2000 });
    for (const a of [6, 7, 8]) figure.move({ a });
    assert.equal(model.sent.length, 1);
    model.answer(undefined, { took: 2000 });
    model.answer(undefined, { took: 2000 });
    assert.deepEqual(figure.shown, { a: 8 });
    assert.equal(model.sent.length, 0);
  });
  it("leaves the controls where the hand is, while older answers come", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    figure.move({ a: 6 });
    model.answer();
    assert.deepEqual(figure.values, { a: 6 });
    assert.deepEqual(figure.shown, { a: 5 });
  });
  it("never takes the picture back: a late answer is stored, not shown", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    const [slow] = model.sent.splice(0);
    figure.store.put('{"a":6}', { drawing: viewOf(Uint8Array.of(9)), readout: "six", places: [] });
    figure.move({ a: 6 });
    model.answer(slow);
    assert.equal(figure.readout, "six");
    assert.ok(figure.store.has('{"a":5}'));
  });
});

describe("an error", () => {
  it("is shown under the last good picture", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    model.answer(undefined, { error: "a = 5: too much." });
    assert.equal(figure.error, "a = 5: too much.");
    assert.equal(figure.readout, "at first");
    assert.deepEqual(figure.shown, { a: 4 });
    assert.deepEqual(figure.values, { a: 5 });
  });
  it("goes with the next good answer", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    model.answer(undefined, { error: "no" });
    figure.move({ a: 6 });
    model.answer();
    assert.equal(figure.error, null);
  });
  it("is never stored", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    model.answer(undefined, { error: "no" });
    assert.ok(!figure.store.has('{"a":5}'));
  });
  it("ahead is not asked for again", () => {
    const { figure, model } = open({ seen: true });
    pass(QUIET);
    const wish = { ...model.aheads[0].ahead };
    model.answer(model.sent.shift(), { error: "no" });
    for (let k = 0; k < 50; k++) {
      pass(1);
      assert.notDeepEqual(model.sent[0]?.ahead, wish);
      if (model.sent.length) model.answer();
    }
    assert.ok(!figure.store.has(JSON.stringify(wish)));
  });
});

describe("news", () => {
  it("moves the figure and its controls", () => {
    const { figure, model } = open();
    model.news({ a: 7 });
    assert.deepEqual(figure.values, { a: 7 });
    assert.equal(figure.readout, 'at {"a":7}');
  });
  it("is only stored while the hand is ahead", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    model.news({ a: 7 });
    assert.deepEqual(figure.values, { a: 5 });
    assert.equal(figure.readout, "at first");
    assert.ok(figure.store.has('{"a":7}'));
  });
  it("of another control than the hand's is taken while the hand is ahead", () => {
    const spec = specOf([slider("a", 0, 9, 1), slider("b", 0, 9, 1)]);
    const { figure, model } = open({ spec, values: { a: 4, b: 4 } });
    figure.move({ b: 5 });
    const [question] = model.sent.splice(0);
    model.news({ a: 7 });
    assert.deepEqual(figure.values, { a: 7, b: 5 });
    model.answer(question);
    assert.deepEqual(figure.shown, { a: 7, b: 5 });
  });
  it("of other data clears what is stored", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    model.answer();
    figure.move({ a: 6 });
    model.answer();
    model.news({ a: 5 }, { byte: 2 });
    assert.ok(!figure.store.has('{"a":6}') && figure.store.has('{"a":5}'));
  });
  it("from a widget that the page does not know clears it, too", () => {
    const spec = specOf([slider("a", 0, 9, 1), { name: "w", kind: "widget" }]);
    const { figure, model } = open({ spec, values: { a: 4, w: null } });
    figure.move({ a: 5 });
    model.answer();
    model.news({ a: 6, w: null });
    assert.ok(!figure.store.has('{"a":5}'));
  });
});

describe("two windows on one kernel", () => {
  it("never take each other's answers for their own", () => {
    const {
      pages: [left, right],
      answer,
    } = two();
    for (const a of [5, 6, 7, 8]) {
      left.figure.move({ a });
      while (left.model.sent.length) answer(left.model.sent.shift());
    }
    assert.equal(right.figure.painted, right.figure.moves);
    right.figure.move({ a: 3 });
    assert.equal(right.model.sent.length, 1);
    answer(right.model.sent.shift());
    assert.equal(right.figure.readout, 'at {"a":3}');
    assert.equal(left.figure.readout, 'at {"a":3}');
    assert.deepEqual(left.figure.values, { a: 3 });
  });
  it("still ask two questions at a time, whatever the other did", () => {
    const {
      pages: [left, right],
      answer,
    } = two();
    for (let k = 0; k < 40; k++) {
      left.figure.move({ a: k % 9 });
      while (left.model.sent.length) answer(left.model.sent.shift());
    }
    for (const a of [1, 2, 3, 5]) right.figure.move({ a: a + 0.5 });
    assert.equal(right.model.questions.length, 2);
  });
  /** Both drag at once while the kernel falls behind, then rest. @param {(i: number) => string} slider which one each holds */
  const drag = ({ pages, answer }, slider) => {
    const queue = [];
    for (let k = 0; k < 60; k++) {
      for (const [i, { figure, model }] of pages.entries()) {
        figure.move({ [slider(i)]: (k * 7 + i * 3) % 10 });
        queue.push(...model.sent.splice(0));
      }
      if (k % 3 && queue.length) answer(queue.shift());
    }
    for (let k = 0; k < 50; k++) {
      pass(REST);
      for (const { model } of pages) queue.push(...model.sent.splice(0));
      while (queue.length) answer(queue.shift());
    }
    const [left, right] = pages.map(({ figure }) => figure);
    assert.equal(left.readout, right.readout);
    assert.deepEqual(left.values, right.values);
    assert.ok(!left.ahead && !right.ahead);
    return left;
  };
  it("end at the same picture when both drag at once", () => {
    drag(two(), () => "a");
  });
  it("end at the same picture when each drags a slider of its own", () => {
    const spec = specOf([slider("a", 0, 9, 1), slider("b", 0, 9, 1)]);
    const left = drag(two(spec, { a: 4, b: 4 }), (i) => (i ? "b" : "a"));
    assert.deepEqual(left.values, { a: (59 * 7) % 10, b: (59 * 7 + 3) % 10 });
    assert.deepEqual(left.shown, left.values);
  });
  it("give each other what was drawn ahead", () => {
    const {
      pages: [left, right],
      answer,
    } = two();
    left.view.seen = true;
    left.figure.prefetch(0);
    pass(QUIET + 1);
    answer(left.model.sent.shift());
    assert.equal(left.figure.store.frames.size, right.figure.store.frames.size);
  });
  it("have names of their own", () => {
    const {
      pages: [left, right],
    } = two();
    assert.notEqual(left.figure.source.page, right.figure.source.page);
  });
});

describe("a lost answer", () => {
  it("is made good by the next one", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    figure.move({ a: 6 });
    model.sent.shift(); // lost
    model.answer();
    assert.ok(!figure.waiting);
    figure.move({ a: 7 });
    figure.move({ a: 8 });
    assert.equal(model.sent.length, 2);
  });
  it("of all that were asked is given up after some time, and the last value asked for anew", () => {
    const { figure, model } = open();
    for (const a of [5, 6, 7]) figure.move({ a });
    model.sent.splice(0); // an interrupted kernel
    for (let k = 0; k < 8; k++) pass(1000);
    assert.deepEqual(model.sent[0].show, { a: 7 });
    model.answer();
    assert.deepEqual(figure.shown, { a: 7 });
  });
  it("that comes after all is no harm", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    const [late] = model.sent.splice(0);
    pass(LOST + 1);
    figure.move({ a: 6 });
    while (model.sent.length) model.answer();
    model.answer(late);
    assert.deepEqual(figure.values, { a: 6 });
    assert.equal(figure.readout, 'at {"a":6}');
  });
  it("of a frame ahead frees its turn for the other figures", () => {
    const model = new FakeModel();
    const [first, second] = [open({ model, seen: true }), open({ model, seen: true })];
    pass(QUIET);
    assert.equal(model.aheads.length, 1);
    model.sent.splice(0); // lost
    pass(LOST + 1);
    assert.ok(model.aheads.length >= 1);
    assert.notEqual(model.aheads[0].page, undefined);
    assert.ok(first.figure.source.turns === second.figure.source.turns);
  });
});

describe("a kernel that does not answer", () => {
  it("is told after a second, and no longer once it does", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    pass(PATIENCE - 1);
    assert.ok(!figure.asleep);
    pass(1);
    assert.ok(figure.asleep);
    model.answer();
    assert.ok(!figure.asleep);
  });
  it("that is known to be dead is given up", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    model.manager.kernel.status = "dead";
    pass(PATIENCE);
    assert.ok(figure.source.gone);
  });
  it("that is idle and still silent has forgotten the figure", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    for (let k = 0; k < 20; k++) pass(PATIENCE);
    assert.ok(figure.source.gone);
    assert.ok(model.questions.length >= 2); // it was asked again before
  });
  it("that is busy is waited for as long as it takes, and never asked twice", () => {
    const { figure, model } = open();
    model.manager.kernel.status = "busy";
    for (const a of [5, 6, 7]) figure.move({ a });
    for (let k = 0; k < 60; k++) pass(PATIENCE);
    assert.ok(!figure.source.gone && figure.asleep);
    assert.equal(model.questions.length, 2);
    model.manager.kernel.status = "idle";
    while (model.sent.length) model.answer();
    assert.deepEqual(figure.shown, { a: 7 });
    assert.ok(!figure.ahead);
  });
  it("that is busy is asked for no more frames ahead", () => {
    const { model } = open({ seen: true });
    model.manager.kernel.status = "busy";
    for (let k = 0; k < 60; k++) pass(PATIENCE);
    assert.equal(model.aheads.length, 1);
  });
  it("whose host does not say what it does is asked less and less often", () => {
    const { figure, model } = open();
    model.manager.kernel = undefined;
    figure.move({ a: 5 });
    for (let k = 0; k < 60; k++) pass(PATIENCE);
    assert.ok(!figure.source.gone && figure.asleep);
    assert.ok(model.questions.length >= 3 && model.questions.length <= 6);
    while (model.sent.length) model.answer();
    assert.deepEqual(figure.shown, { a: 5 });
    assert.ok(!figure.ahead);
  });
  it("that was restarted has forgotten the figure; what is stored still moves", () => {
    const { figure, model } = open();
    figure.move({ a: 5 });
    model.answer();
    figure.move({ a: 6 });
    model.answer();
    model.tell("comm:close");
    figure.move({ a: 5 });
    assert.equal(figure.readout, 'at {"a":5}');
    pass(REST);
    assert.equal(model.sent.length, 0);
    assert.ok(figure.source.gone);
  });
  it("to which nothing can be sent is gone", () => {
    const { figure, model } = open();
    model.dead = true;
    figure.move({ a: 5 });
    assert.ok(figure.source.gone);
    figure.move({ a: 6 });
    assert.ok(!figure.waiting);
  });
});

describe("frames ahead", () => {
  it("of a figure that takes long to draw are not asked for, until it is quick again", () => {
    const { figure, model } = open({ seen: true });
    pass(QUIET);
    model.answer(undefined, { took: SLOW + 1 });
    pass(1000);
    assert.equal(model.sent.length, 0);
    figure.move({ a: 8 });
    model.answer();
    pass(QUIET);
    assert.equal(model.aheads.length, 1);
  });
  const fill = ({ model, view }) => {
    for (let k = 0; k < 200 && !view.filled; k++) {
      pass(1);
      while (model.sent.length) model.answer();
    }
  };
  it("are drawn until every value waits", () => {
    const opened = open({ seen: true });
    pass(QUIET);
    fill(opened);
    assert.equal(opened.view.stored, 10);
    assert.ok(opened.view.filled);
  });
  it("are not drawn out of sight", () => {
    const { model } = open({ seen: false });
    pass(1000);
    assert.equal(model.sent.length, 0);
  });
  it("wait while the reader waits, and for a while after", () => {
    const { figure, model, view } = open();
    view.seen = true;
    figure.move({ a: 5 });
    figure.prefetch(0);
    pass(500);
    assert.equal(model.aheads.length, 0);
    model.answer();
    pass(QUIET - 1);
    assert.equal(model.aheads.length, 0);
    pass(2);
    assert.equal(model.aheads.length, 1);
  });
  it("move nothing", () => {
    const { figure, model } = open({ seen: true });
    pass(QUIET);
    model.answer();
    assert.deepEqual(figure.values, { a: 4 });
    assert.equal(figure.readout, "at first");
  });
  it("are asked for one at a time where the kernel is near", () => {
    const { model } = open({ seen: true });
    pass(QUIET);
    for (let k = 0; k < 5; k++) {
      assert.equal(model.aheads.length, 1);
      pass(6);
      model.answer(undefined, { took: 5 });
      pass(1);
    }
  });
  it("fill no more than the store has room for", () => {
    const spec = specOf([slider("a", 0, 1000, 1)]);
    const opened = open({ spec, seen: true });
    opened.figure.store.limit = 5000;
    pass(QUIET);
    fill(opened);
    assert.ok(opened.view.filled);
    assert.ok(opened.figure.store.bytes <= 5000);
  });
  it("are looked for without walking the store from its start each time", () => {
    const spec = specOf([slider("a", 0, 2000, 1)]);
    const opened = open({ spec, seen: true });
    let looked = 0;
    const { has } = opened.figure.store;
    opened.figure.store.has = function (key) {
      looked++;
      return has.call(this, key);
    };
    pass(QUIET);
    for (let k = 0; k < 1500; k++) {
      pass(1);
      while (opened.model.sent.length) opened.model.answer();
    }
    assert.ok(opened.figure.store.frames.size > 1000);
    assert.ok(looked < 6 * opened.figure.store.frames.size, `${looked} looks`);
  });
});

describe("a kernel far away", () => {
  /** Plays `frames` of a slider with a kernel `travel` ms away that draws one in `took` ms. */
  function play({ travel, took, frames, moveAt = Number.POSITIVE_INFINITY }) {
    const spec = specOf([slider("a", 0, frames, 1)]);
    const { figure, model, view } = open({ spec, values: { a: 0 }, seen: true });
    const onTheWay = [];
    const queue = [];
    const back = [];
    let busyUntil = 0;
    let longest = 0;
    let most = 0;
    let waited = null;
    let at = 0;
    for (; at < 60_000 && !view.filled; at++) {
      pass(1);
      for (const message of model.sent.splice(0)) onTheWay.push({ message, at: at + travel / 2 });
      while (onTheWay.length && onTheWay[0].at <= at) {
        const { message } = onTheWay.shift();
        if (message.show) waited = queue.length + (busyUntil > at ? 1 : 0);
        queue.push(message);
      }
      longest = Math.max(longest, queue.length);
      if (queue.length && busyUntil <= at) {
        busyUntil = at + took;
        back.push({ message: queue.shift(), at: at + took + travel / 2 });
      }
      while (back.length && back[0].at <= at) model.answer(back.shift().message, { took });
      most = Math.max(most, figure.source.asked.size);
      if (at === moveAt) figure.move({ a: frames + 0.5 });
      if (waited !== null) break;
    }
    return { at, longest, most, waited, stored: view.stored };
  }
  it("is kept at work: 211 frames at 100 ms are there in less than 6 s", () => {
    const { at, stored } = play({ travel: 100, took: 20, frames: 210 });
    assert.equal(stored, 211);
    assert.ok(at < 6000, `${at} ms`);
  });
  it("never has more than two frames before it, however many are under way", () => {
    const { longest, most } = play({ travel: 100, took: 20, frames: 210 });
    assert.ok(longest <= 2, `${longest} in the queue`);
    assert.ok(most > 2 && most <= MOST, `${most} under way`);
  });
  it("draws a move after the frame that it draws and at most one more", () => {
    const { waited } = play({ travel: 100, took: 20, frames: 210, moveAt: 1500 });
    assert.ok(waited <= 2, `${waited} before it`);
  });
  it("does not flood a kernel that is near", () => {
    const { most } = play({ travel: 2, took: 20, frames: 60 });
    assert.ok(most <= 1, `${most} under way`);
  });
});

describe("a machine that others use too", () => {
  const spec = specOf([slider("a", 0, 1000, 1)]);
  /** How many frames are drawn ahead in `seconds`, each in `took` ms with `worked` ms of work. */
  function drawn(model, seconds, took, worked = took) {
    let count = 0;
    for (let at = 0; at < 1000 * seconds; at += took) {
      pass(took);
      if (!model.sent.length) continue;
      model.answer(undefined, { took, worked });
      count++;
    }
    return count;
  }
  it("is left alone while drawings wait for the processor, and asked again after", () => {
    const { figure, model } = open({ spec, values: { a: 0 }, seen: true });
    pass(QUIET);
    assert.ok(drawn(model, 2, 20) > 50);
    assert.ok(drawn(model, 60, 100, 20) < 150, "where each takes five times its work");
    assert.ok(drawn(model, 20, 20) > 200);
    figure.move({ a: 987.5 });
    assert.equal(model.questions.length, 1); // what the hand asks for never waits
  });
  it("is asked for as many frames a second as its host allows", () => {
    const model = new FakeModel({ spec: { ahead: 4 } });
    open({ spec, values: { a: 0 }, model, seen: true });
    pass(QUIET);
    const count = drawn(model, 10, 20);
    assert.ok(count > 30 && count <= 41, `${count}`);
  });
  it("is asked for none where its host allows none", () => {
    const model = new FakeModel({ spec: { ahead: 0 } });
    open({ spec, values: { a: 0 }, model, seen: true });
    pass(QUIET);
    assert.equal(drawn(model, 2, 20), 0);
  });
});

describe("hosts", () => {
  it("hand buffers over as they like", () => {
    const bytes = Uint8Array.from([9, 1, 2, 3, 9]);
    for (const buffer of [
      new DataView(bytes.buffer, 1, 3),
      bytes.subarray(1, 4),
      bytes.slice(1, 4).buffer,
    ]) {
      const view = viewOf(buffer);
      assert.equal(view.byteLength, 3);
      assert.equal(view.getUint8(0), 1);
    }
    assert.equal(viewOf(undefined).byteLength, 0);
  });
  it("may hand them over as Colab does", () => {
    const model = new FakeModel({}, { buffers: (bytes) => bytes });
    const { figure } = open({ model });
    figure.move({ a: 5 });
    model.answer();
    assert.ok(figure.drawing instanceof DataView);
    assert.equal(figure.drawing.getUint8(0), 1);
  });
  it("may have no manager: the figures still take turns", () => {
    const model = new FakeModel();
    model.hostile = true;
    const { figure } = open({ model, seen: true });
    assert.ok(figure.source.turns instanceof Turns);
    figure.move({ a: 5 });
    model.answer();
    assert.equal(figure.readout, 'at {"a":5}');
    pass(QUIET);
    assert.equal(model.aheads.length, 1);
  });
  it("may send messages that are none of ours", () => {
    const { figure, model } = open();
    model.tell("msg:custom", { text: "…" }, []);
    assert.equal(figure.readout, "at first");
  });
});

describe("a closed figure", () => {
  it("asks for nothing more and gives its turn back", () => {
    const { figure, model } = open({ seen: true });
    pass(QUIET);
    assert.equal(figure.source.turns.taken.size, 1);
    figure.close();
    assert.equal(figure.source.turns.taken.size, 0);
    model.sent.splice(0);
    pass(10_000);
    assert.equal(model.sent.length, 0);
  });
});
