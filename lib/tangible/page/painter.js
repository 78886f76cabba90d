// Paints the drawings that recorder.py writes; the format is described there.

const STYLE = 1, CLIP = 2, PATH = 3, MARKERS = 4, IMAGE = 5;
const CAPS = ["butt", "round", "square"];
const JOINS = ["miter", "round", "bevel"];

class Reader {
  constructor(view) {
    this.view = view;
    this.at = 0;
  }
  u8() { return this.view.getUint8(this.at++); }
  u16() { return this.view.getUint16((this.at += 2) - 2, true); }
  u32() { return this.view.getUint32((this.at += 4) - 4, true); }
  f32() { return this.view.getFloat32((this.at += 4) - 4, true); }
  // Arrays are views where the buffer's alignment allows, else copies.
  array(Type, count) {
    const bytes = count * Type.BYTES_PER_ELEMENT;
    const start = this.view.byteOffset + this.at;
    this.at += bytes;
    return start % Type.BYTES_PER_ELEMENT === 0
      ? new Type(this.view.buffer, start, count)
      : new Type(this.view.buffer.slice(start, start + bytes));
  }
  align() { this.at += (4 - (this.at % 4)) % 4; }
}

// Trace an outline on `pen` (a context or a Path2D), its coordinates times `unit`.
function trace(pen, reader, Type, unit) {
  const kind = reader.u32();
  const points = reader.array(Type, 2 * reader.u32());
  reader.align();
  let i = 0;
  const next = () => points[i++] * unit;
  if (kind < 2) {
    if (points.length) pen.moveTo(next(), next());
    while (i < points.length) pen.lineTo(next(), next());
    if (kind === 1) pen.closePath();
    return;
  }
  for (const code of reader.array(Uint8Array, reader.u32())) {
    if (code === 1) pen.moveTo(next(), next());
    else if (code === 2) pen.lineTo(next(), next());
    else if (code === 3) pen.quadraticCurveTo(next(), next(), next(), next());
    else if (code === 4) pen.bezierCurveTo(next(), next(), next(), next(), next(), next());
    else pen.closePath();
  }
  reader.align();
}

const MAGIC = 0x32424754; // "TGB2"

/**
 * @typedef {{ z: number, unit: number, view: DataView }} Layer
 * @typedef {(r: number, g: number, b: number, a: number, role?: number) => string | null} Colours
 * @typedef {{ left: number, width: number, height: number, layers: Layer[] }} Part
 */

/**
 * The parts of a drawing, one for each stage, and their layers, the lowest first.
 * @param {DataView} view
 */
export function parts(view) {
  /** @type {Part[]} */
  const found = [];
  for (let at = 0; at < view.byteLength; ) {
    if (view.getUint32(at, true) !== MAGIC) throw new Error("This is no drawing that can be painted.");
    const [left, width, height, unit] = [4, 8, 12, 16].map((i) => view.getFloat32(at + i, true));
    /** @type {Layer[]} */
    const layers = [];
    const end = at + 24 + view.getUint32(at + 20, true);
    for (at += 24; at < end; ) {
      const length = view.getUint32(at + 4, true);
      const operations = new DataView(view.buffer, view.byteOffset + at + 8, length);
      layers.push({ z: view.getFloat32(at, true), unit, view: operations });
      at += 8 + length;
    }
    found.push({ left, width, height, layers });
  }
  return found;
}

