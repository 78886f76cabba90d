// What a notebook around the page can do for it. JupyterLab and Notebook 7 give a widget no way to
// run a cell, but a reader has one: the keyboard.

/**
 * Run the cells of a notebook from its first to the one around `el`, and leave the reader there.
 * @param {Element} el
 */
export function runUpTo(el) {
  const cell = el.closest(".jp-Notebook .jp-Cell");
  const notebook = el.closest(".jp-Notebook");
  if (!(cell instanceof HTMLElement) || !notebook) return;
  const scroller = notebook.querySelector(".jp-WindowedPanel-outer") ?? notebook;
  const { scrollTop } = scroller;
  const cells = [...notebook.querySelectorAll(".jp-Cell")];
  const index = Number(cell.getAttribute("data-windowed-list-index") ?? cells.indexOf(cell));
  const head = cell.querySelector(".jp-InputPrompt, .jp-Cell-inputWrapper") ?? cell;
  for (const type of ["mousedown", "mouseup"]) {
    head.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, button: 0 }));
  }
  cell.focus();
  // JupyterLab takes keys from where the focus is, and moves that from cell to cell.
  const press = (/** @type {string} */ key, /** @type {number} */ keyCode, modifiers = {}) => {
    const focused = document.activeElement;
    const target = notebook.contains(focused) ? focused : cell;
    const about = { key, code: key, keyCode, bubbles: true, cancelable: true, ...modifiers };
    target?.dispatchEvent(new KeyboardEvent("keydown", about));
  };
  for (let i = 0; i < index; i++) press("ArrowUp", 38);
  for (let i = 0; i < index; i++) press("Enter", 13, { shiftKey: true });
  press("Enter", 13, { ctrlKey: true });
  requestAnimationFrame(() => {
    scroller.scrollTop = scrollTop;
  });
}
