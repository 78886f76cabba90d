// What a page of the course runs where there is no kernel: its figures from their archives, its
// predictions, and what of them the reader's browser remembers.

import { Archive, bytesOf, inflated, Stored, unpacked } from "./archive.js";
import { make } from "./dom.js";
import { Figure } from "./figure.js";
import { prediction } from "./lesson.js";
import { viewOf } from "./protocol.js";
import { View } from "./view.js";

const NEAR = "1200px"; // how near a figure has to be before its frames are unpacked
const FORGETFUL =
  "This browser lets a page opened from disk remember nothing: what you do here is gone when you leave.";

/** A widget's state on a page: what `View` and `prediction` know of a model. */
class PageModel {
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

/** What the reader did, in the browser's own storage. */
class Memory {
  works = true;
  /** @type {Record<string, any>} */
  known = {};

  /** @param {string} key */
  constructor(key) {
    this.key = key;
    try {
      this.known = JSON.parse(localStorage.getItem(key) ?? "{}");
      localStorage.setItem(key, JSON.stringify(this.known));
    } catch {
      this.works = false;
    }
  }
  /** @param {string} name @param {any} value */
  keep(name, value) {
    this.known[name] = value;
    try {
      localStorage.setItem(this.key, JSON.stringify(this.known));
    } catch {
      this.works = false;
    }
  }
  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      this.works = false;
    }
    location.reload();
  }
}

/** @param {string} id @returns {any} */
const embedded = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");

/** Show a figure in the place of its picture. @param {Element} place @param {any} about @param {PageModel} model */
async function bringToLife(place, about, model) {
  const packed = document.getElementById(`frames-${about.name}`)?.textContent ?? "";
  const frames = unpacked(await inflated(bytesOf(packed)));
  const source = new Archive(frames, model);
  const first = { page: "", number: 0, values: frames.values(0), ...frames.frame(0), error: null };
  const figure = new Figure(about.spec, /** @type {any} */ (source), first, first.drawing);
  figure.store = /** @type {any} */ (new Stored(frames));
  place.replaceChildren();
  const background = viewOf(bytesOf(about.background));
  const view = new View(figure, background, model, place);
  figure.views.add(view);
  view.update();
}

function begin() {
  const lesson = embedded("tangible-lesson");
  const memory = new Memory(`tangible-maths:${lesson.chapter}`);
  /** @type {Map<string, PageModel>} */
  const models = new Map();
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        sight.unobserve(target);
        const name = /** @type {HTMLElement} */ (target).dataset.figure ?? "";
        bringToLife(target, lesson.figures[name], /** @type {PageModel} */ (models.get(name)));
      }
    },
    { rootMargin: NEAR },
  );
  for (const [name, about] of Object.entries(lesson.figures)) {
    const met = Boolean(memory.known[`goal ${about.goalName}`]);
    const model = new PageModel({ goal: { ...about.goal, met }, covered: false });
    model.on("change:goal", () => memory.keep(`goal ${about.goalName}`, model.get("goal").met));
    models.set(name, model);
  }
  document.querySelectorAll("[data-prediction]").forEach((place) => {
    const about = lesson.predictions[/** @type {HTMLElement} */ (place).dataset.prediction ?? ""];
    const key = `prediction ${about.name}`;
    const chosen = about.options.indexOf(memory.known[key]);
    const model = new PageModel({ ...about, chosen });
    const covered = models.get(about.covers);
    covered?.set("covered", chosen < 0);
    model.on("change:chosen", () => {
      const option = about.options[model.get("chosen")];
      memory.keep(key, option);
      covered?.set("covered", option === undefined);
    });
    place.replaceChildren();
    prediction(/** @type {any} */ (model), place);
  });
  for (const place of document.querySelectorAll("[data-figure]")) sight.observe(place);
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.addEventListener("click", async () => {
      const text = button.parentElement?.querySelector("pre")?.textContent ?? "";
      await navigator.clipboard?.writeText(text);
      button.textContent = "Copied";
    });
  }
  const foot = document.getElementById("tangible-memory");
  if (foot && memory.works) {
    const forget = make("button", "", foot, "Forget what I did on this page");
    forget.addEventListener("click", () => memory.forget());
  } else if (foot) foot.textContent = FORGETFUL;
  followTheme(memory);
  followReading();
}

/** Light and dark as the reader chooses; else as the system has it. @param {Memory} memory */
function followTheme(memory) {
  const button = document.getElementById("tangible-theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let chosen = memory.known.theme;
  const show = () => {
    document.documentElement.dataset.theme = chosen ?? (dark.matches ? "dark" : "light");
  };
  button?.addEventListener("click", () => {
    chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    memory.keep("theme", chosen);
    show();
  });
  dark.addEventListener("change", show);
  show();
}

/** The table of contents shows where the reader is. */
function followReading() {
  const links = new Map(
    [...document.querySelectorAll("nav.contents a")].map((link) => [
      decodeURIComponent(/** @type {HTMLAnchorElement} */ (link).hash.slice(1)),
      link,
    ]),
  );
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        for (const link of links.values()) link.removeAttribute("aria-current");
        links.get(target.id)?.setAttribute("aria-current", "true");
      }
    },
    { rootMargin: "0px 0px -75% 0px" },
  );
  for (const heading of document.querySelectorAll("main h2[id]")) seen.observe(heading);
}

begin();
