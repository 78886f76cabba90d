// The colours of a page: paper, ink and grid follow it, data colours stay.

/** @typedef {[red: number, green: number, blue: number]} Colour each from 0 to 255 */
/** @typedef {{ paper: string, dark: Record<string, string> }} Palette */

const READABLE = 4.5; // contrast that small letters need (WCAG)

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

/** The colour, lightened as little as makes letters of it readable on a dark paper. @param {Colour} colour @param {Colour} paper @returns {Colour} */
export function lightened(colour, paper) {
  for (let white = 0; white < 1; white += 0.02) {
    const mixed = /** @type {Colour} */ (colour.map((c) => Math.round(c + white * (255 - c))));
    if (contrast(mixed, paper) >= READABLE) return mixed;
  }
  return [255, 255, 255];
}

/**
 * The painter's colours on a `paper` (null: unknown, as if it were white).
 *
 * A page is dark when its paper is. There the palette's paper, ink and grid have their dark
 * counterparts, letters of any colour turn light enough to read, and what is translucent covers
 * more of the paper, or it would sink in it.
 * @param {Palette} palette @param {Colour | null} paper
 */
export function coloursOn(palette, paper) {
  const dark = paper !== null && luminance(paper) < 0.16;
  /** @type {Map<number, Colour>} */
  const swaps = new Map();
  if (dark) {
    for (const [from, to] of Object.entries(palette.dark)) swaps.set(keyOf(hex(from)), hex(to));
  }
  if (paper) swaps.set(keyOf(hex(palette.paper)), paper);
  /** @type {Map<number, string>[]} of data, and of letters */
  const known = [new Map(), new Map()];
  /** @param {number} r @param {number} g @param {number} b @param {number} a @param {number} [role] not 0: letters */
  const colour = (r, g, b, a, role = 0) => {
    if (!a) return null;
    const name = ((r << 24) | (g << 16) | (b << 8) | a) >>> 0;
    const made = known[role ? 1 : 0];
    let css = made.get(name);
    if (!css) {
      const swapped = swaps.get(keyOf([r, g, b]));
      const letters = dark && role && !swapped && paper;
      const [red, green, blue] = swapped ?? (letters ? lightened([r, g, b], paper) : [r, g, b]);
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
