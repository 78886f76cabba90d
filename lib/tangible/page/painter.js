// Paints the drawings that recorder.py writes; the format is described there.

const STYLE = 1;
const CLIP = 2,
  PATH = 3,
  MARKERS = 4,
  IMAGE = 5;
const LETTERS = 6;
const HATCH = 7,
  POLYGONS = 8,
  SUM = 9;
/** @type {CanvasLineCap[]} */
const CAPS = ["butt", "round", "square"];
/** @type {CanvasLineJoin[]} */
const JOINS = ["miter", "round", "bevel"];

/**
 * @typedef {Int16ArrayConstructor | Uint8ArrayConstructor | Uint16ArrayConstructor
 *   | Uint32ArrayConstructor | Float32ArrayConstructor} Numbers
 */

class Reader {
  at = 0;
  /** @param {DataView} view */
  constructor(view) {
    this.view = view;
  }
  /** Go on by so many bytes; gives where they begin. @param {number} bytes */
  past(bytes) {
    this.at += bytes;
    return this.at - bytes;
  }
  u8() {
    return this.view.getUint8(this.past(1));
  }
  u16() {
    return this.view.getUint16(this.past(2), true);
  }
  u32() {
    return this.view.getUint32(this.past(4), true);
  }
  f32() {
    return this.view.getFloat32(this.past(4), true);
  }
  /**
   * Arrays are views where the buffer's alignment allows, else copies.
   * @template {Numbers} Type
   * @param {Type} Type @param {number} count @returns {InstanceType<Type>}
   */
  array(Type, count) {
    const bytes = count * Type.BYTES_PER_ELEMENT;
    const start = this.view.byteOffset + this.past(bytes);
    const buffer = /** @type {ArrayBuffer} */ (this.view.buffer);
    const made =
      start % Type.BYTES_PER_ELEMENT === 0
        ? new Type(buffer, start, count)
        : new Type(buffer.slice(start, start + bytes));
    return /** @type {InstanceType<Type>} */ (made);
  }
  align() {
    this.at += (4 - (this.at % 4)) % 4;
  }
}

/** Where a coordinate comes to lie, in the direction x (0) or y (1). @typedef {(value: number, direction: number) => number} Place */

/** @type {Place} */
const itself = (value) => value;

/**
 * Trace an outline on `pen`, its coordinates times `unit`.
 * @param {Context | Path2D} pen @param {Reader} reader
 * @param {Int16ArrayConstructor | Float32ArrayConstructor} Type @param {number} unit
 * @param {Place} [place]
 */
