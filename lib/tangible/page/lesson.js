// Predictions and goals on a page. A prediction is judged here: it works without a kernel.

import { attempt, keepKeys, make, unique, words } from "./dom.js";

/** @typedef {import("./protocol.js").Model} Model */

/** @param {Model} model @param {Element} el */
export function prediction(model, el) {
  const box = make("fieldset", "tangible-lesson", el);
  const name = unique();
  words(make("legend", "", box), `Predict: ${model.get("question")}`);
  const button = document.createElement("button");
  /** @type {string[]} */
  const options = model.get("options");
  const rows = options.map((option, index) => {
    const row = make("label", "tangible-option", box);
    const input = make("input", "", row);
    Object.assign(input, { type: "radio", name, value: index });
    words(make("span", "", row), option);
    const sign = make("span", "tangible-sign", row);
    input.addEventListener("change", () => {
      button.disabled = false;
    });
    return { row, input, sign };
  });
  Object.assign(button, { type: "button", disabled: true, textContent: "That is my prediction" });
  box.append(button);
  const why = make("p", "", box);
  why.setAttribute("role", "status");
  keepKeys(box);

  const show = () => {
    const chosen = model.get("chosen");
    const answer = model.get("answer");
    if (chosen < 0) return;
    rows.forEach(({ row, input, sign }, index) => {
      Object.assign(input, { disabled: true, checked: index === chosen });
      row.classList.toggle("tangible-right", index === answer);
      sign.textContent = index === answer ? "✓" : index === chosen ? "✗" : "";
    });
    button.hidden = true;
    const verdict = chosen === answer ? "Yes." : `Not quite. The answer: ${options[answer]}.`;
    words(why, `${verdict} ${model.get("because")}`);
  };
  button.addEventListener("click", () => {
    const chosen = rows.findIndex(({ input }) => input.checked);
    if (chosen < 0) return;
    model.set("chosen", chosen);
    show();
    attempt(() => model.save_changes()); // without a kernel the answer is shown all the same
  });
  return following(model, "change:chosen", show);
}

/** @param {Model} model @param {Element} el */
export function goal(model, el) {
  const line = make("p", "tangible-lesson tangible-goal", el);
  const sign = make("span", "tangible-sign", line);
  sign.setAttribute("aria-hidden", "true");
  words(make("span", "", line), `Goal: ${model.get("text")}`);
  const state = make("span", "tangible-state", line);
  state.setAttribute("role", "status");
  const show = () => {
    const met = model.get("met");
    line.classList.toggle("tangible-right", met);
    sign.textContent = met ? "✓" : "○";
    state.textContent = met ? "Reached." : model.get("lost");
  };
  const leave = following(model, "change:met", show);
  const leaveToo = following(model, "change:lost", show);
  return () => {
    leave();
    leaveToo();
  };
}

/** Show now and at every change; gives what ends that. @param {Model} model @param {string} change @param {() => void} show */
function following(model, change, show) {
  model.on(change, show);
  show();
  return () => attempt(() => model.off(change, show));
}
