// What shows a figure from its archive: for pages and for slides.

import { Archive, bytesOf, inflated, Stored, unpacked } from "./archive.js";
import { Figure } from "./figure.js";
import { viewOf } from "./protocol.js";
import { View } from "./view.js";

/** @typedef {import("./values.js").Values} Values */

/** A widget's state on a page: what `View` and `prediction` know of a model. */
export class PageModel {
  /** @type {Map<string, Set<() => void>>} */
  listeners = new Map();

  /** @param {Record<string, any>} state */
  constructor(state) {
    this.state = state;
  }
  /** @param {string} name */
  get(name) {
    return this.state[name];
  }
  /** @param {string} name @param {any} value */
  set(name, value) {
    this.state[name] = value;
    for (const act of this.listeners.get(`change:${name}`) ?? []) act();
  }
  /** @param {string} change @param {() => void} act */
  on(change, act) {
    const acts = this.listeners.get(change) ?? new Set();
    this.listeners.set(change, acts.add(act));
  }
  /** @param {string} change @param {() => void} act */
  off(change, act) {
    this.listeners.get(change)?.delete(act);
  }
  save_changes() {}
  send() {}
}

/** @param {string} id @returns {any} */
export const embedded = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");

/** @type {Map<string, Promise<ReturnType<typeof unpacked>>>} */
const opened = new Map();

/** The frames of a figure, unpacked once. @param {string} name */
function framesOf(name) {
  const packed = document.getElementById(`frames-${name}`)?.textContent ?? "";
  const frames = opened.get(name) ?? inflated(bytesOf(packed)).then(unpacked);
  opened.set(name, frames);
  return frames;
}

/**
 * Show a figure in the place of its picture, at the values that it opens with, or at others.
 * @param {Element} place @param {any} about @param {PageModel} model @param {Values} [values]
 */
export async function bringToLife(place, about, model, values) {
  const frames = await framesOf(about.name);
  const at = values ? frames.nearest(values, about.spec, Object.keys(values)) : 0;
  const source = new Archive(frames, model, at);
  const first = {
    page: "",
    number: 0,
    values: frames.values(at),
    ...frames.frame(at),
    error: null,
  };
  const figure = new Figure(about.spec, /** @type {any} */ (source), first, first.drawing);
  figure.store = /** @type {any} */ (new Stored(frames));
  place.replaceChildren();
  const background = viewOf(bytesOf(about.background));
  const view = new View(figure, background, model, place);
  figure.views.add(view);
  view.update();
  return view;
}
