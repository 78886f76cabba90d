// What a page of the course runs where there is no kernel: its figures from their archives, its
// predictions, and what of them the reader's browser remembers.

import { attempt, make } from "./dom.js";
import { prediction } from "./lesson.js";
import { merged, overview, wholeProgress } from "./progress.js";
import { bringToLife, embedded, PageModel } from "./shown.js";

const NEAR = "1200px"; // how near a figure has to be before its frames are unpacked
const FORGETFUL =
  "This browser lets a page opened from disk remember nothing: what you do here is gone when you leave.";

const KEY = "tangible-progress";
const FILE = "tangible-progress.json"; // as the notebooks call it

/** What the reader did, in the browser's own storage, as the notebooks keep it in their file. */
class Memory {
  works = true;

  constructor() {
    /** @type {Record<string, any>} */
    this.known = wholeProgress(this.read());
  }
  read() {
    try {
      const text = localStorage.getItem(KEY);
      localStorage.setItem(KEY, text ?? "{}");
      return JSON.parse(text ?? "{}");
    } catch {
      this.works = false;
      return {};
    }
  }
  /** Add to what another window may have kept meanwhile. @param {(known: Record<string, any>) => void} change */
  keep(change) {
    change(this.known);
    try {
      this.known = merged(this.known, JSON.parse(localStorage.getItem(KEY) ?? "{}"));
      localStorage.setItem(KEY, JSON.stringify(this.known));
    } catch {
      this.works = false;
    }
  }
  forget() {
    try {
      localStorage.removeItem(KEY);
    } catch {
      this.works = false;
    }
    this.known = wholeProgress({});
  }
}

const now = () => `${new Date().toISOString().slice(0, 19)}Z`;

/** Keep what was done in a file, bring it from one, forget it. @param {Element} foot @param {Memory} memory */
function offerFiles(foot, memory) {
  const save = make("button", "", foot, "Save what I did");
  save.addEventListener("click", () => {
    const link = document.createElement("a");
    const text = JSON.stringify(memory.known, null, 1);
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = FILE;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  const bring = make("label", "tangible-file", foot, "Bring what I did elsewhere: ");
  const input = make("input", "", bring);
  Object.assign(input, { type: "file", accept: ".json,application/json" });
  const said = make("span", "", foot);
  said.setAttribute("role", "status");
  input.addEventListener("change", async () => {
    try {
      const brought = JSON.parse((await input.files?.[0]?.text()) ?? "");
      memory.keep((known) => Object.assign(known, merged(known, brought)));
      location.reload();
    } catch {
      said.textContent = `That is no ${FILE}.`;
    }
  });
  const forget = make("button", "", foot, "Forget what I did");
  forget.addEventListener("click", () => {
    memory.forget();
    location.reload();
  });
}

function begin() {
  const lesson = embedded("tangible-lesson");
  const memory = new Memory();
  /** @type {Map<string, PageModel>} */
  const models = new Map();
  /** @type {Set<PageModel>} */
  const overviews = new Set();
  /** @param {(known: Record<string, any>) => void} change */
  const keep = (change) => {
    memory.keep(change);
    for (const model of overviews) model.set("progress", memory.known);
  };
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
    const met = Boolean(memory.known.goals[about.goalName]);
    const model = new PageModel({ goal: { ...about.goal, met }, covered: false });
    model.on("change:goal", () => {
      if (!model.get("goal").met) return;
      keep((known) => {
        known.goals[about.goalName] ??= { when: now() };
      });
    });
    models.set(name, model);
  }
  document.querySelectorAll("[data-prediction]").forEach((place) => {
    const about = lesson.predictions[/** @type {HTMLElement} */ (place).dataset.prediction ?? ""];
    const first = about.recalls ? "" : memory.known.predictions[about.name]?.first;
    const chosen = about.options.indexOf(first);
    let answered = false;
    const model = new PageModel({ ...about, chosen });
    const covered = models.get(about.covers);
    covered?.set("covered", chosen < 0);
    model.on("change:chosen", () => {
      const option = about.options[model.get("chosen")];
      if (option !== undefined) {
        const right = model.get("chosen") === about.answer;
        keep((known) => {
          if (!about.recalls) {
            known.predictions[about.name] ??= { first: option, right, when: now() };
          } else if (!answered) {
            known.reviews[about.recalls] ??= [];
            known.reviews[about.recalls].push({ right, when: now() });
          }
        });
        answered = true;
      }
      covered?.set("covered", option === undefined);
    });
    place.replaceChildren();
    prediction(/** @type {any} */ (model), place);
  });
  for (const place of document.querySelectorAll("[data-overview]")) {
    const chapter = /** @type {HTMLElement} */ (place).dataset.overview;
    const { contents } = lesson;
    const model = new PageModel({ contents, chapter, progress: memory.known, suffix: ".html" });
    overviews.add(model);
    place.replaceChildren();
    overview(/** @type {any} */ (model), place);
  }
  for (const place of document.querySelectorAll("[data-figure]")) sight.observe(place);
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.addEventListener("click", async () => {
      const text = button.parentElement?.querySelector("pre")?.textContent ?? "";
      await navigator.clipboard?.writeText(text);
      button.textContent = "Copied";
    });
  }
  const foot = document.getElementById("tangible-memory");
  if (foot && memory.works) offerFiles(foot, memory);
  else if (foot) foot.textContent = FORGETFUL;
  followTheme();
  followReading(lesson.chapter, memory);
}

/** Light and dark as the reader chooses; else as the system has it. */
function followTheme() {
  const button = document.getElementById("tangible-theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let chosen = attempt(() => localStorage.getItem("tangible-theme"));
  const show = () => {
    document.documentElement.dataset.theme = chosen || (dark.matches ? "dark" : "light");
  };
  button?.addEventListener("click", () => {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    chosen = next;
    attempt(() => localStorage.setItem("tangible-theme", next));
    show();
  });
  dark.addEventListener("change", show);
  show();
}

/**
 * The table of contents shows where the reader is; who comes again may go on there.
 * @param {string} chapter @param {Memory} memory
 */
function followReading(chapter, memory) {
  const stopped = memory.known.reading;
  if (stopped?.chapter === chapter && !location.hash && document.getElementById(stopped.anchor)) {
    const bar = /** @type {Element} */ (document.querySelector(".bar"));
    const link = make("a", "", bar, "Go on where you were");
    link.setAttribute("href", `#${encodeURIComponent(stopped.anchor)}`);
    link.addEventListener("click", () => link.remove());
    bar.insertBefore(link, document.getElementById("tangible-theme"));
  }
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
        const title = links.get(target.id)?.textContent ?? "";
        memory.keep((known) => {
          known.reading = { chapter, anchor: target.id, title, when: now() };
        });
      }
    },
    { rootMargin: "0px 0px -75% 0px" },
  );
  for (const heading of document.querySelectorAll("main h2[id]")) seen.observe(heading);
}

begin();
