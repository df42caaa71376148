import { barBoxes } from './bars.ts';
import type { Box, Drawing, Paint, Shape } from './drawing.ts';
import { layout, outline, type PathStep, type Weight } from './fonts.ts';
import { short, svgPath } from './path.ts';
import { type Symbol, svgPathOf } from './qr.ts';
import { filled, hasSlot } from './slots.ts';

/** What differs on each label of a run. */
export interface Unit {
  serial: string;
  symbol: Symbol;
}

type Text = Extract<Shape, { kind: 'text' }>;

/** Outlines of the letters that a document uses, each written once. */
export class Letters {
  private readonly known = new Map<string, string>();

  /** A line of text as uses of its letters, `x` and `y` in millimetres on the base line. */
  line(text: string, weight: Weight, at: { x: number; y: number; fontSize: number; paint: string }): string {
    const uses = layout(weight, text).glyphs.map(({ id, x }) => {
      const name = `g${weight}-${id}`;
      if (!this.known.has(name)) this.known.set(name, svgPath(scaled(weight, id)));
      return `<use href="#${name}" x="${Math.round(x * 1000)}"/>`;
    });
    const scale = at.fontSize / 1000;
    return `<g transform="translate(${short(at.x)} ${short(at.y)}) scale(${scale.toFixed(6)})" ${at.paint}>${uses.join('')}</g>`;
  }

  definitions(): string {
    return [...this.known].map(([name, d]) => `<path id="${name}" d="${d}"/>`).join('');
  }
}

// Glyphs in thousandths of an em, y downwards as SVG has it.
const scaled = (weight: Weight, id: number) =>
  outline(weight, id).map(
    ({ to, at }) => ({ to, at: at.map((value, index) => value * (index % 2 === 0 ? 1000 : -1000)) }) as PathStep,
  );

/** One label as a document of its own, letters as outlines so that it looks the same where the font is not installed. */
export function labelSvg(drawing: Drawing, unit: Unit, pictures: Pictures = noPictures): string {
  const letters = new Letters();
  const body = common(drawing, letters, pictures) + own(drawing, unit, letters);
  const { width, height } = drawing;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}"><defs>${letters.definitions()}</defs><rect width="${width}" height="${height}" fill="#ffffff"/>${body}</svg>`;
}

/** Gives the bytes of a template's picture as a data address. */
export type Pictures = (href: string) => string;
const noPictures: Pictures = () => '';

/** What all labels of a run share, as elements. */
export function common(drawing: Drawing, letters: Letters, pictures: Pictures): string {
  return drawing.shapes.map((shape) => shapeSvg(shape, letters, pictures)).join('');
}

/** What one label has of its own: the symbol and the serial. */
export function own(drawing: Drawing, unit: Unit, letters: Letters): string {
  return drawing.shapes
    .map((shape) => {
      if (shape.kind === 'qr') return codeSvg(shape, unit.symbol);
      return shape.kind === 'text' && hasSlot(shape) ? slotSvg(shape, unit.serial, letters) : '';
    })
    .join('');
}

function slotSvg(shape: Text, serial: string, letters: Letters): string {
  const { x, text, weight } = filled(shape, serial);
  return letters.line(text, weight, { x, y: shape.y, fontSize: shape.fontSize, paint: `fill="${shape.fill}"` });
}

function codeSvg(box: { x: number; y: number; size: number }, symbol: Symbol): string {
  const module = box.size / (symbol.size + 8);
  return `<path transform="translate(${box.x + 4 * module} ${box.y + 4 * module}) scale(${module})" d="${svgPathOf(symbol)}"/>`;
}

function shapeSvg(shape: Shape, letters: Letters, pictures: Pictures): string {
  switch (shape.kind) {
    case 'rect':
      return `<rect x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}" rx="${shape.radius}" ${paint(shape)}/>`;
    case 'path':
      return `<path d="${svgPath(shape.steps)}" ${paint(shape)}/>`;
    case 'image':
      return `<image x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}" href="${pictures(shape.href)}"/>`;
    case 'qr':
      return `<rect x="${shape.x}" y="${shape.y}" width="${shape.size}" height="${shape.size}" fill="#ffffff"/>`;
    case 'bars':
      return barsSvg(shape);
    case 'mark':
      return markSvg(shape, letters);
    case 'text':
      return hasSlot(shape) ? '' : textSvg(shape, letters);
  }
}

const barsSvg = (bars: Extract<Shape, { kind: 'bars' }>): string =>
  `${boxSvg(bars)} fill="#ffffff"/><g shape-rendering="crispEdges">${barBoxes(bars)
    .map((bar) => `${boxSvg(bar)}/>`)
    .join('')}</g>`;

const boxSvg = ({ x, y, width, height }: Box): string =>
  `<rect x="${precise(x)}" y="${precise(y)}" width="${precise(width)}" height="${precise(height)}"`;

// A till measures hundredths of a millimetre.
const precise = (mm: number): string => String(Number(mm.toFixed(4)));

const textSvg = (shape: Text, letters: Letters): string =>
  shape.segments
    .map(({ x, text, weight }) =>
      letters.line(text, weight, { x, y: shape.y, fontSize: shape.fontSize, paint: `fill="${shape.fill}"` }),
    )
    .join('');

function markSvg(shape: Extract<Shape, { kind: 'mark' }>, letters: Letters): string {
  const strokeWidth = (shape.strokeWidth / shape.fontSize) * 1000;
  const line = letters.line(shape.text, 700, {
    x: 0,
    y: 0,
    fontSize: shape.fontSize,
    paint: paint({ ...shape, strokeWidth }),
  });
  return `<g transform="translate(${short(shape.x)} ${short(shape.y)}) rotate(${-shape.angle})">${line}</g>`;
}

const paint = ({ fill, stroke, strokeWidth }: Paint): string =>
  `fill="${fill ?? 'none'}"${stroke === null ? '' : ` stroke="${stroke}" stroke-width="${short(strokeWidth)}"`}`;
