import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { codeBox } from '../../../server/labels/drawing.ts';
import { pagesOf, type Sticker } from '../../../server/labels/pages.ts';
import type { Part, PrintJob } from '../../../server/labels/print-job.ts';
import { modulesAcross, quietModules, versionFor } from '../../../server/labels/qr.ts';
import { noCalibration } from '../../../server/labels/sheet.ts';
import type { StockShape } from '../../../server/labels/stock.ts';
import { drawingFor, getTemplate, type LabelData } from '../../../server/labels/templates.ts';
import { labelUrl } from '../../../server/provenance/digital-link.ts';
import { unitSerial } from '../../../server/traceability/unit-serial.ts';

// An eye that knows nothing of how labels are made: Debian's poppler turns the PDF into pixels, zbar reads them.

const run = promisify(execFile);
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

export interface Picture {
  width: number;
  height: number;
  /** One byte a pixel, 0 is black. */
  grey: Buffer;
}

/** Does something with a folder of its own, and takes it away again. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'labels-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface SeenPdf {
  pages: Picture[];
  /** Millimetres. */
  pageSize: { width: number; height: number };
  fonts: { name: string; embedded: boolean; subset: boolean; unicode: boolean }[];
  text: string;
}

/** What anybody sees of a PDF. */
export const see = (pdf: Buffer, dpi = 200): Promise<SeenPdf> =>
  inFolder(async (folder) => {
    const file = path.join(folder, 'sheet.pdf');
    await writeFile(file, pdf);
    const [info, fonts, text] = await Promise.all([
      run('pdfinfo', [file]),
      run('pdffonts', [file]),
      run('pdftotext', ['-raw', file, '-'], { maxBuffer: 1e8 }),
      run('pdftoppm', ['-r', String(dpi), '-gray', file, path.join(folder, 'page')]),
    ]);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.pgm')).sort();
    const pages = await Promise.all(names.map(async (name) => readPgm(await readFile(path.join(folder, name)))));
    const [, width = '', height = ''] = /Page size:\s+([\d.]+) x ([\d.]+) pts/.exec(info.stdout) ?? [];
    const mm = (points: string) => (Number(points) * 25.4) / 72;
    return {
      pages,
      pageSize: { width: mm(width), height: mm(height) },
      fonts: readFonts(fonts.stdout),
      text: text.stdout.normalize('NFC'),
    };
  });

const readFonts = (table: string): SeenPdf['fonts'] =>
  table
    .split('\n')
    .slice(2)
    .filter(Boolean)
    .map((line) => {
      const [emb, sub, uni] = line.slice(72).trim().split(/\s+/);
      return { name: line.slice(0, 37).trim(), embedded: emb === 'yes', subset: sub === 'yes', unicode: uni === 'yes' };
    });

function readPgm(bytes: Buffer): Picture {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 40));
  if (!head) throw new Error('not a PGM');
  return { width: Number(head[1]), height: Number(head[2]), grey: bytes.subarray(head[0].length) };
}

export const pgmOf = ({ width, height, grey }: Picture): Buffer =>
  Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), grey]);

/** A part of a picture, in pixels. */
export function crop(picture: Picture, x: number, y: number, width: number, height: number): Picture {
  const grey = Buffer.alloc(width * height, 255);
  for (let row = 0; row < height; row += 1) {
    const from = (y + row) * picture.width + x;
    picture.grey.copy(grey, row * width, from, from + width);
  }
  return { width, height, grey };
}

/** What zbar reads in each picture: an empty text where there is nothing to read. */
export const decode = (pictures: readonly Picture[]): Promise<string[]> =>
  inFolder(async (folder) => {
    const names = pictures.map((_, index) => path.join(folder, `${String(index).padStart(5, '0')}.pgm`));
    await Promise.all(pictures.map((picture, index) => writeFile(names[index] ?? '', pgmOf(picture))));
    const { stdout } = await run('zbarimg', ['-q', '--xml', '-Sdisable', '-Sqrcode.enable', ...names], {
      maxBuffer: 1e8,
    }).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
    const found = new Map<string, string>();
    for (const source of stdout.matchAll(/<source href='([^']+)'>([\s\S]*?)<\/source>/g)) {
      const codes = [...(source[2] ?? '').matchAll(/CDATA\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
      found.set(source[1] ?? '', codes.join(' '));
    }
    return names.map((name) => found.get(name) ?? '');
  });

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
  const picture = crop(page, left, top, size, size);
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

/** How often a text stands in another, blanks aside. */
export function times(text: string, part: string): number {
  const plain = (words: string) => words.normalize('NFC').replaceAll(/\s+/g, '');
  return plain(text).split(plain(part)).length - 1;
}
