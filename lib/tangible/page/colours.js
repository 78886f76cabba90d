// The colours of a page: paper, ink and grid follow it, data colours stay.

/** @typedef {[red: number, green: number, blue: number]} Colour each from 0 to 255 */
/** @typedef {{ paper: string, dark: Record<string, string> }} Palette */

const ON_COLOR = 5; // the role of letters that stand on a colour of their own, not on paper
const DARK = 0.16; // how light a dark paper is at most
const READABLE = 4.5; // contrast that small letters need (WCAG)
const READABLE_ON_DARK = 7; // contrast of letters on dark paper (WCAG AAA): what they stand on may be lighter than it

/** @param {string} text as in "#0072b2" @returns {Colour} */
const hex = (text) =>
  /** @type {Colour} */ ([1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16)));

/** @param {Colour} colour */
const keyOf = ([r, g, b]) => (r << 16) | (g << 8) | b;

/** How light a colour is, from 0 to 1 (WCAG's relative luminance). @param {Colour} colour */
export function luminance(colour) {
  const [r, g, b] = colour.map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {Colour} a @param {Colour} b */
export function contrast(a, b) {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** The colour, mixed with as little white, or black, as makes letters of it readable on a paper. @param {Colour} colour @param {Colour} paper @returns {Colour} */
export function legible(colour, paper) {
  const dark = luminance(paper) < DARK;
  const [end, wanted] = dark ? [255, READABLE_ON_DARK] : [0, READABLE];
  for (let part = 0; part < 1; part += 0.02) {
    const mixed = /** @type {Colour} */ (colour.map((c) => Math.round(c + part * (end - c))));
    if (contrast(mixed, paper) >= wanted) return mixed;
  }
  return [end, end, end];
}

/**
 * The painter's colours on a `paper` (null: unknown, as if it were white).
 *
 * A page is dark when its paper is. There the palette's paper, ink and grid have their dark
 * counterparts, and what is translucent covers more of the paper, or it would sink in it. Letters of
 * any colour are dark or light enough to read, on every paper.
 * @param {Palette} palette @param {Colour | null} paper
 */
export function coloursOn(palette, paper) {
  const dark = paper !== null && luminance(paper) < DARK;
  /** @type {Map<number, Colour>} */
  const swaps = new Map();
  if (dark) {
    for (const [from, to] of Object.entries(palette.dark)) swaps.set(keyOf(hex(from)), hex(to));
  }
  if (paper) swaps.set(keyOf(hex(palette.paper)), paper);
  /** @type {Map<number, string>[]} of data, and of letters */
  const known = [new Map(), new Map()];
  /** @param {number} r @param {number} g @param {number} b @param {number} a @param {number} [role] not 0: letters; 5: on a colour of their own */
  const colour = (r, g, b, a, role = 0) => {
    if (!a) return null;
    const name = ((r << 24) | (g << 16) | (b << 8) | a) >>> 0;
    const onPaper = role > 0 && role !== ON_COLOR;
    const made = known[onPaper ? 1 : 0];
    let css = made.get(name);
    if (!css) {
      const swapped = swaps.get(keyOf([r, g, b]));
      const letters = onPaper && !swapped && paper;
      const [red, green, blue] = swapped ?? (letters ? legible([r, g, b], paper) : [r, g, b]);
      const through = 1 - a / 255;
      css = `rgba(${red},${green},${blue},${1 - (dark ? through ** 2 : through)})`;
      made.set(name, css);
    }
    return css;
  };
  return { theme: dark ? "dark" : "light", colour };
}

/** What lies behind an element, null where nothing does. @param {Element} el @returns {Colour | null} */
export function paperBehind(el) {
  /** @type {Element | null | undefined} */
  let node = el;
  while (node) {
    const [r, g, b, a] = pixel(getComputedStyle(node).backgroundColor);
    if (a > 127) return [r, g, b];
    node = node.parentElement ?? /** @type {ShadowRoot} */ (node.getRootNode()).host;
  }
  return null;
}

/** @type {CanvasRenderingContext2D | null} */
let sheet = null;
/** @type {Map<string, Uint8ClampedArray>} */
const pixels = new Map();

/** Red, green, blue and alpha of a colour in any notation that the browser reads. @param {string} css */
function pixel(css) {
  let found = pixels.get(css);
  if (!found) {
    sheet ??= /** @type {CanvasRenderingContext2D} */ (
      Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
        willReadFrequently: true,
      })
    );
    sheet.clearRect(0, 0, 1, 1);
    sheet.fillStyle = "transparent"; // for what the browser cannot read, such as nothing
    sheet.fillStyle = css;
    sheet.fillRect(0, 0, 1, 1);
    found = sheet.getImageData(0, 0, 1, 1).data;
    pixels.set(css, found);
  }
  return found;
}
