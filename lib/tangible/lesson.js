// Predictions and goals on a page. A prediction is judged here: it works without a kernel.
// page.js stands before this text.

export default {
  render({ model, el }) {
    return { prediction, goal }[model.get("kind")](model, el);
  },
};

function prediction(model, el) {
  const box = make("fieldset", "tangible-lesson", el);
  const name = unique();
  words(make("legend", "", box), `Predict: ${model.get("question")}`);
  const rows = model.get("options").map((option, index) => {
    const row = make("label", "tangible-option", box);
    const input = make("input", "", row);
    Object.assign(input, { type: "radio", name, value: index });
    words(make("span", "", row), option);
    const sign = make("span", "tangible-sign", row);
    input.addEventListener("change", () => { button.disabled = false; });
    return { row, input, sign };
  });
  const button = make("button", "", box);
  Object.assign(button, { type: "button", disabled: true, textContent: "That is my prediction" });
  const why = make("p", "", box);
  why.setAttribute("role", "status");
  keepKeys(box);

  const show = () => {
    const chosen = model.get("chosen"), answer = model.get("answer");
    if (chosen < 0) return;
    rows.forEach(({ row, input, sign }, index) => {
      Object.assign(input, { disabled: true, checked: index === chosen });
      row.classList.toggle("tangible-right", index === answer);
      sign.textContent = index === answer ? "✓" : index === chosen ? "✗" : "";
    });
    button.hidden = true;
    const right = chosen === answer;
    words(why, `${right ? "Yes." : `Not quite. The answer: ${model.get("options")[answer]}.`} ${model.get("because")}`);
  };
  button.addEventListener("click", () => {
    const chosen = rows.findIndex(({ input }) => input.checked);
    if (chosen < 0) return;
    model.set("chosen", chosen);
    show();
    try {
      model.save_changes();
    } catch {
      // The kernel is gone; the answer is shown all the same.
    }
  });
  model.on("change:chosen", show);
  show();
  return () => model.off("change:chosen", show);
}

function goal(model, el) {
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
    state.textContent = met ? "Reached." : "";
  };
  model.on("change:met", show);
  show();
  return () => model.off("change:met", show);
}

// Text with `code` between backticks.
function words(el, text) {
  el.replaceChildren(...text.split("`").map((part, index) => {
    if (index % 2 === 0) return part;
    const code = document.createElement("code");
    code.textContent = part;
    return code;
  }));
}