// The context is `ratio` times as large as the part that the layer belongs to.
// `colour(r, g, b, a)` gives the CSS colour, or null for nothing.
export function paint(context, { view, unit }, ratio, colour, letters = (role, size) => 1) {
  const reader = new Reader(view);
  let fill = null, stroke = null, width = 0, clipped = false;
  const rgba = () => colour(reader.u8(), reader.u8(), reader.u8(), reader.u8());
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);

  while (reader.at < view.byteLength) {
    const kind = reader.u8(), flags = reader.u8(), count = reader.u16();
    if (kind === STYLE) {
      fill = rgba();
      stroke = rgba();
      width = reader.f32();
      context.lineDashOffset = reader.f32();
      context.lineCap = CAPS[reader.u8()];
      context.lineJoin = JOINS[reader.u8()];
      reader.u16();
      context.setLineDash(Array.from(reader.array(Float32Array, count)));
      if (!width) stroke = null;
    } else if (kind === CLIP) {
      const keep = [context.lineDashOffset, context.lineCap, context.lineJoin, context.getLineDash()];
      if (clipped) context.restore();
      if ((clipped = flags > 0)) {
        context.save();
        context.beginPath();
        if (flags === 1) context.rect(reader.f32(), reader.f32(), reader.f32(), reader.f32());
        else trace(context, reader, Int16Array, unit);
        context.clip();
      }
      [context.lineDashOffset, context.lineCap, context.lineJoin] = keep;
      context.setLineDash(keep[3]);
    } else if (kind === PATH) {
      context.beginPath();
      trace(context, reader, Int16Array, unit);
      if (fill) { context.fillStyle = fill; context.fill(); }
      if (stroke) { context.strokeStyle = stroke; context.lineWidth = width; context.stroke(); }
    } else if (kind === MARKERS) {
      paintMarkers(context, reader, flags, { fill, stroke, width, ratio, unit, colour });
    } else if (kind === IMAGE) {
      paintImage(context, reader, flags, count);
    } else {
      throw new Error(`Unknown operation ${kind} in a drawing.`);
    }
    reader.align();
  }
  if (clipped) context.restore();
  context.restore();
}

function paintMarkers(context, reader, flags, { fill, stroke, width, ratio, unit, colour }) {
  const shape = new Path2D();
  trace(shape, reader, Float32Array, 1);
  const n = reader.u32();
  const places = reader.array(Int16Array, 2 * n);
  const colours = () => {
    const bytes = reader.array(Uint8Array, 4 * n);
    return (i) => colour(bytes[4 * i], bytes[4 * i + 1], bytes[4 * i + 2], bytes[4 * i + 3]);
  };
  const numbers = () => {
    const values = reader.array(Float32Array, n);
    return (i) => values[i];
  };
  const fillOf = flags & 1 ? colours() : () => fill;
  const strokeOf = flags & 2 ? colours() : () => stroke;
  const scaleOf = flags & 4 ? numbers() : () => 1;
  const widthOf = flags & 8 ? numbers() : () => width;
  for (let i = 0; i < n; i++) {
    const scale = scaleOf(i), inside = fillOf(i), edge = strokeOf(i), line = widthOf(i);
    const size = ratio * scale;
    context.setTransform(size, 0, 0, size, ratio * unit * places[2 * i], ratio * unit * places[2 * i + 1]);
    if (inside) { context.fillStyle = inside; context.fill(shape); }
    if (edge && line && scale) {
      context.strokeStyle = edge;
      context.lineWidth = line / scale;
      context.stroke(shape);
    }
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

function paintImage(context, reader, flags, count) {
  const width = reader.u16(), height = reader.u16(), alpha = reader.f32();
  const matrix = reader.array(Float32Array, 6);
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  if (flags & 1) {
    const palette = reader.array(Uint32Array, count);
    const indices = reader.array(Uint8Array, width * height);
    for (let i = 0; i < pixels.length; i++) pixels[i] = palette[indices[i]];
  } else {
    pixels.set(reader.array(Uint32Array, width * height));
  }
  const sheet = new OffscreenCanvas(width, height);
  sheet.getContext("2d").putImageData(image, 0, 0);
  context.save();
  context.transform(...matrix);
  // A few large pixels keep their edges; a picture as fine as the screen is smoothed.
  context.imageSmoothingEnabled = Math.abs(matrix[0]) < 1;
  context.globalAlpha = alpha;
  context.drawImage(sheet, 0, 0);
  context.restore();
}
