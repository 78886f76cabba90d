// What a reader has done: read, added up and shown. A kernel keeps it in a file, a page in the
// browser; `progress.py` says how it is written, and adds up in the same way.

import { make } from "./dom.js";

/** @typedef {import("./protocol.js").Model} Model */
/** @typedef {{ answer?: string, right?: boolean, when?: string }} Act */
/** @typedef {{ first?: string, right?: boolean, when?: string, attempts?: Act[] }} Entry */
/** @typedef {Record<string, any>} Progress */
/** @typedef {{ kind: string, name: string, words: string }} Item */
/** @typedef {{ title: string, anchor: string, items: Item[] }} Section */
/** @typedef {{ chapter: string, title: string, sections: Section[] }} Chapter */

const WORDS = { predictions: "prediction", goals: "goal", exercises: "exercise" };

/** @param {any} value @returns {Record<string, any>} */
const dict = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});

/** @param {any} value */
const isDict = (value) => dict(value) === value;

/** @param {any} value @returns {Act[]} */
const acts = (value) => (Array.isArray(value) ? value.filter(isDict) : []);

/** What an entry of a kind has to be. @type {Record<string, (entry: any) => any[]>} */
const ENTRIES = {
  predictions: (entry) => (isDict(entry) ? [entry] : []),
  goals: (entry) => (isDict(entry) ? [entry] : []),
  exercises: (entry) => (isDict(entry) ? [{ ...entry, attempts: acts(entry.attempts) }] : []),
  reviews: (entry) => [acts(entry)],
};

/**
 * `data` with every kind that it lacks, and without what a hand made of it that is no entry.
 * @param {any} data @returns {Progress}
 */
export function wholeProgress(data) {
  const kinds = Object.entries(ENTRIES).map(([kind, whole]) => {
    const entries = Object.entries(dict(dict(data)[kind]));
    const kept = entries.flatMap(([name, entry]) => whole(entry).map((one) => [name, one]));
    return [kind, Object.fromEntries(kept)];
  });
  return { format: 1, ...dict(data), ...Object.fromEntries(kinds) };
}

/** @param {Entry} entry */
const when = (entry) => entry.when ?? "";

/** An act as text, whatever the order of its parts. @param {Act} act */
const sign = (act) => JSON.stringify(Object.entries(act).sort());

/** The acts of both, each once, in the order of time. @param {Act[]} theirs @param {Act[]} mine */
function added(theirs, mine) {
  const acts = new Map([...theirs, ...mine].map((act) => [sign(act), act]));
  return [...acts.values()].sort((a, b) => (when(a) < when(b) ? -1 : Number(when(a) > when(b))));
}

/** Two readers' progress as one: nothing done in either is lost. @param {any} one @param {any} other @returns {Progress} */
export function merged(one, other) {
  const [mine, theirs] = [wholeProgress(one), wholeProgress(other)];
  /** @type {Progress} */
  const together = { ...theirs, ...mine };
  for (const kind of ["predictions", "goals"]) {
    together[kind] = { ...theirs[kind], ...mine[kind] };
    for (const [name, entry] of Object.entries(theirs[kind])) {
      if (when(entry) < when(together[kind][name])) together[kind][name] = entry;
    }
  }
  together.reviews = {};
  for (const name of new Set([...Object.keys(theirs.reviews), ...Object.keys(mine.reviews)])) {
    together.reviews[name] = added(theirs.reviews[name] ?? [], mine.reviews[name] ?? []);
  }
  together.exercises = { ...theirs.exercises, ...mine.exercises };
  for (const [name, entry] of Object.entries(together.exercises)) {
    const other = theirs.exercises[name] ?? {};
    const both = added(other.attempts ?? [], mine.exercises[name]?.attempts ?? []);
    const answers = new Set();
    const attempts = both.filter(({ answer }) => !answers.has(answer) && answers.add(answer));
    together.exercises[name] = { ...other, ...entry, attempts };
  }
  return together;
}

/** Whether an item is done: chosen, reached, right. @param {Progress} progress @param {Item} item */
export function isDone(progress, { kind, name }) {
  const entry = progress[kind][name];
  if (kind !== "exercises") return Boolean(entry);
  return Boolean(entry?.attempts?.some((/** @type {Act} */ one) => one.right));
}

/** @param {Progress} progress @param {Item} item */
function lastAct(progress, { kind, name }) {
  const entry = progress[kind][name] ?? {};
  return [when(entry), ...(entry.attempts ?? []).map(when)].sort().at(-1) ?? "";
}

/**
 * Where the reader was last, by what they did or, on a page, by what they read.
 * @param {Chapter[]} contents @param {Progress} progress
 */
export function lastPlace(contents, progress) {
  /** @type {{ when: string, chapter: Chapter, section: { title: string, anchor: string } } | undefined} */
  let last;
  for (const chapter of contents) {
    for (const section of chapter.sections) {
      const acts = section.items.map((item) => lastAct(progress, item));
      const at = acts.sort().at(-1) ?? "";
      if (at && at >= (last?.when ?? "")) last = { when: at, chapter, section };
    }
    const read = dict(progress.reading);
    if (read.chapter === chapter.chapter && when(read) > (last?.when ?? "")) {
      last = { when: when(read), chapter, section: { title: read.title, anchor: read.anchor } };
    }
  }
  return last;
}

