// Predictions and goals on a page. A prediction is judged here: it works without a kernel.

import { attempt, keepKeys, make, unique, words } from "./dom.js";

/** @typedef {import("./protocol.js").Model} Model */

/** @param {Model} model @param {Element} el */
export function prediction(model, el) {
  const box = make("fieldset", "tangible-lesson", el);
  const name = unique();
  const recalls = Boolean(model.get("recalls"));
  words(make("legend", "", box), `${recalls ? "Recall" : "Predict"}: ${model.get("question")}`);
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
  const textContent = `That is my ${recalls ? "answer" : "prediction"}`;
  Object.assign(button, { type: "button", disabled: true, textContent });
  box.append(button);
  const why = make("p", "", box);
  why.setAttribute("role", "status");
  const again = make("button", "tangible-again", box, "Ask me again");
  again.type = "button";
  keepKeys(box);

  const show = () => {
    const chosen = model.get("chosen");
    const answer = model.get("answer");
    const open = chosen < 0;
    rows.forEach(({ row, input, sign }, index) => {
      Object.assign(input, { disabled: !open, checked: index === chosen });
      row.classList.toggle("tangible-right", !open && index === answer);
      sign.textContent = open ? "" : index === answer ? "✓" : index === chosen ? "✗" : "";
    });
    Object.assign(button, { hidden: !open, disabled: true });
    again.hidden = open;
    why.textContent = "";
    if (open) return;
    const miss = model.get("misses")?.[options[chosen]];
    const wrong = `Not quite.${miss ? ` ${miss}` : ""} The answer: ${options[answer]}.`;
    const verdict = chosen === answer ? "Yes." : wrong;
    words(why, `${verdict} ${model.get("because")}`);
  };
  /** @param {number} chosen */
  const choose = (chosen) => {
    model.set("chosen", chosen);
    show();
    attempt(() => model.save_changes()); // without a kernel the answer is shown all the same
  };
  button.addEventListener("click", ({ detail }) => {
    const chosen = rows.findIndex(({ input }) => input.checked);
    if (chosen < 0) return;
    choose(chosen);
    const byKeys = detail === 0; // a pointer's click counts its clicks
    if (byKeys) nextThing(box)?.focus({ preventScroll: true }); // a covered figure hands it on
  });
  again.addEventListener("click", () => {
    choose(-1);
    rows[0].input.focus();
  });
  return following(model, "change:chosen", show);
}

/** What the reader can move within `root`. @param {ParentNode} root @returns {HTMLElement[]} */
const movable = (root) => [
  .../** @type {NodeListOf<HTMLElement>} */ (
    root.querySelectorAll(":is(.tangible *):is(.tangible-handle, input, select, button)")
  ),
];

/** What the reader can do after `box`: the first control of the figure that follows. @param {Element} box @returns {HTMLElement | undefined} */
function nextThing(box) {
  const after = Node.DOCUMENT_POSITION_FOLLOWING;
  return movable(document)
    .filter((one) => getComputedStyle(one).visibility !== "hidden")
    .find((one) => box.compareDocumentPosition(one) & after);
}

/**
 * What hides a figure until its prediction is answered, or the reader will not wait.
 * @param {Model} model the figure's @param {HTMLElement} root
 */
export function cover(model, root) {
  const sheet = make("div", "tangible-cover", root);
  make("p", "", sheet, "The picture waits for your prediction above.");
  const skip = make("button", "", sheet, "Show it now");
  skip.type = "button";
  skip.addEventListener("click", () => {
    model.set("covered", false);
    attempt(() => model.save_changes());
  });
  return following(model, "change:covered", () => {
    const covered = Boolean(model.get("covered"));
    const had = sheet.contains(document.activeElement);
    root.classList.toggle("tangible-covered", covered);
    sheet.hidden = !covered;
    if (had && !covered) {
      movable(root)
        .find((one) => !sheet.contains(one))
        ?.focus({ preventScroll: true });
    }
  });
}

/**
 * What is to be reached with a figure: above its picture, so that it is read first. Why it is so
 * stands beside the picture, which never moves.
 * @param {Model} model the figure's @param {Element} line @param {Element} why
 */
export function goal(model, line, why) {
  const sign = make("span", "tangible-sign", line);
  sign.setAttribute("aria-hidden", "true");
  const text = make("span", "", line);
  const state = make("span", "tangible-state", line);
  state.setAttribute("role", "status");
  return following(model, "change:goal", () => {
    const { text: task, met, because } = model.get("goal") ?? {};
    line.toggleAttribute("hidden", !task);
    words(text, `Goal: ${task}`);
    line.classList.toggle("tangible-reached", Boolean(met));
    sign.textContent = met ? "✓" : "○";
    state.textContent = met ? "Reached." : "";
    words(why, met ? because : "");
  });
}

/** Show now and at every change; gives what ends that. @param {Model} model @param {string} change @param {() => void} show */
function following(model, change, show) {
  model.on(change, show);
  show();
  return () => attempt(() => model.off(change, show));
}