function trace(pen, reader, Type, unit, place = itself) {
  const kind = reader.u32();
  const points = reader.array(Type, 2 * reader.u32());
  reader.align();
  let i = 0;
  const next = () => place(points[i] * unit, i++ & 1);
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

const MAGIC = 0x33424754; // "TGB3"

/**
 * @typedef {{ z: number, unit: number, view: DataView }} Layer
 * @typedef {(r: number, g: number, b: number, a: number, role: number) => string | null} Colours
 *   The CSS colour, null for nothing. The role is that of the letters, 0 for all else.
 * @typedef {(role: number, size: number) => number} Letters
 *   How many times larger letters of this size (CSS pixels) are set, about their anchor. Roles:
 *   1 title, 2 axis label, 3 tick label, 4 other words, 5 words on a colour of their own.
 * @typedef {{ origin: [number, number], left: number, top: number, right: number, bottom: number }} Room
 *   Where on the context the drawing begins (whole device pixels), and where letters have room
 *   (CSS pixels of the drawing).
 * @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Context
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
    if (view.getUint32(at, true) !== MAGIC)
      throw new Error("A drawing of another edition: reload the page.");
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

/**
 * Paint a layer on a context that is `ratio` times as large as its part.
 * @param {Context} context @param {Layer} layer @param {number} ratio @param {Colours} colour @param {Letters} [letters]
 * @param {Room} [room]
 */
export function paint(
  context,
  { view, unit },
  ratio,
  colour,
  letters = () => 1,
  room = EVERYWHERE,
) {
  new Painter(context, new Reader(view), ratio, colour, letters, room).paint(unit);
}

/** @type {Room} */
const EVERYWHERE = {
  origin: [0, 0],
  left: Number.NEGATIVE_INFINITY,
  top: Number.NEGATIVE_INFINITY,
  right: Number.POSITIVE_INFINITY,
  bottom: Number.POSITIVE_INFINITY,
};
const CLOSE = 1.5; // times that texts are enlarged at most which stand close together, as in a matrix
const APART = 4; // CSS pixels between the numbers at two ticks

class Painter {
  /** @type {number[][]} the boxes of the numbers at ticks */
  numbers = [];
  role = 0; // of the letters that are painted
  unit = 1;
  width = 0;
  each = 1; // how much larger than it was drawn a marker is, if it is a text
  opaque = false; // whether nothing shines through the fill
  meets = false; // whether faces are to meet their neighbours
  clipped = false;
  scale = 1;
  left = 0;
  top = 0;
  /** @type {string | null} */
  fill = null;
  /** @type {string | null} */
  stroke = null;
  /** @type {CanvasPattern | null} */
  hatch = null;
  /** @type {Context | null} that a sum is added to */
  below = null;

  /** @param {Context} context @param {Reader} reader @param {number} ratio @param {Colours} colour @param {Letters} letters @param {Room} room */
  constructor(context, reader, ratio, colour, letters, room) {
    this.context = context;
    this.reader = reader;
    this.ratio = ratio;
    this.letters = letters;
    this.room = room;
    /** @type {(r: number, g: number, b: number, a: number) => string | null} */
    this.colour = (r, g, b, a) => colour(r, g, b, a, this.role);
    this.scaleAbout(0, 0, 1);
  }

  /** @param {number} unit */
  paint(unit) {
    const { context, reader } = this;
    this.unit = unit;
    context.save();
    this.place();
    while (reader.at < reader.view.byteLength) {
      const kind = reader.u8();
      const flags = reader.u8(),
        count = reader.u16();
      if (kind === STYLE) this.readStyle(flags, count);
      else if (kind === CLIP) this.clip(flags);
      else if (kind === PATH) this.paintPath(flags);
      else if (kind === MARKERS) this.paintMarkers(flags);
      else if (kind === IMAGE) this.paintImage(flags, count);
      else if (kind === LETTERS) this.readLetters(flags, count);
      else if (kind === HATCH) this.readHatch();
      else if (kind === POLYGONS) this.paintPolygons(flags, count);
      else if (kind === SUM) this.sum(flags);
      else throw new Error(`Unknown operation ${kind} in a drawing.`);
      reader.align();
    }
    if (this.clipped) context.restore();
    context.restore();
  }

  /** Where a point (x, y) of the drawing lies: at scale * x + left, scale * y + top. @param {number} x @param {number} y @param {number} factor */
  scaleAbout(x, y, factor) {
    this.scale = this.ratio * factor;
    this.left = this.room.origin[0] + this.ratio * (1 - factor) * x;
    this.top = this.room.origin[1] + this.ratio * (1 - factor) * y;
  }
  place(x = 0, y = 0, scale = 1) {
    const { left, top } = this,
      size = this.scale * scale;
    this.context.setTransform(size, 0, 0, size, this.scale * x + left, this.scale * y + top);
  }

  /** On whole pixels of the screen, or in their middle for a line of an odd number of them. @param {number} width @returns {Place} */
  wholePixels(width) {
    const { scale, left, top } = this;
    const middle = (Math.round(width * scale) % 2) / 2;
    return (value, direction) => {
      const from = direction ? top : left;
      return (Math.floor(value * scale + from + 0.5) + middle - from) / scale;
    };
  }

  rgba() {
    const { reader } = this;
    return this.colour(reader.u8(), reader.u8(), reader.u8(), reader.u8());
  }
  // For each of n things a CSS colour and whether it is opaque, from four bytes each.
  /** @param {number} n @returns {[(i: number) => string | null, (i: number) => boolean]} */
  colours(n) {
    const bytes = this.reader.array(Uint8Array, 4 * n);
    const each = (/** @type {number} */ i) =>
      this.colour(bytes[4 * i], bytes[4 * i + 1], bytes[4 * i + 2], bytes[4 * i + 3]);
    return [each, (i) => bytes[4 * i + 3] === 255];
  }
  /** @param {number} n */
  floats(n) {
    const values = this.reader.array(Float32Array, n);
    return (/** @type {number} */ i) => values[i];
  }

  /** @param {number} flags @param {number} count */
  readStyle(flags, count) {
    const { context, reader } = this;
    this.meets = flags === 1;
    this.fill = this.rgba();
    this.opaque = reader.view.getUint8(reader.at - 1) === 255;
    this.stroke = this.rgba();
    this.width = reader.f32();
    context.lineDashOffset = reader.f32();
    context.lineCap = CAPS[reader.u8()];
    context.lineJoin = JOINS[reader.u8()];
    reader.u16();
    context.setLineDash(Array.from(reader.array(Float32Array, count)));
    if (!this.width) this.stroke = null;
  }

  /** @param {number} role @param {number} number whether it is one at a tick */
  readLetters(role, number) {
    const { reader } = this;
    this.role = role;
    if (role) {
      const [x, y, size] = reader.array(Float32Array, 3);
      const box = [...reader.array(Int16Array, 4)];
      const factor = Number.isFinite(size) ? this.letters(role, size) : 1;
      if (Number.isFinite(x)) this.fit([x, y], box, factor, Boolean(number));
      else this.each = Math.min(factor, CLOSE);
    } else {
      this.scaleAbout(0, 0, 1);
      this.each = 1;
    }
    this.place();
  }

  /**
   * Enlarge a text about its anchor, if there is room: one that would leave the stage is moved
   * back, a long one stays smaller, a number at a tick that would touch its neighbour is left out.
   * @param {number[]} anchor @param {number[]} box @param {number} most @param {boolean} number
   */
  fit(anchor, box, most, number) {
    const from = [this.room.left, this.room.top];
    const to = [this.room.right, this.room.bottom];
    const lengths = [box[2] - box[0], box[3] - box[1]];
    const room = lengths.map((length, i) => (to[i] - from[i]) / length);
    const factor = Math.max(1, Math.min(most, ...room.filter(Number.isFinite)));
    this.scaleAbout(anchor[0], anchor[1], factor);
    if (factor === 1) return;
    const now = box.map((edge, i) => anchor[i % 2] + factor * (edge - anchor[i % 2]));
    const moved = from.map((low, i) =>
      now[i] < low ? low - now[i] : Math.min(0, to[i] - now[i + 2]),
    );
    if (number && this.touches(now)) this.scale = 0;
    this.left += this.ratio * (Number.isFinite(moved[0]) ? moved[0] : 0);
    this.top += this.ratio * (Number.isFinite(moved[1]) ? moved[1] : 0);
  }

  /** Whether a number at a tick would touch one before it; if not, it is one of them. @param {number[]} box */
  touches(box) {
    const overlap = (/** @type {number[]} */ other) =>
      [0, 1].every((i) => box[i] < other[i + 2] + APART && other[i] < box[i + 2] + APART);
    if (this.numbers.some(overlap)) return true;
    this.numbers.push(box);
    return false;
  }

  readHatch() {
    const { context, reader, ratio } = this;
    const colour = this.rgba();
    const size = reader.f32(),
      width = reader.f32(),
      left = reader.f32();
    const side = Math.round(size * ratio);
    const pen = penOf(side, side);
    pen.scale(side / size, side / size);
    pen.beginPath();
    trace(pen, reader, Int16Array, this.unit);
    Object.assign(pen, {
      fillStyle: colour,
      strokeStyle: colour,
      lineWidth: width,
      lineCap: "square",
    });
    pen.fill();
    if (width) pen.stroke();
    this.hatch = /** @type {CanvasPattern} */ (context.createPattern(pen.canvas, "repeat"));
    this.hatch.setTransform(new DOMMatrix([size / side, 0, 0, size / side, left, 0]));
  }

  // A box on whole pixels of the screen, so that what fills it leaves no faint line beside the axes.
  traceBox() {
    const { context, reader, ratio } = this;
    const x = reader.f32();
    const y = reader.f32(),
      right = x + reader.f32(),
      bottom = y + reader.f32();
    const [left, top, end, foot] = [x, y, right, bottom].map(
      (each) => Math.round(each * ratio) / ratio,
    );
    context.rect(left, top, end - left, foot - top);
  }

  /** A clip replaces the last one, and is never scaled as letters are. @param {number} flags */
  clip(flags) {
    const { context, reader, ratio } = this;
    const dash = context.getLineDash();
    const { lineDashOffset, lineCap, lineJoin } = context;
    if (this.clipped) context.restore();
    this.clipped = flags > 0;
    if (this.clipped) {
      context.save();
      context.setTransform(ratio, 0, 0, ratio, ...this.room.origin);
      context.beginPath();
      if (flags === 1) this.traceBox();
      else trace(context, reader, Int16Array, this.unit);
      context.clip();
    }
    Object.assign(context, { lineDashOffset, lineCap, lineJoin });
    context.setLineDash(dash);
    this.place();
  }

  /** Faces that only meet are added up on a sheet: where two share a pixel, none shines through. @param {number} begins */
  sum(begins) {
    if (begins) {
      this.below = this.context;
      const { width, height } = this.below.canvas;
      this.context = penOf(width, height);
      this.context.globalCompositeOperation = "lighter";
      this.place();
    } else if (this.below) {
      const sheet = this.context.canvas;
      this.context = this.below;
      this.context.setTransform(1, 0, 0, 1, 0, 0);
      this.context.drawImage(sheet, 0, 0);
      this.place();
    }
  }

  /**
   * Fill the current path. A face that is to meet its neighbours is enlarged by half a pixel of
   * the screen, for the canvas knows antialiased edges only; a translucent one would get a rim.
   * @param {string} fill @param {boolean} opaque @param {string | null} edged
   */
  paintFace(fill, opaque, edged) {
    const { context } = this;
    context.fillStyle = fill;
    context.fill();
    if (!this.meets || !opaque || edged) return;
    context.strokeStyle = fill;
    context.lineWidth = 1 / this.scale;
    context.stroke();
  }

  /** @param {number} flags */
  paintPath(flags) {
    const { context, reader, fill, stroke } = this;
    context.beginPath();
    trace(
      context,
      reader,
      Int16Array,
      this.unit,
      flags & 2 ? this.wholePixels(this.width) : undefined,
    );
    if (fill) this.paintFace(fill, this.opaque, stroke);
    if (flags & 1 && this.hatch) {
      context.fillStyle = this.hatch;
      context.fill();
    }
    if (stroke) {
      context.strokeStyle = stroke;
      context.lineWidth = this.width;
      context.stroke();
    }
  }

  /** @param {number} flags @param {number} alike */
  paintPolygons(flags, alike) {
    const { context, reader, unit } = this;
    const n = reader.u32();
    const corners = reader.u32();
    const counts = alike ? null : reader.array(Uint16Array, n);
    reader.align();
    const points = reader.array(Int16Array, 2 * corners);
    const [fillOf, opaqueOf] = flags & 1 ? this.colours(n) : [() => this.fill, () => this.opaque];
    const [strokeOf] = flags & 2 ? this.colours(n) : [() => this.stroke];
    const widthOf = flags & 8 ? this.floats(n) : () => this.width;
    const whole = flags & 16 ? reader.array(Uint8Array, n) : null;
    for (let i = 0, at = 0; i < n; i++) {
      const end = at + 2 * (counts ? counts[i] : alike);
      const width = widthOf(i);
      const place = whole?.[i] ? this.wholePixels(width) : itself;
      context.beginPath();
      context.moveTo(place(points[at] * unit, 0), place(points[at + 1] * unit, 1));
      for (at += 2; at < end; at += 2)
        context.lineTo(place(points[at] * unit, 0), place(points[at + 1] * unit, 1));
      if (!(flags & 4)) context.closePath();
      const fill = fillOf(i);
      const stroke = width ? strokeOf(i) : null;
      if (fill) this.paintFace(fill, opaqueOf(i), stroke);
      if (stroke) {
        context.strokeStyle = stroke;
        context.lineWidth = width;
        context.stroke();
      }
    }
  }

  /** @param {number} flags */
  paintMarkers(flags) {
    const { context, reader } = this;
    const shape = new Path2D();
    trace(shape, reader, Float32Array, 1);
    const n = reader.u32();
    const unit = reader.f32();
    const places = reader.array(Int16Array, 2 * n);
    const [fillOf] = flags & 1 ? this.colours(n) : [() => this.fill];
    const [strokeOf] = flags & 2 ? this.colours(n) : [() => this.stroke];
    const scaleOf = flags & 4 ? this.floats(n) : () => 1;
    const widthOf = flags & 8 ? this.floats(n) : () => this.width;
    for (let i = 0; i < n; i++) {
      const scale = scaleOf(i);
      const inside = fillOf(i),
        edge = strokeOf(i),
        line = widthOf(i);
      this.place(unit * places[2 * i], unit * places[2 * i + 1], scale * this.each);
      if (inside) {
        context.fillStyle = inside;
        context.fill(shape);
      }
      if (edge && line && scale) {
        context.strokeStyle = edge;
        context.lineWidth = line / scale;
        context.stroke(shape);
      }
    }
    this.place();
  }

  /** @param {number} flags @param {number} count */
  paintImage(flags, count) {
    const { context, reader } = this;
    const width = reader.u32();
    const height = reader.u32(),
      alpha = reader.f32();
    const [a, b, c, d, e, f] = reader.array(Float32Array, 6);
    const image = new ImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    if (flags & 1) {
      const palette = reader.array(Uint32Array, count);
      const indices = reader.array(count > 256 ? Uint16Array : Uint8Array, width * height);
      for (let i = 0; i < pixels.length; i++) pixels[i] = palette[indices[i]];
    } else {
      pixels.set(reader.array(Uint32Array, width * height));
    }
    const pen = penOf(width, height);
    pen.putImageData(image, 0, 0);
    const sheet = pen.canvas;
    // A few large pixels keep their edges; a picture finer than the screen is smoothed. One that
    // is fine in one direction only is first made as coarse there as the screen.
    const across = Math.hypot(a, b) * this.scale;
    const down = Math.hypot(c, d) * this.scale;
    const mixed = !(flags & 2) && across < 1 !== down < 1;
    const shown = mixed ? shrunk(sheet, Math.min(across, 1), Math.min(down, 1)) : sheet;
    context.save();
    context.transform(a, b, c, d, e, f);
    context.imageSmoothingEnabled = Boolean(flags & 2) || (across < 1 && down < 1);
    context.imageSmoothingQuality = "high";
    context.globalAlpha = alpha;
    context.drawImage(shown, 0, 0, width, height);
    context.restore();
  }
}

/** What draws on a new sheet. @param {number} width @param {number} height */
const penOf = (width, height) =>
  /** @type {OffscreenCanvasRenderingContext2D} */ (
    new OffscreenCanvas(width, height).getContext("2d")
  );

/** @param {OffscreenCanvas} sheet @param {number} across @param {number} down */
function shrunk(sheet, across, down) {
  // Of low quality: a better one would smear the coarse cells.
  const pen = penOf(Math.ceil(sheet.width * across), Math.ceil(sheet.height * down));
  pen.drawImage(sheet, 0, 0, pen.canvas.width, pen.canvas.height);
  return pen.canvas;
}
