// What slides run: their figures from the archive of the chapter, the keys of a lecture, and what is
// moved in the speaker's window.

import { make } from "./dom.js";
import { fit } from "./fit.js";
import { bringToLife, embedded, PageModel } from "./shown.js";

/** @typedef {import("./view.js").View} View */

const HINT = "Arrow keys move this control. Escape gives them back to the slides.";
const HINTED = 8000; // milliseconds
const KEPT = "ArrowLeft ArrowRight ArrowUp ArrowDown Home End Tab Shift".split(" "); // by controls
const PRESSED = ["Enter", " "]; // and by what is pressed or chosen
const REVEAL = /** @type {any} */ (globalThis).Reveal;

const lesson = embedded("tangible-lesson");
/** @type {Map<HTMLElement, View>} */
const views = new Map();

/** @param {HTMLElement} place */
const placeOf = (place) => [...document.querySelectorAll("[data-figure]")].indexOf(place);

/** Lay out the figure of a place, as large as its slide allows. @param {HTMLElement} place */
function layOut(place) {
  const view = views.get(place);
  if (!view || !place.clientWidth || document.fullscreenElement === view.root) return;
  fit(view.root, place.clientWidth, place.clientHeight);
}

/** @param {HTMLElement} place */
async function show(place) {
  if (place.dataset.alive) return;
  place.dataset.alive = "yes";
  const about = lesson.figures[place.dataset.figure ?? ""];
  const goal = "goal" in place.dataset ? { ...about.goal, met: false } : {};
  const model = new PageModel({ goal, covered: false });
  const values = place.dataset.values ? JSON.parse(place.dataset.values) : undefined;
  const view = await bringToLife(place, about, model, values);
  views.set(place, view);
  if (goal.text) {
    const line = /** @type {Element} */ (view.root.querySelector(".tangible-goal"));
    const clear = make("button", "tangible-clear", line, "again");
    clear.title = "Take the tick away, for the next group";
    clear.addEventListener("click", () => model.set("goal", goal));
  }
  layOut(place);
  share(place, view);
}

/** What is on the slide that is shown, and on its neighbours; for paper, everything. */
function showAround() {
  const slides = REVEAL.getSlides();
  if (REVEAL.isPrintView()) {
    for (const place of document.querySelectorAll("[data-figure]")) {
      show(/** @type {HTMLElement} */ (place));
    }
    return;
  }
  const now = slides.indexOf(REVEAL.getCurrentSlide());
  for (const slide of slides.slice(Math.max(0, now - 1), now + 2)) {
    for (const place of slide.querySelectorAll("[data-figure]")) {
      show(place).then(() => layOut(place));
    }
  }
  const part = document.getElementById("tangible-part");
  if (part) part.textContent = slides[now]?.dataset.part ?? "";
}

// What is moved in one window of this deck moves in the others: the speaker's, and the wall.

const windows =
  "BroadcastChannel" in globalThis ? new BroadcastChannel(`deck ${lesson.chapter}`) : null;
/** @type {Set<View>} that follow another window just now */
const led = new Set();

/** @param {HTMLElement} place @param {View} view */
function share(place, view) {
  const tell = () => {
    const { values, moves } = view.figure;
    if (moves && !led.has(view)) windows?.postMessage({ index: placeOf(place), values });
  };
  const idle = { seen: false, update: tell, showControls() {}, showWords() {}, count() {} };
  view.figure.views.add(/** @type {any} */ (idle));
}

windows?.addEventListener("message", ({ data: { index, values } }) => {
  const place = /** @type {HTMLElement} */ (document.querySelectorAll("[data-figure]")[index]);
  const view = views.get(place);
  if (!view || JSON.stringify(view.figure.values) === JSON.stringify(values)) return;
  led.add(view);
  view.figure.move(values);
  led.delete(view);
});

// Keys. While the focus is in a figure, the keys that its control uses are its own; all others
// belong to the slides, whatever was clicked before.

let hinted = false;

function hint() {
  const line = document.getElementById("tangible-hint");
  if (hinted || !line) return;
  hinted = true;
  line.textContent = HINT;
  setTimeout(() => {
    line.textContent = "";
  }, HINTED);
}

window.addEventListener(
  "keydown",
  (event) => {
    const { key, keyCode, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey || document.fullscreenElement?.matches(".tangible")) return;
    const focus = /** @type {HTMLElement | null} */ (document.activeElement);
    const inside = focus?.closest(".tangible");
    if (key === "z" && !isText(focus)) {
      const place = REVEAL.getCurrentSlide()?.querySelector("[data-figure]");
      event.stopImmediatePropagation();
      views.get(place)?.toggleWhole();
      return;
    }
    if (!inside || !focus) return;
    const pressed = focus.matches("button, select, input[type=checkbox]");
    if (KEPT.includes(key) || (pressed && PRESSED.includes(key)) || isText(focus)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    focus.blur();
    if (key !== "Escape") REVEAL.triggerKey(keyCode);
  },
  { capture: true },
);

/** @param {Element | null} focus */
const isText = (focus) => focus instanceof HTMLInputElement && focus.type === "text";

window.addEventListener("focusin", ({ target }) => {
  if (target instanceof HTMLElement && target.matches(".tangible input, .tangible-handle")) hint();
});

const dark = matchMedia("(prefers-color-scheme: dark)");
const retheme = () => {
  document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
};
dark.addEventListener("change", retheme);
retheme();

REVEAL.on("ready", showAround);
REVEAL.on("slidechanged", showAround);
REVEAL.on("pdf-ready", () => {
  showAround();
  layOutAll();
});
const layOutAll = () => [...views.keys()].forEach(layOut);
window.addEventListener("resize", layOutAll);
document.addEventListener("fullscreenchange", layOutAll);
document.fonts?.ready.then(layOutAll);
REVEAL.initialize({
  width: "100%",
  height: "100%",
  margin: 0,
  minScale: 1,
  maxScale: 1,
  center: false,
  controls: false,
  hash: true,
  transition: "none",
  slideNumber: "c/t",
  pdfSeparateFragments: false, // a page for each would be a copy, and a copied canvas is blank
  navigationMode: "linear",
  defaultTiming: 120,
  viewDistance: 2,
  mobileViewDistance: 2,
  plugins: [/** @type {any} */ (globalThis).RevealNotes],
});