/**
 * What is done and what is open: of the whole course, or of one chapter.
 * @param {Model} model its `contents`, `progress`, `chapter`, the `suffix` of the chapters' files, and
 *   how many tasks of the review are `due` (below zero where that is not told)
 * @param {Element} el
 */
export function overview(model, el) {
  const box = make("section", "tangible-lesson tangible-overview", el);
  box.setAttribute("aria-label", "What you have done");
  const show = () => {
    /** @type {Chapter[]} */
    const contents = model.get("contents");
    const progress = wholeProgress(model.get("progress"));
    const links = linksTo(model.get("suffix"));
    const one = contents.find(({ chapter }) => chapter === model.get("chapter"));
    box.replaceChildren();
    if (one) showChapter(box, one, progress, links);
    else showCourse(box, contents, progress, links, model.get("due") ?? -1);
    if (model.get("trouble")) make("p", "", box, model.get("trouble"));
  };
  const changes = ["change:progress", "change:due", "change:trouble"];
  for (const change of changes) model.on(change, show);
  show();
  return () => {
    for (const change of changes) model.off(change, show);
  };
}

/** The line above a task of the review, with the section that it comes from. @param {Model} model @param {Element} el */
export function source(model, el) {
  const line = make("p", "tangible-source", el, model.get("words"));
  linksTo(".ipynb")(line, model.get("chapter"), model.get("anchor"), model.get("link"));
  return () => {};
}

/** @typedef {(parent: Element, file: string, anchor: string, text: string) => void} Links */

/** Links to chapters: where there is JupyterLab, it opens them. @param {string} suffix @returns {Links} */
const linksTo = (suffix) => (parent, file, anchor, text) => {
  const link = make("a", "", parent, text);
  const path = `${file}${suffix}`;
  link.href = anchor ? `${path}#${encodeURIComponent(anchor)}` : path;
  link.addEventListener("click", (event) => {
    const detail = { path, anchor };
    const asked = new CustomEvent("tangible-open", { detail, bubbles: true, cancelable: true });
    if (!link.dispatchEvent(asked)) event.preventDefault();
  });
};

/** @param {Element} box @param {Chapter[]} contents @param {Progress} progress @param {Links} link @param {number} due */
function showCourse(box, contents, progress, link, due) {
  const last = lastPlace(contents, progress);
  if (last) {
    const { chapter, section } = last;
    const go = make("p", "", box, "Go on where you were: ");
    link(go, chapter.chapter, section.anchor, `${chapter.title}, ${section.title}`);
  }
  if (due >= 0) {
    const review = make("p", "", box, due ? "" : "Nothing waits for review today.");
    if (due)
      link(review, "today", "", `${due} ${due > 1 ? "tasks wait" : "task waits"} for review`);
  }
  const table = make("table", "", box);
  const head = make("tr", "", make("thead", "", table));
  for (const word of ["chapter", "done", "predictions", "goals", "exercises"]) {
    make("th", "", head, word).setAttribute("scope", "col");
  }
  const body = make("tbody", "", table);
  for (const chapter of contents) {
    const row = make("tr", "", body);
    const title = make("th", "", row);
    title.setAttribute("scope", "row");
    link(title, chapter.chapter, "", chapter.title);
    const items = chapter.sections.flatMap((section) => section.items);
    const done = items.filter((item) => isDone(progress, item));
    const bar = make("progress", "", make("td", "", row));
    Object.assign(bar, { max: items.length, value: done.length });
    bar.setAttribute("aria-label", `${done.length} of ${items.length} done`);
    for (const kind of Object.keys(WORDS)) {
      const all = items.filter((item) => item.kind === kind).length;
      const some = done.filter((item) => item.kind === kind).length;
      make("td", "", row, all ? `${some} of ${all}` : "–");
    }
  }
}

/** @param {Element} box @param {Chapter} chapter @param {Progress} progress @param {Links} link */
function showChapter(box, chapter, progress, link) {
  const items = chapter.sections.flatMap((section) => section.items);
  const open = items.filter((item) => !isDone(progress, item)).length;
  const head = open
    ? `${open} of ${items.length} still open in this chapter:`
    : `All ${items.length} of this chapter done.`;
  make("p", "tangible-head", box, head);
  const list = make("ul", "", box);
  for (const { title, anchor, items } of chapter.sections) {
    const left = items.filter((item) => !isDone(progress, item));
    if (!left.length) continue;
    const row = make("li", "", list);
    link(row, chapter.chapter, anchor, title);
    row.append(`: ${told(left)}`);
  }
}

/** "2 predictions, a goal, exercise 3: powers". @param {Item[]} items */
function told(items) {
  const parts = [];
  for (const kind of /** @type {("predictions" | "goals")[]} */ (["predictions", "goals"])) {
    const count = items.filter((item) => item.kind === kind).length;
    if (count) parts.push(count > 1 ? `${count} ${WORDS[kind]}s` : `a ${WORDS[kind]}`);
  }
  for (const { kind, words } of items) {
    if (kind === "exercises") parts.push(words.replace(/^E/, "e"));
  }
  return parts.join(", ");
}
