// Small things that every part of the page does to its elements.

/**
 * A new element at the end of `parent`.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {string} name its classes @param {Element} parent @param {string} [text]
 */
export function make(tag, name, parent, text) {
  const el = document.createElement(tag);
  if (name) el.className = name;
  if (text !== undefined) el.textContent = text;
  parent.append(el);
  return el;
}

/** A name that no other element, and no other page, has. */
export const unique = () =>
  `tangible-${globalThis.crypto?.randomUUID?.() ?? Math.random().toString(36).slice(2)}`;

/** Set several attributes of an element. @param {Element} el @param {Record<string, unknown>} attributes */
export function describe(el, attributes) {
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, String(value));
}

/** `text`, with `code` between backticks, as all that is in `el`. @param {Element} el @param {string} text */
export function words(el, text) {
  el.replaceChildren();
  text.split("`").forEach((part, index) => {
    if (index % 2) make("code", "", el, part);
    else el.append(part);
  });
}

const MATRIX = /\[([^[\];]+(?:;[^[\];]+)+)\]/; // rows between semicolons, as `matrix` in Python writes

/** `text` as all that is in `el`, each matrix in it set as one. @param {Element} el @param {string} text */
export function readable(el, text) {
  el.replaceChildren();
  text.split(MATRIX).forEach((part, index) => {
    if (index % 2 === 0) {
      el.append(part);
      return;
    }
    const rows = part.split(";").map((row) => row.trim().split(/\s+/));
    const table = make("span", "tangible-matrix", el);
    table.style.setProperty("--columns", String(rows[0].length));
    for (const entry of rows.flat()) make("span", "", table, `${entry} `);
  });
}

const MOVES =
  "ArrowLeft ArrowRight ArrowUp ArrowDown PageUp PageDown Home End Enter Delete Backspace";

/**
 * Whether a control makes use of a key: then the notebook around it must not. Whatever is pressed
 * with Ctrl, Alt or Meta belongs to the notebook or the browser, and so does running a cell.
 * @param {{ key: string, ctrlKey: boolean, altKey: boolean, metaKey: boolean, shiftKey: boolean }} event
 */
export function isOurs({ key, ctrlKey, altKey, metaKey, shiftKey }) {
  if (ctrlKey || altKey || metaKey || (shiftKey && key === "Enter")) return false;
  return [...key].length === 1 || MOVES.split(" ").includes(key);
}

/**
 * Keys that the controls within `root` use are theirs: JupyterLab is told by an attribute, others
 * (VS Code) listen further up and never hear of them.
 * @param {Element} root
 */
export function keepKeys(root) {
  for (const part of root.querySelectorAll("input, select, button, [tabindex]")) {
    /** @type {HTMLElement} */ (part).dataset.lmSuppressShortcuts = "true";
    part.addEventListener("keydown", (event) => {
      if (isOurs(/** @type {KeyboardEvent} */ (event))) event.stopPropagation();
    });
  }
}

/** A host's own function, which may be missing or fail. @template T @param {() => T} act @returns {T | undefined} */
export function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
