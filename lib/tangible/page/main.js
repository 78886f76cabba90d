// What a host's widget manager runs for each figure and prediction.

import { Figure } from "./figure.js";
import { prediction } from "./lesson.js";
import { overview, source } from "./progress.js";
import { Kernel, viewOf } from "./protocol.js";
import { View } from "./view.js";

/** @typedef {import("./protocol.js").Model} Model */

/** @param {Model} model */
function figureOf(model) {
  const { drawing, ...present } = model.get("present");
  return new Figure(
    model.get("spec"),
    new Kernel(model),
    { page: null, number: null, ...present },
    viewOf(drawing),
  );
}

export default () => {
  /** @type {Figure | undefined} */
  let figure;
  /** @param {Model} model */
  const begin = (model) => {
    if (model.get("kind") === "figure") figure ??= figureOf(model);
  };
  return {
    /** @param {{ model: Model }} host */
    initialize({ model }) {
      begin(model);
      return () => figure?.close();
    },
    /** @param {{ model: Model, el: Element, signal?: AbortSignal }} host */
    render({ model, el, signal }) {
      const leave = shown(model, el);
      signal?.addEventListener("abort", leave);
      return leave;
    },
  };
  /** @param {Model} model @param {Element} el @returns {() => void} what takes it away again */
  function shown(model, el) {
    if (model.get("kind") === "prediction") return prediction(model, el);
    if (model.get("kind") === "overview") return overview(model, el);
    if (model.get("kind") === "source") return source(model, el);
    begin(model); // a host that never calls `initialize`
    const shows = /** @type {Figure} */ (figure);
    const view = new View(shows, viewOf(model.get("background")), model, el);
    shows.views.add(view);
    view.update();
    return () => {
      shows.views.delete(view);
      view.close();
    };
  }
};
