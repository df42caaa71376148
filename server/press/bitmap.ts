import sharp from 'sharp';
import { invalid } from '../errors.ts';
import { barBoxes, barMm } from './bars.ts';
import { codeBox, type Drawing, type Shape } from './drawing.ts';
import { pagesOf, type Sticker } from './pages.ts';
import type { PrintJob } from './print-job.ts';
import { modulesAcross, quietModules, type Symbol, symbolOf } from './qr.ts';
import { labelSvg } from './svg.ts';

/** Dots in rows from the top, eight to a byte, the leftmost in the highest bit; 1 is black. */
export interface Bitmap {
  width: number;
  height: number;
  bytesPerRow: number;
  data: Buffer;
}

/** Thermal printers come with these many dots per inch. */
export const thermalDpis = [203, 300] as const;
export type ThermalDpi = (typeof thermalDpis)[number];

// "203 dpi" print heads have 8 dots a millimetre, "300 dpi" ones 300 an inch.
const dotsPerMm: Record<ThermalDpi, number> = { 203: 8, 300: 300 / 25.4 };
// Heat spreads: a module of fewer dots closes up (domain.md, section 7).
const leastDots = 4;
// Of bars, whose edges are read along their whole length.
const leastBarDots = 2;
const threshold = 150;

/** What a thermal printer is fed: a row of labels on a roll, or each label alone when the job is for sheets. */
export async function* bitmapsOf(job: PrintJob, dpi: ThermalDpi): AsyncGenerator<Bitmap> {
  const roll = job.stock.rows === 1;
  for (const stickers of pagesOf(job)) {
    if (roll) yield await drawRow(stickers, job.stock.page, dpi);
    else for (const sticker of stickers) yield await drawRow([{ ...sticker, x: 0, y: 0 }], sticker.part.drawing, dpi);
  }
}

async function drawRow(
  stickers: readonly Sticker[],
  size: { width: number; height: number },
  dpi: ThermalDpi,
): Promise<Bitmap> {
  const bitmap = blank(Math.round(size.width * dotsPerMm[dpi]), Math.round(size.height * dotsPerMm[dpi]));
  for (const sticker of stickers) await drawLabel(bitmap, sticker, dotsPerMm[dpi]);
  return bitmap;
}

function blank(width: number, height: number): Bitmap {
  const bytesPerRow = Math.ceil(width / 8);
  return { width, height, bytesPerRow, data: Buffer.alloc(bytesPerRow * height) };
}

async function drawLabel(bitmap: Bitmap, { part, unit, x, y }: Sticker, dots: number): Promise<void> {
  const { drawing, version } = part;
  const [left, top] = [Math.round(x * dots), Math.round(y * dots)];
  const words = { serial: unit.serial, symbol: { version: 0, size: 1, modules: new Uint8Array(1) } };
  const [width, height] = [Math.round(drawing.width * dots), Math.round(drawing.height * dots)];
  const svg = labelSvg(drawing, words).replace(
    /width="[^"]+" height="[^"]+" viewBox="[^"]+"/,
    `width="${width}" height="${height}" viewBox="0 0 ${width / dots} ${height / dots}"`,
  );
  const grey = await sharp(Buffer.from(svg)).flatten({ background: '#ffffff' }).greyscale().raw().toBuffer();
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if ((grey[row * width + column] ?? 255) < threshold) blacken(bitmap, left + column, top + row);
    }
  }
  drawBars(bitmap, drawing, { left, top, dots });
  drawSymbol(bitmap, symbolOf(unit.url, version), symbolPlace(codeBox(drawing), version, { left, top, dots }));
}

// Over what was drawn of them, which cut their edges anywhere: each of whole dots, and white between them.
function drawBars(
  bitmap: Bitmap,
  { shapes }: Drawing,
  { left, top, dots }: { left: number; top: number; dots: number },
) {
  for (const shape of shapes) {
    if (shape.kind !== 'bars') continue;
    const bars = inDots(shape, { left, top, dots });
    const module = Math.floor(barMm(bars) + 1e-6);
    if (module < leastBarDots)
      throw invalid('label-code-too-small', {
        mm: (module / dots).toFixed(2),
        least: (leastBarDots / dots).toFixed(2),
      });
    fill(bitmap, bars, false);
    for (const bar of barBoxes(bars, module)) fill(bitmap, bar, true);
  }
}

// A half dot at the beginning moves both edges of each bar alike.
const inDots = (
  bars: Extract<Shape, { kind: 'bars' }>,
  { left, top, dots }: { left: number; top: number; dots: number },
) => ({
  ...bars,
  x: left + Math.round(bars.x * dots),
  y: top + Math.round(bars.y * dots),
  width: Math.round(bars.width * dots),
  height: Math.round(bars.height * dots),
});

/** The symbol's first dark corner and the dots of one module: whole dots, centred in its box. */
function symbolPlace(
  box: { x: number; y: number; size: number },
  version: number,
  { left, top, dots }: { left: number; top: number; dots: number },
): { x: number; y: number; module: number } {
  const across = modulesAcross(version);
  const module = Math.floor((box.size * dots + 1e-6) / across);
  if (module < leastDots)
    throw invalid('label-code-too-small', { mm: (module / dots).toFixed(2), least: (leastDots / dots).toFixed(2) });
  const spare = box.size * dots - across * module;
  const corner = (edge: number) => Math.round(edge * dots + spare / 2) + quietModules * module;
  return { x: left + corner(box.x), y: top + corner(box.y), module };
}

function drawSymbol(bitmap: Bitmap, { size, modules }: Symbol, place: { x: number; y: number; module: number }): void {
  for (let row = 0; row < size * place.module; row += 1) {
    for (let column = 0; column < size * place.module; column += 1) {
      const at = Math.floor(row / place.module) * size + Math.floor(column / place.module);
      if (modules[at] === 1) blacken(bitmap, place.x + column, place.y + row);
    }
  }
}

function fill(bitmap: Bitmap, box: { x: number; y: number; width: number; height: number }, dark: boolean): void {
  for (let y = Math.round(box.y); y < Math.round(box.y + box.height); y += 1) {
    for (let x = Math.round(box.x); x < Math.round(box.x + box.width); x += 1) {
      if (dark) blacken(bitmap, x, y);
      else whiten(bitmap, x, y);
    }
  }
}

function whiten(bitmap: Bitmap, x: number, y: number): void {
  if (x < 0 || y < 0 || x >= bitmap.width || y >= bitmap.height) return;
  const at = y * bitmap.bytesPerRow + (x >> 3);
  bitmap.data[at] = (bitmap.data[at] ?? 0) & ~(0x80 >> (x & 7));
}

function blacken(bitmap: Bitmap, x: number, y: number): void {
  if (x < 0 || y < 0 || x >= bitmap.width || y >= bitmap.height) return;
  const at = y * bitmap.bytesPerRow + (x >> 3);
  bitmap.data[at] = (bitmap.data[at] ?? 0) | (0x80 >> (x & 7));
}
