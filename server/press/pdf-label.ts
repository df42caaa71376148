import { readFileSync } from 'node:fs';
import path from 'node:path';
import { barBoxes } from './bars.ts';
import type { Box, Drawing, Ink, Paint, Shape } from './drawing.ts';
import type { PathStep } from './fonts.ts';
import { pdfPath, short } from './path.ts';
import type { PdfFonts } from './pdf-fonts.ts';
import type { PrintedUnit } from './print-job.ts';
import { pdfPathOf, quietModules, symbolOf } from './qr.ts';
import { filled, hasSlot } from './slots.ts';

/** What all labels of a part share, as PDF operators in millimetres with y downwards. */
export const sharedOperators = (drawing: Drawing, fonts: PdfFonts): string =>
  drawing.shapes
    .map((shape) => operators(shape, fonts))
    .filter(Boolean)
    .join('\n');

/** What one label has of its own: one path for the symbol, and its serial. */
export function ownOperators(drawing: Drawing, unit: PrintedUnit, version: number, fonts: PdfFonts): string {
  return drawing.shapes
    .map((shape) => {
      if (shape.kind === 'qr') return codeOperators(shape, unit.url, version);
      if (shape.kind !== 'text' || !hasSlot(shape)) return '';
      const { x, text, weight } = filled(shape, unit.serial);
      return `${colour(shape.fill, 'rg')} ${fonts.code(text, weight, { x, y: shape.y, fontSize: shape.fontSize })}`;
    })
    .filter(Boolean)
    .join('\n');
}

function codeOperators(box: { x: number; y: number; size: number }, url: string, version: number): string {
  const symbol = symbolOf(url, version);
  const module = box.size / (symbol.size + 2 * quietModules);
  const scale = module.toFixed(6);
  return `q 0 g ${scale} 0 0 ${scale} ${short(box.x + quietModules * module)} ${short(box.y + quietModules * module)} cm\n${pdfPathOf(symbol)} Q`;
}

function operators(shape: Shape, fonts: PdfFonts): string {
  switch (shape.kind) {
    case 'rect':
      return painted(shape, pdfPath(rectSteps(shape)));
    case 'path':
      return painted(shape, pdfPath(shape.steps));
    case 'image':
      return `q ${short(shape.width)} 0 0 ${short(-shape.height)} ${short(shape.x)} ${short(shape.y + shape.height)} cm /${pictureName(shape.href)} Do Q`;
    case 'qr':
      return `1 g ${[shape.x, shape.y, shape.size, shape.size].map(short).join(' ')} re f`;
    case 'bars':
      return `1 g ${boxOperators(shape)} f 0 g ${barBoxes(shape).map(boxOperators).join(' ')} f`;
    case 'mark':
      return markOperators(shape, fonts);
    case 'text':
      return hasSlot(shape) ? '' : textOperators(shape, fonts);
  }
}

const boxOperators = ({ x, y, width, height }: Box): string =>
  `${[x, y, width, height].map((mm) => mm.toFixed(4)).join(' ')} re`;

// Text rendering mode 1 strokes the letters' outlines (PDF 32000-1, table 106).
function markOperators(shape: Extract<Shape, { kind: 'mark' }>, fonts: PdfFonts): string {
  const outlined = shape.fill === null;
  const paint = outlined
    ? `1 Tr ${colour(shape.stroke ?? '#000000', 'RG')} ${short(shape.strokeWidth)} w`
    : colour(shape.fill ?? '#000000', 'rg');
  return `${paint} ${fonts.turned(shape.text, shape)}${outlined ? ' 0 Tr' : ''}`;
}

const textOperators = (shape: Extract<Shape, { kind: 'text' }>, fonts: PdfFonts): string =>
  [
    colour(shape.fill, 'rg'),
    ...shape.segments.map(({ x, text, weight }) =>
      fonts.line(text, weight, { x, y: shape.y, fontSize: shape.fontSize }),
    ),
  ].join(' ');

function painted({ fill, stroke, strokeWidth }: Paint, outline: string): string {
  const paint = fill !== null && stroke !== null ? 'B' : fill !== null ? 'f' : stroke !== null ? 'S' : 'n';
  const colours = [
    fill === null ? '' : colour(fill, 'rg'),
    stroke === null ? '' : `${colour(stroke, 'RG')} ${short(strokeWidth)} w`,
  ];
  return `${colours.filter(Boolean).join(' ')} ${outline} ${paint}`;
}

// The circle's quarter as a cubic curve.
const quarter = 0.5523;

function rectSteps({ x, y, width, height, radius }: Extract<Shape, { kind: 'rect' }>): PathStep[] {
  const r = Math.min(radius, width / 2, height / 2);
  const [right, bottom, k] = [x + width, y + height, r * (1 - quarter)];
  if (r === 0) {
    const corners: [number, number][] = [
      [x, y],
      [right, y],
      [right, bottom],
      [x, bottom],
    ];
    return [...corners.map((at, index): PathStep => ({ to: index === 0 ? 'M' : 'L', at })), { to: 'Z', at: [] }];
  }
  return [
    { to: 'M', at: [x + r, y] },
    { to: 'L', at: [right - r, y] },
    { to: 'C', at: [right - k, y, right, y + k, right, y + r] },
    { to: 'L', at: [right, bottom - r] },
    { to: 'C', at: [right, bottom - k, right - k, bottom, right - r, bottom] },
    { to: 'L', at: [x + r, bottom] },
    { to: 'C', at: [x + k, bottom, x, bottom - k, x, bottom - r] },
    { to: 'L', at: [x, y + r] },
    { to: 'C', at: [x, y + k, x + k, y, x + r, y] },
    { to: 'Z', at: [] },
  ];
}

function colour(ink: Ink, operator: 'rg' | 'RG'): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(ink.slice(at, at + 2), 16) / 255);
  return `${parts.map((part) => part.toFixed(3)).join(' ')} ${operator}`;
}

/** The name of a picture in a resource dictionary. */
export const pictureName = (href: string): string => `P${href.replaceAll(/[^a-z0-9]/g, '')}`;

/** The pictures of a drawing with their bytes. */
export const picturesOf = (drawing: Drawing, folder: string): { name: string; bytes: Buffer }[] =>
  drawing.shapes.flatMap((shape) =>
    shape.kind === 'image'
      ? [{ name: pictureName(shape.href), bytes: readFileSync(path.join(folder, shape.href)) }]
      : [],
  );
