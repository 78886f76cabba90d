// What a notebook around the page can do for it. JupyterLab and Notebook 7 give a widget no way to
// run a cell, but a reader has one: the keyboard.

/**
 * Run the cells of a notebook from its first to the one around `el`, and leave the reader there.
 * @param {Element} el
 */
export function runUpTo(el) {
  const cell = el.closest(".jp-Notebook .jp-Cell");
  const notebook = el.closest(".jp-Notebook");
  if (!cell || !(notebook instanceof HTMLElement)) return;
  const scroller = notebook.querySelector(".jp-WindowedPanel-outer") ?? notebook;
  const { scrollTop } = scroller;
  const cells = [...notebook.querySelectorAll(".jp-Cell")];
  const index = Number(cell.getAttribute("data-windowed-list-index") ?? cells.indexOf(cell));
  const head = cell.querySelector(".jp-InputPrompt, .jp-Cell-inputWrapper") ?? cell;
  for (const type of ["mousedown", "mouseup"]) {
    head.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, button: 0 }));
  }
  notebook.focus();
  const press = (/** @type {string} */ key, /** @type {number} */ keyCode, modifiers = {}) =>
    notebook.dispatchEvent(
      new KeyboardEvent("keydown", {
        key,
        code: key,
        keyCode,
        bubbles: true,
        cancelable: true,
        ...modifiers,
      }),
    );
  press("Escape", 27);
  for (let i = 0; i < index; i++) press("ArrowUp", 38);
  for (let i = 0; i < index; i++) press("Enter", 13, { shiftKey: true });
  press("Enter", 13, { ctrlKey: true });
  requestAnimationFrame(() => {
    scroller.scrollTop = scrollTop;
  });
}
