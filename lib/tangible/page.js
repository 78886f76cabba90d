// What the figure's page and the lesson's page share; it stands before their own text.

// A new element at the end of `parent`.
function make(tag, name, parent, text) {
  const el = document.createElement(tag);
  if (name) el.className = name;
  if (text !== undefined) el.textContent = text;
  parent.append(el);
  return el;
}

// A name that no other element of the page has.
const unique = () => `tangible-${crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`;

// Keys pressed in these parts are ours, not JupyterLab's.
function keepKeys(root) {
  for (const part of root.querySelectorAll("input, select, button, [tabindex]")) {
    part.dataset.lmSuppressShortcuts = "true";
  }
}
