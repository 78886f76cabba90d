// How a figure fills a screen of its own: the picture as large as there is room, the controls
// beside it or below, whichever leaves it larger.

const GAP = 16; // CSS pixels between the picture and what stands beside it
const BESIDE = [0.24, 0.3, 0.36]; // of the width, for the controls beside a picture

/**
 * Lay a figure out in a room of its own.
 * @param {HTMLElement} root the figure @param {number} width @param {number} height CSS pixels
 */
export function fit(root, width, height) {
  const picture = /** @type {HTMLElement} */ (root.querySelector(".tangible-picture"));
  const side = /** @type {HTMLElement} */ (root.querySelector(".tangible-side"));
  const body = /** @type {HTMLElement} */ (root.querySelector(".tangible-body"));
  const [across, down] = ["--width", "--height"].map((name) =>
    Number(picture.style.getPropertyValue(name)),
  );
  /** How wide the picture may be, with the controls in such a place. @param {string} way @param {number} share */
  const roomFor = (way, share) => {
    root.dataset.room = way;
    root.style.setProperty("--side", `${share * width}px`);
    const padding = parseFloat(getComputedStyle(root).paddingTop);
    const above = body.getBoundingClientRect().top - root.getBoundingClientRect().top - padding;
    const left = height - above - 2; // of whole pixels, which a side's height need not be
    const [free, high] =
      way === "beside"
        ? [width - share * width - GAP, side.offsetHeight > left ? 0 : left]
        : [width, left - side.offsetHeight - GAP / 2];
    return Math.floor(Math.min(free, (high * across) / down));
  };
  const ways = [["below", 1], ...BESIDE.map((share) => ["beside", share])].map(([way, share]) => {
    const room = roomFor(String(way), Number(share));
    return { way: String(way), share: Number(share), room };
  });
  const best = ways.reduce((a, b) => (b.room > a.room ? b : a));
  roomFor(best.way, best.share);
  root.style.setProperty("--fit", `${Math.max(best.room, 0)}px`);
}

/** The figure as it was. @param {HTMLElement} root */
export function unfit(root) {
  delete root.dataset.room;
  for (const name of ["--side", "--fit"]) root.style.removeProperty(name);
}
