import { drawingFor, getTemplate, type LabelData } from '../../../server/labels/templates.ts';
import { codeBox } from '../../../server/press/drawing.ts';
import { pagesOf, type Sticker } from '../../../server/press/pages.ts';
import type { Part, PrintJob } from '../../../server/press/print-job.ts';
import { modulesAcross, quietModules, versionFor } from '../../../server/press/qr.ts';
import { noCalibration } from '../../../server/press/sheet.ts';
import type { StockShape } from '../../../server/press/stock.ts';
import { labelUrl } from '../../../server/provenance/digital-link.ts';
import { unitSerial } from '../../../server/traceability/unit-serial.ts';
import { crop, decode, type Picture } from './pictures.ts';

const key = 'a-label-key-for-tests-only-0123456789abcdef';
export const publicUrl = 'https://truyxuat.binhlu.laichau.vn';
export const batchCode = 'BNHTVDK9';

export interface JobWish {
  template: string;
  stock: StockShape;
  count: number;
  startAt?: number;
  data?: Partial<LabelData>;
  black?: boolean;
  sample?: boolean;
}

/** A job as a run would make it, without storage. */
export function jobFor({
  template: id,
  stock,
  count,
  startAt = 1,
  data,
  black = false,
  sample = false,
}: JobWish): PrintJob {
  const template = getTemplate(id);
  const units = template.serials !== 'batch';
  const kind = template.kinds?.[0] ?? 'mien-dong';
  const drawing = drawingFor(template, { ...template.sample, ...data }, { kind, units, black, sample });
  const labels = Array.from({ length: count }, (_, index) => {
    const serial = units ? unitSerial(batchCode, index + 1, key) : '';
    return { serial, url: labelUrl(publicUrl, batchCode, serial || null) };
  });
  const part: Part = {
    drawing,
    folder: template.folder,
    version: versionFor(labels.map(({ url }) => url)),
    units: labels,
  };
  const createdAt = new Date('2026-11-16T05:00:00Z');
  return {
    stock,
    calibration: noCalibration,
    startAt,
    parts: [part],
    footer: 'Lô MD-2026-11',
    title: 'Tem',
    createdAt,
  };
}

export interface Reading {
  cell: number;
  page: number;
  expected: string;
  read: string;
  /** How far the symbol's edges stand from where they should, in millimetres: the worst of the four. */
  offMm: number;
}

/** Looks at every cell of a job's pages: what its code says, and how far it stands from its place. */
export async function readCells(job: PrintJob, pages: readonly Picture[]): Promise<Reading[]> {
  const stickers = Array.from(pagesOf(job)).flatMap((page, index) => page.map((sticker) => ({ sticker, page: index })));
  const cells = stickers.map(({ sticker, page }) => {
    const picture = pages[page];
    if (!picture) throw new Error(`there is no page ${page + 1}`);
    return cellOf(sticker, picture, picture.width / job.stock.page.width);
  });
  const texts = await decode(cells.map(({ picture }) => picture));
  return stickers.map(({ sticker, page }, index) => ({
    page,
    cell: sticker.cell,
    expected: sticker.unit.url,
    read: texts[index] ?? '',
    offMm: cells[index]?.offMm ?? Number.POSITIVE_INFINITY,
  }));
}

function cellOf({ part, x, y }: Sticker, page: Picture, perMm: number): { picture: Picture; offMm: number } {
  const box = codeBox(part.drawing);
  const [left, top] = [Math.round((x + box.x) * perMm), Math.round((y + box.y) * perMm)];
  const size = Math.round(box.size * perMm);
  const picture = crop(page, { x: left, y: top, width: size, height: size });
  const margin = (box.size / modulesAcross(part.version)) * quietModules;
  const ink = inkOf(picture);
  const start = [(x + box.x) * perMm - left, (y + box.y) * perMm - top];
  const expected = {
    left: margin * perMm + (start[0] ?? 0),
    right: (box.size - margin) * perMm + (start[0] ?? 0),
    top: margin * perMm + (start[1] ?? 0),
  };
  const off = Math.max(
    Math.abs(ink.left - expected.left),
    Math.abs(ink.right + 1 - expected.right),
    Math.abs(ink.top - expected.top),
  );
  return { picture, offMm: off / perMm };
}

/** The edges of everything dark in a picture. */
function inkOf({ width, height, grey }: Picture): { left: number; right: number; top: number } {
  let [left, right, top] = [width, -1, height];
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if ((grey[row * width + column] ?? 255) > 127) continue;
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
    }
  }
  return { left, right, top };
}

/** The texts of a job's drawing that are the same on all labels. */
export const textsOf = (part: Part): string[] =>
  part.drawing.shapes.flatMap((shape) =>
    shape.kind === 'text' ? shape.segments.filter(({ text }) => !text.includes('\uE000')).map(({ text }) => text) : [],
  );
