import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { alike, Store } from "../../lib/tangible/page/store.js";

const frame = (bytes, readout = "") => ({
  drawing: new DataView(new Uint8Array(bytes).buffer),
  readout,
  places: [],
});

describe("the store", () => {
  it("gives back what was put", () => {
    const store = new Store();
    const kept = frame(3);
    store.put("a", kept);
    assert.equal(store.get("a"), kept);
    assert.equal(store.get("b"), undefined);
    assert.ok(store.has("a") && !store.has("b"));
  });
  it("never holds more bytes than it may, and gives up what was used longest ago", () => {
    const store = new Store(3000);
    store.put("a", frame(800));
    store.put("b", frame(800));
    store.get("a");
    store.put("c", frame(800));
    store.put("d", frame(800));
    assert.deepEqual([...store.frames.keys()], ["a", "c", "d"].slice(-store.frames.size));
    assert.ok(store.bytes <= 3000 && !store.has("b"));
  });
  it("counts its bytes through puts, drops and clears", () => {
    const store = new Store();
    store.put("a", frame(100, "four"));
    assert.equal(store.bytes, 100 + 8 + 200);
    store.put("a", frame(50));
    assert.equal(store.bytes, 250);
    store.drop("a");
    store.drop("a");
    assert.equal(store.bytes, 0);
    store.put("a", frame(50));
    store.clear();
    assert.equal(store.bytes, 0);
    assert.equal(store.frames.size, 0);
  });
  it("knows how many frames of the present size it has room for", () => {
    const store = new Store(3000);
    assert.equal(store.room, 1);
    store.put("a", frame(100));
    assert.equal(store.room, 10);
  });
  it("tells frames apart by their bytes and their readout", () => {
    assert.ok(alike(frame(3), frame(3)));
    assert.ok(!alike(frame(3), frame(4)));
    assert.ok(!alike(frame(3, "a"), frame(3, "b")));
    const other = frame(3);
    other.drawing.setUint8(1, 7);
    assert.ok(!alike(frame(3), other));
  });
});
